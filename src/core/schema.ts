import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { invalid } from './fault.ts';

declare const type: unique symbol;

/** A JSON Schema that knows which TypeScript type it describes. */
export interface Schema<T> {
  readonly [type]?: T;
  readonly [keyword: string]: unknown;
}

interface Optional<T> extends Schema<T> {
  readonly optional: true;
}

type Shape = Readonly<Record<string, Schema<unknown>>>;
type ValueOf<S> = S extends Schema<infer T> ? T : never;
type OptionalKey<P extends Shape> = { [K in keyof P]: P[K] extends { optional: true } ? K : never }[keyof P];
type Merged<T> = { [K in keyof T]: T[K] };
type ObjectOf<P extends Shape> = Merged<
  { [K in Exclude<keyof P, OptionalKey<P>>]: ValueOf<P[K]> } & { [K in OptionalKey<P>]?: ValueOf<P[K]> }
>;

interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: number;
}

interface Words {
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: string;
}

export const string = (keywords: Words = {}): Schema<string> => ({ type: 'string', ...keywords });
export const integer = (limits: Limits = {}): Schema<number> => ({ type: 'integer', ...limits });
export const number = (limits: Limits = {}): Schema<number> => ({ type: 'number', ...limits });
export const boolean = (keywords: { default?: boolean } = {}): Schema<boolean> => ({ type: 'boolean', ...keywords });
export const choice = <const V extends string>(values: readonly V[], keywords: { default?: V } = {}): Schema<V> => ({
  enum: values,
  ...keywords,
});
export const list = <T>(items: Schema<T>, keywords: { minItems?: number; maxItems?: number } = {}): Schema<T[]> => ({
  type: 'array',
  items,
  ...keywords,
});
export const nullable = <T>(schema: Schema<T>): Schema<T | null> => ({ ...schema, nullable: true });
export const optional = <T>(schema: Schema<T>): Optional<T> => ({ ...schema, optional: true });

export const object = <const P extends Shape>(properties: P): Schema<ObjectOf<P>> => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter(name => properties[name]?.['optional'] !== true),
  additionalProperties: false,
});

const ajv = new Ajv({ coerceTypes: true, useDefaults: true, removeAdditional: true, keywords: ['optional'] });
const compiled = new WeakMap<object, ValidateFunction>();

/**
 * Returns `value` as the schema's type: strings become numbers and booleans where the schema says so, defaults are
 * filled in, unknown properties dropped.
 * @throws Fault `invalid` that names the first bad field, as `field` and in the message after `what`
 */
export function parse<T>(schema: Schema<T>, value: unknown, what: string): T {
  // Compiled on first use: compiling every schema at start would cost seconds on a Pi.
  // In a box, because ajv can only coerce what has a parent.
  const validate = compiled.get(schema) ?? ajv.compile({ type: 'object', properties: { value: schema } });
  compiled.set(schema, validate);
  const box = { value: structuredClone(value) };
  if (!validate(box)) throw complaint(validate.errors?.[0], what);
  const endless = pathOfEndless(box.value);
  if (endless !== undefined) throw invalid(`${endless || what} must be a finite number`, endless || what);
  return box.value as T;
}

/** Where a number is not finite: ajv makes one of the text "Infinity" and then lets it pass all limits. */
function pathOfEndless(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : '';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const found = pathOfEndless(part);
    if (found !== undefined) return found === '' ? name : `${name}.${found}`;
  }
  return undefined;
}

/** Path of the first property that is in `given` and not in `kept`: one that nobody knows. An empty text says nothing. */
export function lostPath(given: unknown, kept: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  for (const [key, part] of Object.entries(given)) {
    const other = (kept as Record<string, unknown> | null)?.[key];
    if (other === undefined && part !== '') return key;
    const lost = lostPath(part, other);
    if (lost !== undefined) return `${key}.${lost}`;
  }
  return undefined;
}

function complaint(error: ErrorObject | undefined, what: string) {
  if (error === undefined) return invalid(`${what} is not valid`, what);
  const { keyword, instancePath, params, message = 'is not valid' } = error;
  const path = instancePath.split('/').slice(2);
  if (keyword === 'required') path.push(String(params['missingProperty']));
  const field = path.join('.') || what;
  return invalid(`${field} ${keyword === 'required' ? 'is missing' : message}${allowedBy(error)}`, field);
}

const allowedBy = ({ keyword, params }: ErrorObject) =>
  keyword === 'enum' ? `: ${(params['allowedValues'] as unknown[]).join(', ')}` : '';
