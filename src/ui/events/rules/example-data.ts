import type { ConditionKind } from '../../../api/contract.ts';
import { type FieldSpec, fieldsOf, textOf, type Texts } from '../schema-fields.ts';
import { t } from '../../language/translate.ts';

interface Wanted {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly invert: boolean;
}

/** An event that meets a condition, as the fields of a form: what the condition leaves open is made up. */
export function exampleData({ event, fields }: ConditionKind, wanted: Wanted): Texts {
  const specs = fieldsOf(event, fields);
  const other = wanted.invert
    ? specs.find(({ name, refers }) => name in wanted.fields && refers === undefined)
    : undefined;
  const texts = specs.map(spec => {
    const value = wantedText(spec, textOf(wanted.fields[spec.name]));
    return [spec.name, spec.name === other?.name ? anotherThan(spec, value) : value] as const;
  });
  return Object.fromEntries(texts);
}

function wantedText(spec: FieldSpec, value: string): string {
  if (value !== '') return value;
  return spec.initial ?? (spec.required ? madeUp(spec) : '');
}

function madeUp({ kind, options, limits }: FieldSpec): string {
  if (kind === 'boolean') return 'true';
  if (kind === 'choice') return options[0]?.value ?? '';
  return kind === 'number' ? String(limits.min ?? 1) : '';
}

/** A value of the field that is not `value`. */
function anotherThan({ kind, options }: FieldSpec, value: string): string {
  if (kind === 'boolean') return value === 'true' ? 'false' : 'true';
  if (kind === 'choice') return options.find(option => option.value !== value)?.value ?? value;
  return kind === 'number' ? String(Number(value) + 1) : t('{value} no more', { value });
}
