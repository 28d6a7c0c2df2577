import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { numberProblem } from '../../../src/ui/text/number-problem.ts';

describe('what is wrong with a number', () => {
  it('is nothing within the limits, which belong to them', () => {
    for (const text of ['-60', '12', '0', '-6.0206', '1e1']) {
      assert.equal(numberProblem(text, { min: -60, max: 12 }), undefined, text);
    }
    assert.equal(numberProblem('-1e9', {}), undefined);
  });

  it('is told with the limits', () => {
    for (const text of ['12.1', '-61', '', ' ', 'loud', 'NaN', 'Infinity']) {
      assert.equal(numberProblem(text, { min: -60, max: 12, unit: 'dB' }), 'Type a number from −60 to 12 dB.', text);
    }
    assert.equal(numberProblem('0', { min: 1, unit: 's' }), 'Type a number, 1 s or more.');
    assert.equal(numberProblem('6', { max: 5 }), 'Type a number, 5 or less.');
    assert.equal(numberProblem('x', { unit: '' }), 'Type a number.');
    assert.equal(numberProblem('1.5', { min: 1, max: 100, whole: true }), 'Type a whole number from 1 to 100.');
  });
});
