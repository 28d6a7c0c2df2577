import type { RuleLook } from '../../../api/contract.ts';
import { sentence } from '../../text/sentence.ts';

interface VerdictWords {
  readonly word: string;
  /** How its badge looks. */
  readonly looks: 'good' | 'bad' | '';
}

/** What a rule made of an event, in a word. */
export const VERDICTS: Readonly<Record<RuleLook['verdict'], VerdictWords>> = {
  fired: { word: 'Fired', looks: 'good' },
  began: { word: 'Began', looks: 'good' },
  ended: { word: 'Ended', looks: '' },
  'goes-on': { word: 'Goes on', looks: '' },
  off: { word: 'Off', looks: '' },
  'not-met': { word: 'Not met', looks: '' },
  waits: { word: 'Waits', looks: '' },
  loop: { word: 'Stopped: a loop', looks: 'bad' },
  busy: { word: 'Busy', looks: 'bad' },
};

/** How the action of a rule went. */
export function actionWords({ state, problem }: NonNullable<RuleLook['action']>): string {
  const why = problem === undefined ? '' : ` ${sentence(problem)}`;
  switch (state) {
    case 'running':
      return 'The action is being done.';
    case 'done':
      return `The action was done.${why}`;
    case 'failed':
      return `The action failed.${why}`;
    case 'dry':
      return `The action would be done.${why}`;
  }
}
