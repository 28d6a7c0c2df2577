import type { EventsCatalog } from '../../../api/contract.ts';
import type { Choices } from '../choices.ts';
import type { RuleDraft } from './rule-draft.ts';

/** What the parts of the editor share. */
export interface PartProps {
  readonly draft: RuleDraft;
  readonly catalog: EventsCatalog;
  readonly choices: Choices;
  readonly onChange: (draft: RuleDraft) => void;
}
