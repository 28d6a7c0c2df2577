import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { busWords } from '../../../src/linux/bus-words.ts';

describe('busWords', () => {
  it('writes plain values as one word each', () => {
    assert.deepEqual(busWords('sbuxd', ['a word', true, 7, 2n ** 60n, 0.5]), [
      'a word',
      'true',
      '7',
      '1152921504606846976',
      '0.5',
    ]);
  });

  it('counts arrays and flattens structs', () => {
    assert.deepEqual(busWords('a(sb)as', [[['x', false]], []]), ['1', 'x', 'false', '0']);
  });

  it('writes dictionaries of variants', () => {
    const options = { 'ignore-compatible': { signature: 'b', value: true }, list: { signature: 'as', value: ['a'] } };
    assert.deepEqual(busWords('sa{sv}', ['/tmp/x', options]), [
      ...['/tmp/x', '2', 'ignore-compatible', 'b', 'true'],
      ...['list', 'as', '1', 'a'],
    ]);
  });

  it('refuses values that do not fit, and what is no signature', () => {
    assert.throws(() => busWords('s', [1]), TypeError);
    assert.throws(() => busWords('b', ['yes']), TypeError);
    assert.throws(() => busWords('u', ['1']), TypeError);
    assert.throws(() => busWords('as', ['x']), TypeError);
    assert.throws(() => busWords('ss', ['x']), TypeError);
    assert.throws(() => busWords('(s', [['x']]), TypeError);
    assert.throws(() => busWords('s', ['a\0b']), TypeError);
  });
});
