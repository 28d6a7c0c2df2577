import { Refusal } from '../data/refusal.ts';
import type { Option } from '../parts/option.ts';
import { type NumberLimits, numberProblem } from '../text/number-problem.ts';
import { type Referent, referentOf } from './referents.ts';
import { hintOf, titleOf, valueTitle } from './words.ts';
import { t } from '../language/translate.ts';

/** One field that a JSON Schema describes, as a form shows it. */
export interface FieldSpec {
  readonly name: string;
  readonly title: string;
  readonly kind: 'boolean' | 'choice' | 'number' | 'text';
  /** Is always there. */
  readonly required: boolean;
  /** Values it may have: of a choice. */
  readonly options: readonly Option[];
  readonly limits: NumberLimits;
  /** What it is unless told, as a text; undefined where the schema has no default. */
  readonly initial: string | undefined;
  /** A text of several lines. */
  readonly long: boolean;
  readonly mayBeEmpty: boolean;
  readonly hint: string | undefined;
  readonly refers: Referent | undefined;
}

/** What is typed or chosen in the fields of a form, by their names; of a condition, an empty text is "any". */
export type Texts = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number | boolean>>;

interface JsonSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly { readonly const?: unknown; readonly title?: string }[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Texts that may be longer get a field of several lines. */
const ONE_LINE = 1000;
/** Are of one line, however long. */
const SINGLE = ['subject', 'parameters'];

/**
 * The fields of an object's schema, in its order; what is neither text, number, boolean nor choice has none.
 * @param owner the id of the event or action, by which the words are found
 */
export function fieldsOf(owner: string, schema: Readonly<Record<string, unknown>>): readonly FieldSpec[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).flatMap(([name, property]) => {
    const kind = kindOf(property);
    return kind === undefined ? [] : [specOf({ owner, name, property, kind, required: required.includes(name) })];
  });
}

function kindOf({ type, enum: values, oneOf }: JsonSchema): FieldSpec['kind'] | undefined {
  if (values !== undefined || oneOf !== undefined) return 'choice';
  if (type === 'boolean') return 'boolean';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' ? 'text' : undefined;
}

interface SpecParts {
  readonly owner: string;
  readonly name: string;
  readonly property: JsonSchema;
  readonly kind: FieldSpec['kind'];
  readonly required: boolean;
}

function specOf({ owner, name, property, kind, required }: SpecParts): FieldSpec {
  const { title, description, minimum, maximum, minLength = 0, maxLength = 0 } = property;
  const initial = property.default;
  return {
    name,
    title: title ?? titleOf(owner, name),
    kind,
    required,
    options: optionsOf(name, property),
    limits: { min: minimum, max: maximum, whole: property.type === 'integer' },
    initial: initial === undefined ? undefined : textOf(initial),
    long: kind === 'text' && maxLength >= ONE_LINE && !SINGLE.includes(name),
    mayBeEmpty: kind === 'text' && minLength === 0 && initial === '',
    hint: description ?? hintOf(name),
    refers: referentOf(owner, name),
  };
}

const optionsOf = (name: string, { enum: values = [], oneOf }: JsonSchema): readonly Option[] =>
  oneOf === undefined
    ? values.map(value => ({ value: String(value), label: valueTitle(name, String(value)) }))
    : oneOf.map(({ const: value, title }) => ({
        value: String(value),
        label: title ?? valueTitle(name, String(value)),
      }));

/** What stands in the fields of an action that was just chosen. */
export const initialTexts = (specs: readonly FieldSpec[]): Texts =>
  Object.fromEntries(specs.map(spec => [spec.name, spec.initial ?? emptyText(spec)]));

function emptyText({ kind, options, required }: FieldSpec): string {
  if (kind === 'boolean' && required) return 'false';
  return kind === 'choice' && required ? (options[0]?.value ?? '') : '';
}

/** A value as it stands in a field; undefined and what no field can hold is empty. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** Values that are stored, as they stand in the fields. */
export const textsOf = (values: Readonly<Record<string, unknown>>): Texts =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));

/**
 * The values that a condition waits for: what is empty may be anything.
 * @param path stands before a field's name in a Refusal
 * @throws Refusal that names the field
 */
export const wantedValues = (specs: readonly FieldSpec[], texts: Texts, path: string): Values =>
  valuesOf(
    specs.filter(({ name }) => (texts[name] ?? '') !== ''),
    texts,
    path,
  );

/**
 * The values of all fields; one that is optional and empty has none.
 * @throws Refusal that names the field
 */
export function valuesOf(specs: readonly FieldSpec[], texts: Texts, path: string): Values {
  const filled = specs.filter(({ name, required }) => required || (texts[name] ?? '') !== '');
  return Object.fromEntries(filled.map(spec => [spec.name, valueOf(spec, texts[spec.name] ?? '', path)]));
}

function valueOf(spec: FieldSpec, text: string, path: string): string | number | boolean {
  const refuse = (message: string) => new Refusal({ message, field: `${path}.${spec.name}` });
  if (spec.kind === 'boolean') return text === 'true';
  if (text === '' && spec.refers !== undefined && !spec.mayBeEmpty) throw refuse(t('Choose one.'));
  if (spec.kind === 'number') {
    const problem = numberProblem(text, spec.limits);
    if (problem !== undefined) throw refuse(problem);
    return Number(text);
  }
  if (text === '' && !spec.mayBeEmpty) throw refuse(t('Type something here.'));
  return text;
}
