import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Throttle } from '../../../../src/http/auth/throttle.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const HERE = '10.0.0.7';
const MINUTE = 60_000;

/** How long one wrong password waits for its answer, ms. */
async function delay(throttle: Throttle, clock: FakeClock, address = HERE, name = 'root'): Promise<number> {
  const before = clock.monotonic();
  let after: number | undefined;
  void throttle.wrong(address, name).then(() => (after = clock.monotonic()));
  while (after === undefined) await clock.advance(50);
  return after - before;
}

async function delays(throttle: Throttle, clock: FakeClock, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < times; index++) all.push(Math.floor((await delay(throttle, clock)) / 250) * 250);
  return all;
}

function setUp() {
  const clock = new FakeClock();
  return { clock, throttle: new Throttle({ clock }) };
}

describe('Throttle', () => {
  it('answers three wrong passwords at once and each further one later than the one before, up to 8 s', async () => {
    const { clock, throttle } = setUp();
    assert.deepEqual(await delays(throttle, clock, 11), [0, 0, 0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('forgets after ten minutes without a wrong one', async () => {
    const { clock, throttle } = setUp();
    await delays(throttle, clock, 5);
    await clock.advance(10 * MINUTE - 1000);
    assert.ok((await delay(throttle, clock)) >= 1000);
    await clock.advance(10 * MINUTE);
    assert.deepEqual(await delays(throttle, clock, 4), [0, 0, 0, 250]);
  });

  it('forgets at once when a right one comes', async () => {
    const { clock, throttle } = setUp();
    await delays(throttle, clock, 6);
    throttle.right(HERE, 'root');
    assert.deepEqual(await delays(throttle, clock, 4), [0, 0, 0, 250]);
  });

  it('counts for the address whatever the account', async () => {
    const { clock, throttle } = setUp();
    for (const name of ['a', 'b', 'c']) await delay(throttle, clock, HERE, name);
    assert.ok((await delay(throttle, clock, HERE, 'd')) >= 250);
    assert.equal(await delay(throttle, clock, '10.0.0.8', 'e'), 0);
  });

  it('counts for the account whatever the address', async () => {
    const { clock, throttle } = setUp();
    for (const last of [1, 2, 3]) await delay(throttle, clock, `10.0.1.${last}`);
    assert.ok((await delay(throttle, clock, '10.0.1.4')) >= 250);
  });

  it('does not let somebody with an account of his own wash off what he tries on another', async () => {
    const { clock, throttle } = setUp();
    for (let index = 0; index < 6; index++) {
      await delay(throttle, clock);
      throttle.right(HERE, 'vera');
    }
    assert.ok((await delay(throttle, clock)) >= 2000);
  });

  it('bars an address for which four answers wait, until one has gone out', async () => {
    const { clock, throttle } = setUp();
    await delays(throttle, clock, 3);
    const waiting = Array.from({ length: 4 }, () => throttle.wrong(HERE, 'root'));
    assert.equal(throttle.bars(HERE), true);
    assert.equal(throttle.bars('10.0.0.8'), false);
    await clock.advance(250);
    assert.equal(throttle.bars(HERE), false);
    await clock.advance(8000);
    await Promise.all(waiting);
  });

  it('takes the whole IPv6 network of a peer for one address', async () => {
    const { clock, throttle } = setUp();
    for (const last of [1, 2, 3]) await delay(throttle, clock, `2001:db8::${last}`, `name${last}`);
    assert.ok((await delay(throttle, clock, '2001:db8::4', 'name4')) >= 250);
  });

  it('remembers a bounded number of addresses and names', async () => {
    const clock = new FakeClock();
    const throttle = new Throttle({ clock, remembered: 10 });
    for (let index = 0; index < 3; index++) await delay(throttle, clock);
    for (let index = 0; index < 10; index++) await delay(throttle, clock, `10.1.0.${index}`, `name${index}`);
    assert.equal(await delay(throttle, clock), 0);
  });
});
