import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { generatePassword } from '../../../src/ui/text/generate-password.ts';
import { passwordProblem } from '../../../src/ui/text/password-problem.ts';
import { passwordStrength } from '../../../src/ui/text/password-strength.ts';

describe('a generated password', () => {
  const many = Array.from({ length: 200 }, generatePassword);

  it('is one that the speaker takes, and strong', () => {
    for (const password of many) {
      assert.equal(passwordProblem(password), undefined);
      assert.equal(passwordStrength(password).level, 4, password);
    }
  });

  it('is another one each time', () => {
    assert.equal(new Set(many).size, many.length);
  });

  it('has no signs that look like others', () => {
    assert.match(many.join(''), /^[^0O1Il]+$/);
  });
});
