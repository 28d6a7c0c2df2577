import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Nonces } from '../../../../src/http/auth/nonces.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const MINUTE = 60_000;
const count = (number: number) => number.toString(16).padStart(8, '0');

describe('Nonces', () => {
  it('takes each count of a nonce once', () => {
    const nonces = new Nonces({ clock: new FakeClock() });
    const nonce = nonces.make();
    assert.equal(nonces.spend(nonce, count(1)), true);
    assert.equal(nonces.spend(nonce, count(1)), false);
    assert.equal(nonces.spend(nonce, count(2)), true);
    assert.equal(nonces.spend(nonce, count(2)), false);
  });

  it('lets the counts of parallel requests overtake each other', () => {
    const nonces = new Nonces({ clock: new FakeClock() });
    const nonce = nonces.make();
    for (const number of [3, 1, 2, 70, 50]) assert.equal(nonces.spend(nonce, count(number)), true, String(number));
    for (const number of [3, 1, 2, 70, 50]) assert.equal(nonces.spend(nonce, count(number)), false, String(number));
  });

  it('takes no count that fell far behind, since nobody knows any more whether it was used', () => {
    const nonces = new Nonces({ clock: new FakeClock() });
    const nonce = nonces.make();
    assert.equal(nonces.spend(nonce, count(100)), true);
    assert.equal(nonces.spend(nonce, count(36)), false);
    assert.equal(nonces.spend(nonce, count(37)), true);
  });

  it('lets the old form without a count come again', () => {
    const nonces = new Nonces({ clock: new FakeClock() });
    const nonce = nonces.make();
    assert.equal(nonces.spend(nonce, undefined), true);
    assert.equal(nonces.spend(nonce, undefined), true);
  });

  it('lets a nonce live five minutes', async () => {
    const clock = new FakeClock();
    const nonces = new Nonces({ clock });
    const nonce = nonces.make();
    await clock.advance(5 * MINUTE);
    assert.equal(nonces.spend(nonce, count(1)), true);
    await clock.advance(1);
    assert.equal(nonces.spend(nonce, count(2)), false);
    assert.equal(nonces.spend(nonces.make(), count(1)), true);
  });

  it('does not notice that the clock on the wall is set', async () => {
    const clock = new FakeClock();
    const nonces = new Nonces({ clock });
    const nonce = nonces.make();
    clock.set('2031-01-01T00:00:00Z');
    assert.equal(nonces.spend(nonce, count(1)), true);
  });

  it('keeps many hundred nonces alive at once', () => {
    const nonces = new Nonces({ clock: new FakeClock() });
    const many = Array.from({ length: 800 }, () => nonces.make());
    assert.equal(new Set(many).size, 800);
    for (const nonce of many) assert.equal(nonces.spend(nonce, count(1)), true);
    for (const nonce of many) assert.equal(nonces.spend(nonce, count(1)), false);
  });

  it('never takes a count twice, not even of a nonce it had to forget', async () => {
    const clock = new FakeClock();
    const nonces = new Nonces({ clock, remembered: 3 });
    const old: string[] = [];
    for (let index = 0; index < 10; index++) {
      const nonce = nonces.make();
      assert.equal(nonces.spend(nonce, count(1)), true);
      old.push(nonce);
      await clock.advance(10);
    }
    for (const nonce of old) assert.equal(nonces.spend(nonce, count(1)), false);
    assert.equal(nonces.spend(nonces.make(), count(1)), true);
  });

  it('takes no nonce that it did not make, or that was changed', () => {
    const nonces = new Nonces({ clock: new FakeClock() });
    const foreign = new Nonces({ clock: new FakeClock() }).make();
    const nonce = nonces.make();
    const changed = `${nonce.startsWith('A') ? 'B' : 'A'}${nonce.slice(1)}`;
    for (const wrong of [
      foreign,
      changed,
      nonce.slice(1),
      '',
      'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      '/'.repeat(5000),
    ]) {
      assert.equal(nonces.spend(wrong, count(1)), false, wrong);
      assert.equal(nonces.spend(wrong, undefined), false, wrong);
    }
  });

  it('takes no count that is none', () => {
    const nonces = new Nonces({ clock: new FakeClock() });
    for (const wrong of ['', 'x', '-1', '000000001', '1.5']) assert.equal(nonces.spend(nonces.make(), wrong), false);
  });

  it('writes nonces that need no quoting', () => {
    assert.match(new Nonces({ clock: new FakeClock() }).make(), /^[A-Za-z0-9_-]{40,}$/);
  });
});
