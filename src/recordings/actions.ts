import { type Action, type Cause, defineAction, fillText, type TextFacts } from '../actions/index.ts';
import { integer, object, string } from '../core/schema.ts';
import type { Recordings } from './recordings.ts';

interface RecordingActionDeps {
  readonly recordings: Pick<Recordings, 'record'>;
  /** What texts can tell. */
  readonly facts: (cause: Cause | undefined) => TextFacts;
}

/** What rules, the page and programs may ask of the recorder. */
export const recordingActions = ({ recordings, facts }: RecordingActionDeps): Action[] => {
  const labelOf = (label: string, cause: Cause | undefined) => fillText(label, facts(cause));
  return [
    defineAction({
      id: 'recordings.record',
      title: 'Record audio',
      args: object({
        seconds: integer({ minimum: 1, maximum: 3600, default: 30 }),
        label: string({ maxLength: 200, default: '{{event}}' }),
      }),
      // It has begun well when there is sound and a place for it; how it ends is told by an event.
      run: async ({ seconds, label }, cause) => {
        await recordings.record({ seconds, label: labelOf(label, cause) });
      },
      hold: async ({ label }, cause) => recordings.record({ label: labelOf(label, cause) }),
    }),
  ];
};
