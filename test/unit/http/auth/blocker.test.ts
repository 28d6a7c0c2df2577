import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Blocker, type BlockingRules } from '../../../../src/http/auth/blocker.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const HERE = '10.0.0.7';

describe('Blocker', () => {
  let clock: FakeClock;
  let told: string[];
  let rules: BlockingRules;
  let blocker: Blocker;

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    rules = { enabled: true, periodS: 10, pageCount: 3, pageIntervalS: 5, siteCount: 6, siteIntervalS: 20 };
    blocker = new Blocker({ rules: () => rules, clock, blocked: address => told.push(address) });
  });
  const refuse = (times: number, path = '/a', address = HERE) => {
    for (let n = 0; n < times; n++) blocker.refused(address, path);
  };

  it('blocks an address after so many at one page, for the period, and tells of it once', async () => {
    refuse(2);
    assert.equal(blocker.isBlocked(HERE), false);
    refuse(1);
    assert.deepEqual([blocker.isBlocked(HERE), told], [true, [HERE]]);
    await clock.advance(9900);
    assert.equal(blocker.isBlocked(HERE), true);
    await clock.advance(100);
    assert.equal(blocker.isBlocked(HERE), false);
    refuse(2);
    assert.deepEqual([blocker.isBlocked(HERE), told.length], [false, 1]);
  });

  it('counts other pages for the site only', () => {
    refuse(2, '/a');
    refuse(2, '/b');
    refuse(1, '/c');
    assert.equal(blocker.isBlocked(HERE), false);
    refuse(1, '/c');
    assert.equal(blocker.isBlocked(HERE), true);
  });

  it('counts within the interval', async () => {
    refuse(2);
    await clock.advance(5000);
    refuse(2);
    assert.equal(blocker.isBlocked(HERE), false);
  });

  it('blocks one address, not its neighbours; a network of IPv6 is one', () => {
    refuse(3, '/a', '2001:db8::1');
    assert.deepEqual(
      ['2001:db8::2', '2001:db8:0:1::1', HERE].map(each => blocker.isBlocked(each)),
      [true, false, false],
    );
  });

  it('blocks nobody while it is off, nor at a count of 0', () => {
    rules = { ...rules, pageCount: 0, siteCount: 0 };
    refuse(100);
    assert.equal(blocker.isBlocked(HERE), false);
    rules = { ...rules, enabled: false, pageCount: 1 };
    refuse(10);
    assert.equal(blocker.isBlocked(HERE), false);
  });
});
