import { Fault, invalid } from '../core/fault.ts';
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

/**
 * The body of a request that may be longer than those that are usual.
 * @throws Fault `invalid`; `too-large`
 */
export async function longBodyOf<T>(schema: Schema<T>, exchange: Exchange, most: number): Promise<T> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of exchange.stream()) {
    pieces.push(Buffer.from(piece as Buffer));
    bytes += (piece as Buffer).length;
    if (bytes > most) throw new Fault('too-large', `the body may have at most ${most} bytes`);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch (error) {
    throw new Fault('invalid', `this is no JSON: ${(error as Error).message.slice(0, 200)}`, { cause: error });
  }
  checkDepth(body, DEEPEST);
  return parse(schema, body, 'the body');
}

/** Nothing that is taken here is nested deeper; what is would be too much for whoever walks through it. */
const DEEPEST = 32;

function checkDepth(value: unknown, left: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw invalid(`the body is nested deeper than ${DEEPEST} levels`);
  for (const part of Object.values(value)) checkDepth(part, left - 1);
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
