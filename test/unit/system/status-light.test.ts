import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import type { LedShow } from '../../../src/board/index.ts';
import { type LightRequest, StatusLight } from '../../../src/system/status-light.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('StatusLight', () => {
  let clock: FakeClock;
  let light: StatusLight;
  let shown: (readonly [number, LedShow])[];

  beforeEach(() => {
    clock = new FakeClock();
    shown = [];
    light = new StatusLight({ led: { show: what => void shown.push([clock.monotonic(), what]) }, clock });
  });

  const last = () => shown.at(-1)?.[1];

  it('is amber during start-up, green for ten seconds, then unlit', async () => {
    light.starting();
    await clock.advance(7000);
    light.ready();
    await clock.advance(60_000);
    assert.deepEqual(shown, [
      [0, 'amber'],
      [7000, 'green'],
      [17_000, 'unlit'],
    ]);
  });

  it('stays green where that is set, and goes out when it is no longer', async () => {
    light.starting();
    light.setSteady(true);
    light.ready();
    await clock.advance(60_000);
    assert.equal(last(), 'green');
    light.setSteady(false);
    assert.equal(last(), 'unlit');
    light.setSteady(true);
    assert.equal(last(), 'green');
  });

  it('shows what matters most, in whatever order it is asked', () => {
    const order: readonly LightRequest[] = ['restoring', 'startup', 'identify', 'failed-upgrade'];
    const looks = ['amber', 'amber', 'red-green-fast-flash', 'red-slow-flash', 'green'];
    for (const asked of [order, order.toReversed()]) {
      const offs = new Map(asked.map(what => [what, light.request(what)]));
      order.forEach((what, i) => {
        assert.equal(last(), looks[i]);
        offs.get(what)?.();
        assert.equal(last(), looks[i + 1]);
      });
    }
  });

  it('flashes red for a failed upgrade until that is acknowledged, also over a flash to identify', async () => {
    light.starting();
    light.ready();
    const acknowledge = light.request('failed-upgrade');
    await clock.advance(60_000);
    assert.equal(last(), 'red-slow-flash');
    const found = light.request('identify');
    assert.equal(last(), 'red-green-fast-flash');
    found();
    assert.equal(last(), 'red-slow-flash');
    acknowledge();
    assert.equal(last(), 'unlit');
  });

  it('keeps showing what two parts want until both take it back', () => {
    const one = light.request('failed-upgrade');
    const two = light.request('failed-upgrade');
    one();
    one();
    assert.equal(last(), 'red-slow-flash');
    two();
    assert.equal(last(), 'green');
  });

  it('does not begin a flash anew when nothing changes', () => {
    light.request('failed-upgrade');
    light.request('failed-upgrade');
    light.setSteady(true);
    assert.equal(shown.length, 1);
  });

  it('is amber again when the speaker goes down', async () => {
    light.starting();
    light.ready();
    light.stop();
    await clock.advance(60_000);
    assert.equal(last(), 'amber');
    assert.equal(clock.waiting, 0);
  });
});
