import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { passwordProblem } from '../../../src/ui/text/password-problem.ts';

describe('what is wrong with a password', () => {
  it('is nothing for 1 to 64 printable ASCII characters', () => {
    const all = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
    for (const password of ['x', ' ', 'a'.repeat(64), all.slice(0, 64), all.slice(31)]) {
      assert.equal(passwordProblem(password), undefined, password);
    }
  });

  it('is told for none, for too many and for others', () => {
    for (const password of ['', 'a'.repeat(65), 'pässword', 'tab\there', '\u007f']) {
      assert.notEqual(passwordProblem(password), undefined, password);
    }
  });
});
