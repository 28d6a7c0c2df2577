import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { passwordStrength } from '../../../src/ui/text/password-strength.ts';

const levelOf = (password: string) => passwordStrength(password).level;

describe('the strength of a password', () => {
  it('is the lowest for nothing, for one sign and for what everybody tries first', () => {
    for (const password of ['', 'a', 'password', 'P@ssw0rd', 'admin', 'root', 'stentor', '12345678', 'qwertyuiop']) {
      assert.equal(levelOf(password), 0, password);
    }
  });

  it('does not grow by repeating a sign or going on in the alphabet', () => {
    assert.equal(levelOf('aaaaaaaaaaaaaaaa'), 0);
    assert.equal(levelOf('abcdefghijklmnop'), 0);
  });

  it('grows with the length of what cannot be foreseen', () => {
    const levels = ['xk4', 'xk4vqz', 'xk4vqzm8', 'xk4vqzm8tw', 'xk4vqzm8twb2ch'].map(levelOf);
    assert.deepEqual(
      levels,
      [...levels].sort((a, b) => a - b),
    );
    assert.equal(levels.at(-1), 4);
  });

  it('grows with the kinds of signs', () => {
    assert.ok(levelOf('xKv!Qz8w') > levelOf('xkvdqzrw'));
  });
});
