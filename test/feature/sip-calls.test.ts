import { strict as assert } from 'node:assert';
import JsSIP from 'jssip';
import { after, before, describe, it } from 'mocha';
import { FakeClock } from '../support/fake-clock.ts';
import { sipRig } from '../support/sip-rig.ts';
import { until } from '../support/until.ts';

/** Of the session timer in this test. */
const PERIOD_S = 5;

type Rig = Awaited<ReturnType<typeof sipRig>>;

describe('calls between two speakers', () => {
  let caller: Rig;
  let callee: Rig;
  const usual = { ...JsSIP.C };

  before(async () => {
    caller = await sipRig();
    callee = await sipRig({ address: '127.0.0.2' });
  });
  after(async () => {
    Object.assign(JsSIP.C, usual);
    await caller.stop();
    await callee.stop();
  });

  for (const protocol of ['udp', 'tcp', 'tls'] as const) {
    it(`are set up and ended over ${protocol}`, async () => {
      caller.happened.splice(0);
      callee.happened.splice(0);
      const port = callee.sip.status[protocol === 'tls' ? 'tlsPort' : 'port'];
      const id = await caller.run('call.make', { to: `sip:127.0.0.2:${port};transport=${protocol}` });
      await until('the call is taken', () => caller.changes().includes('Active AcceptedByRemote'));
      const call = caller.sip.calls.get(String(id));
      await until('the callee knows it', () => callee.changes().includes('Active AcceptedByDevice'));
      assert.equal(call.info.accountId, 'peer-to-peer');
      callee.run('call.end');
      await until('both are idle', () => caller.sip.calls.running.length + callee.sip.calls.running.length === 0);
      assert.deepEqual(caller.changes(), ['Calling Initiated', 'Active AcceptedByRemote', 'Terminated Terminated']);
      assert.deepEqual(callee.changes(), [
        'Ringing Initiated',
        'Active AcceptedByDevice',
        'Terminating Terminated',
        'Terminated Terminated',
      ]);
      assert.ok(callee.media.at(-1)?.closed());
    });
  }

  const idle = (...rigs: readonly Rig[]) =>
    until('all are idle', () => rigs.every(rig => rig.sip.calls.running.length === 0));
  const taken = (rig: Rig) => until('a call is taken', () => rig.changes().includes('Active AcceptedByRemote'));

  it('are set up over IPv6', async () => {
    const [one, other] = [await sipRig({ address: '::1' }), await sipRig({ address: '::1' })];
    one.run('call.make', { to: `sip:[::1]:${other.sip.status.port}` });
    await taken(one);
    const [dialog] = one.sip.dialogs.list();
    assert.match(dialog?.messages[0]?.text ?? '', /^c=IN IP6 ::1\r$/m);
    one.run('call.end');
    await idle(one, other);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('hear that it is busy, where one more is one too many', async () => {
    const third = await sipRig();
    caller.happened.splice(0);
    caller.run('call.make', { to: `sip:127.0.0.2:${callee.sip.status.port}` });
    await taken(caller);
    third.run('call.make', { to: `sip:127.0.0.2:${callee.sip.status.port}` });
    await until('it hears so', () => third.changes().includes('Terminated Busy'));
    assert.equal(callee.sip.calls.running.length, 1);
    caller.run('call.end');
    await idle(caller, callee, third);
    await third.stop();
  });

  it('are held and taken up again by either end', async () => {
    caller.happened.splice(0);
    caller.run('call.make', { to: `sip:127.0.0.2:${callee.sip.status.port}` });
    await taken(caller);
    await until('the callee has the ACK', () => callee.sip.calls.running[0]?.state === 'Active');
    for (const rig of [caller, callee]) {
      const { id } = rig.sip.calls.running[0]!;
      const messages = () => rig.sip.dialogs.list()[0]?.messages ?? [];
      const answered = () => messages().filter(({ title }) => title.startsWith('200')).length;
      for (const [held, direction] of [
        [true, 'sendonly'],
        [false, 'sendrecv'],
      ] as const) {
        const before = answered();
        rig.sip.calls.hold(id, held);
        await until('the other end agrees', () => answered() > before);
        const offer = messages().findLast(message => message.title === 'INVITE' && message.direction === 'out');
        assert.match(offer?.text ?? '', new RegExp(`^a=${direction}\r$`, 'm'));
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }
    caller.run('call.end');
    await idle(caller, callee);
  });

  it('are handed on to a third (REFER)', async () => {
    const third = await sipRig({ address: '127.0.0.3' });
    await callee.params.update({ 'Stentor.SIP.MaxCalls': 2 });
    caller.happened.splice(0);
    caller.run('call.make', { to: `sip:127.0.0.2:${callee.sip.status.port}` });
    await taken(caller);
    await until('the callee has the ACK', () => callee.sip.calls.running[0]?.state === 'Active');
    callee.happened.splice(0);
    caller.sip.calls.transfer(caller.sip.calls.running[0]!.id, `sip:127.0.0.3:${third.sip.status.port}`);
    await taken(callee);
    await until('the third has it', () => third.changes().includes('Active AcceptedByDevice'));
    callee.sip.calls.endAll();
    await idle(caller, callee, third);
    await third.stop();
  });

  it('can be made in the very moment in which SIP is on', async () => {
    const clock = new FakeClock();
    const hasty = await sipRig({ clock });
    callee.happened.splice(0);
    hasty.run('call.make', { to: `sip:127.0.0.2:${callee.sip.status.port}` });
    await until('the call is taken', () => hasty.changes().includes('Active AcceptedByRemote'));
    callee.run('call.end');
    await until('both are idle', () => hasty.sip.calls.running.length + callee.sip.calls.running.length === 0);
    await hasty.stop();
  });

  it('last longer than two periods of the session timer', async function () {
    this.timeout(40_000);
    // RFC 4028 has 90 s as the shortest; the timers are JsSIP's, and its own time is the only one that it knows.
    Object.assign(JsSIP.C, { SESSION_EXPIRES: PERIOD_S, MIN_SESSION_EXPIRES: PERIOD_S });
    caller.happened.splice(0);
    caller.run('call.make', { to: `sip:127.0.0.2:${callee.sip.status.port}` });
    await until('the call is taken', () => caller.changes().includes('Active AcceptedByRemote'));
    await new Promise(resolve => setTimeout(resolve, 2.2 * PERIOD_S * 1000));
    assert.deepEqual([caller.sip.calls.running.length, callee.sip.calls.running.length], [1, 1]);
    const [dialog] = caller.sip.dialogs.list();
    assert.match(dialog?.messages[0]?.text ?? '', /^Session-Expires: 5\r$/m);
    assert.ok((dialog?.messages.filter(({ title }) => title === 'UPDATE').length ?? 0) >= 4);
    caller.run('call.end');
    await until('both are idle', () => caller.sip.calls.running.length + callee.sip.calls.running.length === 0);
  });
});
