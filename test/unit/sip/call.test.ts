import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Call } from '../../../src/sip/call.ts';
import type { JsSipSession } from '../../../src/sip/jssip.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A call that was answered, on a session that ends when it is told to. */
function answered(longestS: number) {
  const clock = new FakeClock();
  const heard = new Map<string, (told: unknown) => void>();
  const session = {
    on: (name: string, listener: (told: unknown) => void) => heard.set(name, listener),
    terminate: () => heard.get('ended')?.({ cause: 'Terminated' }),
    isEnded: () => false,
    mute: () => undefined,
    unmute: () => undefined,
  };
  const call = new Call({
    id: 'Out-0',
    direction: 'Outgoing',
    accountId: 'peer-to-peer',
    remoteUri: 'sip:192.0.2.7',
    remoteName: '',
    deviceUri: 'sip:speaker@192.0.2.1',
    clock,
    longestS: () => longestS,
    changed: () => undefined,
  });
  call.carry(session as unknown as JsSipSession);
  heard.get('accepted')?.({});
  return { call, clock };
}

describe('a call', () => {
  it('ends when it has lasted as long as it may, whatever is done meanwhile', async () => {
    const { call, clock } = answered(60);
    await clock.advance(50_000);
    call.mute(true);
    call.setGain(-6);
    await clock.advance(9000);
    assert.equal(call.state, 'Active');
    await clock.advance(1000);
    assert.deepEqual([call.state, call.info.details], ['Terminated', 'it lasted as long as it may']);
  });

  it('lasts for ever where there is no limit', async () => {
    const { call, clock } = answered(0);
    await clock.advance(86_400_000);
    assert.equal(call.state, 'Active');
  });

  it('tells its level and whether it is muted', () => {
    const { call } = answered(0);
    call.setGain(-6);
    call.mute(true);
    assert.deepEqual([call.info.gainDb, call.info.muted], [-6, true]);
  });
});
