import type { ScheduleDraft } from './schedule-draft.ts';

/** What the parts of the form share. */
export interface DraftProps {
  readonly draft: ScheduleDraft;
  readonly onChange: (draft: ScheduleDraft) => void;
}

/** A schedule stays of the kind that it was made with. */
export type KindProps = DraftProps & { readonly isFixed: boolean };
