import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { boolean, choice, integer, list, nullable, object, optional, parse, string } from '../../../src/core/schema.ts';

const ORDER = object({
  clip: string(),
  repeat: integer({ minimum: -1, default: 0 }),
  loud: optional(boolean()),
  rooms: list(object({ name: string({ maxLength: 5 }) })),
});

describe('parse', () => {
  it('fills in defaults and turns strings into numbers and booleans', () => {
    assert.deepEqual(parse(ORDER, { clip: 'a', loud: 'true', rooms: [], other: 1 }, 'order'), {
      clip: 'a',
      repeat: 0,
      loud: true,
      rooms: [],
    });
    assert.equal(parse(integer(), '30', 'number'), 30);
    assert.equal(parse(nullable(integer()), null, 'number'), null);
  });

  it('leaves the value it was given as it was', () => {
    const given = { clip: 'a', repeat: '3', rooms: [] };
    parse(ORDER, given, 'order');
    assert.equal(given.repeat, '3');
  });

  for (const [value, field, message] of [
    [{ clip: 'a', repeat: 'often', rooms: [] }, 'repeat', 'repeat must be integer'],
    [{ repeat: 1, rooms: [] }, 'clip', 'clip is missing'],
    [{ clip: 'a', rooms: [{}] }, 'rooms.0.name', 'rooms.0.name is missing'],
    [{ clip: 'a', rooms: [{ name: 'kitchen' }] }, 'rooms.0.name', 'rooms.0.name must NOT have more than 5 characters'],
    [7, 'order', 'order must be object'],
  ] as const) {
    it(`says of ${JSON.stringify(value)}: ${message}`, () => {
      assert.throws(() => parse(ORDER, value, 'order'), { kind: 'invalid', field, message });
    });
  }

  it('takes no number that is not finite', () => {
    for (const text of ['Infinity', '-Infinity', 'NaN', '1e999']) {
      assert.throws(() => parse(integer({ maximum: 5 }), text, 'number'), { kind: 'invalid' }, text);
    }
  });

  it('lists what may be chosen', () => {
    assert.throws(() => parse(choice(['a', 'b']), 'c', 'letter'), {
      message: 'letter must be equal to one of the allowed values: a, b',
    });
  });
});
