import { parse, type Schema, string } from '../core/schema.ts';
import { completeTypes, membersOf } from './bus-type.ts';

/** What `busctl --json=short` prints; a variant has the same form, inside. */
interface Typed {
  readonly type: string;
  readonly data?: unknown;
}

const TYPED: Schema<Typed> = {
  type: 'object',
  required: ['type'],
  properties: { type: string(), data: {} },
};

/** The values of a method's reply; none where it returned nothing. @throws Fault `invalid` where it is no reply */
export function replyOf(text: string): unknown[] {
  if (text.trim() === '') return [];
  const { type, data } = parse(TYPED, JSON.parse(text), 'the reply of busctl');
  return completeTypes(type).map((each, i) => plainValue(each, (data as readonly unknown[])[i]));
}

/** The value of a property. @throws Fault `invalid` where it is none */
export function propertyOf(text: string): unknown {
  const { type, data } = parse(TYPED, JSON.parse(text), 'the reply of busctl');
  return plainValue(type, data);
}

/** Unpacks the variants inside. By type, because a dictionary may well have the keys `type` and `data`. */
function plainValue(type: string, value: unknown): unknown {
  if (type === 'v') {
    const inner = value as Typed;
    return plainValue(inner.type, inner.data);
  }
  if (type.startsWith('(')) return elements(membersOf(type), value);
  if (type.startsWith('a{')) {
    const [, of = ''] = membersOf(type.slice(1));
    return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, plainValue(of, each)]));
  }
  if (type.startsWith('a')) return (value as unknown[]).map(each => plainValue(type.slice(1), each));
  return value;
}

const elements = (types: readonly string[], values: unknown) =>
  types.map((type, i) => plainValue(type, (values as readonly unknown[])[i]));
