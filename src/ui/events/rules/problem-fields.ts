import type { EventsCatalog } from '../../../api/contract.ts';
import { fieldsOf } from '../schema-fields.ts';
import { actionKind, conditionKind, type RuleDraft } from './rule-draft.ts';

/** The names of all fields of the editor, as problems call them. */
export const problemFields = ({ conditions, action, fallback }: RuleDraft, catalog: EventsCatalog): string[] => [
  'name',
  'wait',
  ...conditions.flatMap(({ event }, i) => {
    const names = fieldsOf(event, conditionKind(catalog, event)?.fields ?? {}).map(({ name }) => `fields.${name}`);
    return ['event', ...names].map(name => `conditions.${i}.${name}`);
  }),
  ...actionFields('action', action.id, catalog),
  ...(fallback === null ? [] : actionFields('fallback', fallback.id, catalog)),
];

function actionFields(path: string, id: string, catalog: EventsCatalog): string[] {
  const names = fieldsOf(id, actionKind(catalog, id)?.args ?? {}).map(({ name }) => `args.${name}`);
  return ['id', ...names].map(name => `${path}.${name}`);
}
