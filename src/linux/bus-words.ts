import { completeTypes, membersOf } from './bus-type.ts';
import type { BusValue, BusVariant } from './system-bus.ts';

/**
 * Values as the words that busctl(1), "Parameter Formatting", takes for a signature: an array is its length and its
 * elements, a variant its signature and its value.
 * @throws TypeError where values and signature do not fit
 */
export function busWords(signature: string, values: readonly BusValue[]): string[] {
  const types = completeTypes(signature);
  if (types.length !== values.length) throw new TypeError(`${signature} does not describe ${values.length} values`);
  return types.flatMap((type, i) => wordsOf(type, values[i]));
}

function wordsOf(type: string, value: BusValue | undefined): string[] {
  switch (type.charAt(0)) {
    case 'a':
      return arrayWords(type.slice(1), value);
    case '(':
    case '{':
      return busWords(membersOf(type).join(''), value as readonly BusValue[]);
    case 'v': {
      const variant = value as BusVariant;
      return [variant.signature, ...wordsOf(variant.signature, variant.value)];
    }
    default:
      return [plainWord(type, value)];
  }
}

function arrayWords(type: string, value: BusValue | undefined): string[] {
  if (typeof value !== 'object') throw new TypeError(`a${type} needs an array or an object`);
  const elements: readonly BusValue[] = Array.isArray(value) ? value : Object.entries(value);
  return [String(elements.length), ...elements.flatMap(element => wordsOf(type, element))];
}

function plainWord(type: string, value: BusValue | undefined): string {
  const isText = type === 's' || type === 'o' || type === 'g';
  const fits =
    isText || type === 'b'
      ? typeof value === (isText ? 'string' : 'boolean')
      : typeof value === 'number' || typeof value === 'bigint';
  if (!fits) throw new TypeError(`${type} cannot hold ${typeof value}`);
  const word = `${value as string | number | bigint | boolean}`;
  if (word.includes('\0')) throw new TypeError('text on the bus holds no NUL');
  return word;
}
