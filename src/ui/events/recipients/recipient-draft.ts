import type {
  Recipient,
  RecipientChange,
  RecipientField,
  RecipientKind,
  RecipientType,
} from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { numberProblem } from '../../text/number-problem.ts';
import { type FieldSpec, fieldsOf, initialTexts, type Texts, textsOf } from '../schema-fields.ts';
import { t } from '../../language/translate.ts';

/** What is to become of a secret: nobody can read it, so it is kept, removed or written anew. */
export type SecretWish = { readonly kind: 'keep' | 'remove' } | { readonly kind: 'set'; readonly text: string };

/** A recipient as it is being typed. */
export interface RecipientDraft {
  readonly name: string;
  readonly type: RecipientType;
  readonly texts: Texts;
  readonly secrets: Readonly<Record<string, SecretWish>>;
}

/** The form's field of a recipient's field. */
export function specOfField({ name, title, schema, needed, long, help }: RecipientField): FieldSpec {
  const property = { ...schema, title, ...(help === undefined ? {} : { description: help }) };
  const [spec] = fieldsOf('recipients', { properties: { [name]: property }, required: [name] });
  const { kind = 'text', options = [], limits = {}, initial } = spec ?? {};
  return {
    name,
    title,
    kind,
    required: needed || kind === 'boolean' || kind === 'choice',
    options,
    limits,
    initial,
    long,
    mayBeEmpty: !needed,
    hint: help,
    refers: undefined,
  };
}

export const newRecipient = (kind: RecipientKind, name = ''): RecipientDraft => ({
  name,
  type: kind.type,
  texts: initialTexts(kind.fields.filter(({ secret }) => !secret).map(specOfField)),
  secrets: {},
});

export const draftOf = (kind: RecipientKind, { name, fields }: Recipient): RecipientDraft => {
  const fresh = newRecipient(kind, name);
  return { ...fresh, texts: { ...emptied(fresh.texts), ...textsOf(fields) } };
};

/** What is not stored is empty, whatever a new recipient would have there. */
const emptied = (texts: Texts): Texts => Object.fromEntries(Object.keys(texts).map(name => [name, '']));

/**
 * The recipient as the speaker takes it.
 * @throws Refusal that names the field
 */
export function changeOf(kind: RecipientKind, draft: RecipientDraft): RecipientChange & { readonly name: string } {
  const name = draft.name.trim();
  if (name === '') throw new Refusal({ message: t('Type a name.'), field: 'name' });
  const fields = kind.fields.flatMap(field => valueOf(field, draft));
  return { name, type: draft.type, fields: Object.fromEntries(fields) };
}

type Value = readonly [name: string, value: string | number | boolean];

function valueOf(field: RecipientField, { texts, secrets }: RecipientDraft): readonly Value[] {
  const { name, secret } = field;
  if (secret) return secretOf(name, secrets[name] ?? { kind: 'keep' });
  const spec = specOfField(field);
  const text = (texts[name] ?? '').trim();
  if (spec.kind === 'boolean') return [[name, text === 'true']];
  if (text === '' && field.needed) throw new Refusal({ message: t('Type something here.'), field: name });
  // Empty takes away what was there.
  return [[name, text === '' || spec.kind !== 'number' ? text : numberOf(spec, text)]];
}

function secretOf(name: string, wish: SecretWish): readonly Value[] {
  if (wish.kind === 'keep') return [];
  return [[name, wish.kind === 'set' ? wish.text : '']];
}

function numberOf({ name, limits }: FieldSpec, text: string): number {
  const problem = numberProblem(text, limits);
  if (problem !== undefined) throw new Refusal({ message: problem, field: name });
  return Number(text);
}
