import type { RuleLook } from '../../../api/contract.ts';
import { sentence } from '../../text/sentence.ts';
import { t } from '../../language/translate.ts';

interface VerdictWords {
  readonly word: string;
  /** How its badge looks. */
  readonly looks: 'good' | 'bad' | '';
}

/** What a rule made of an event, in a word. */
export const VERDICTS: Readonly<Record<RuleLook['verdict'], VerdictWords>> = {
  fired: { word: t('Fired'), looks: 'good' },
  began: { word: t('Began'), looks: 'good' },
  ended: { word: t('Ended'), looks: '' },
  'goes-on': { word: t('Goes on'), looks: '' },
  off: { word: t('Off'), looks: '' },
  'not-met': { word: t('Not met'), looks: '' },
  waits: { word: t('Waits'), looks: '' },
  loop: { word: t('Stopped: a loop'), looks: 'bad' },
  busy: { word: t('Busy'), looks: 'bad' },
};

/** How the action of a rule went. */
export function actionWords({ state, problem }: NonNullable<RuleLook['action']>): string {
  const why = problem === undefined ? '' : ` ${sentence(problem)}`;
  switch (state) {
    case 'running':
      return t('The action is being done.');
    case 'done':
      return `${t('The action was done.')}${why}`;
    case 'failed':
      return `${t('The action failed.')}${why}`;
    case 'dry':
      return `${t('The action would be done.')}${why}`;
  }
}
