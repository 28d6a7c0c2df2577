import { invalid } from '../core/fault.ts';
import { parse, type Schema } from '../core/schema.ts';
import type { Answer, Exchange } from '../http/index.ts';

/** A value as JSON. */
export const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

/**
 * The body of a request as its schema's type; no body is an empty object. The page knows the types of JSON, so nothing
 * is converted as it is for the texts of VAPIX.
 * @throws Fault `invalid` that names the field
 */
export async function bodyOf<T>(schema: Schema<T>, exchange: Exchange): Promise<T> {
  const body = await objectIn(exchange);
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema<unknown>>>;
  for (const [name, value] of Object.entries(body)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) throw invalid(`${name} is not known here`, name);
    checkType(property, value, name);
  }
  return parse(schema, body, 'the body');
}

/** The body of a request where it is a JSON object, or nothing. @throws Fault `invalid` */
export async function objectIn(exchange: Exchange): Promise<Readonly<Record<string, unknown>>> {
  if ((await exchange.text()).trim() === '') return {};
  const body = await exchange.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('the body must be a JSON object');
  return body as Readonly<Record<string, unknown>>;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'number',
  number: 'number',
};

/** @throws Fault `invalid` where the value is not of the JSON type that the schema names */
export function checkType(schema: Schema<unknown>, value: unknown, name: string): void {
  const type = schema['enum'] === undefined ? schema['type'] : 'string';
  const wanted = typeof type === 'string' ? TYPES[type] : undefined;
  const isNull = value === null && schema['nullable'] === true;
  if (wanted !== undefined && !isNull && typeof value !== wanted) {
    throw invalid(`${name} must be ${String(type)}`, name);
  }
}
