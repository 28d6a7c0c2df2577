import { strict as assert } from 'node:assert';
import { after, afterEach, before, describe, it } from 'mocha';
import { sipRig } from '../support/sip-rig.ts';
import { until } from '../support/until.ts';

type Rig = Awaited<ReturnType<typeof sipRig>>;

describe('a call between two speakers', () => {
  let one: Rig;
  let other: Rig;
  let third: Rig;

  before(async () => {
    one = await sipRig({ address: '127.0.0.11' });
    other = await sipRig({ address: '127.0.0.12' });
    third = await sipRig({ address: '127.0.0.13' });
  });
  afterEach(async () => {
    for (const rig of [one, other, third]) rig.sip.calls.endAll();
    await until('all are idle', () => [one, other, third].every(rig => running(rig).length === 0));
  });
  after(async () => {
    for (const rig of [one, other, third]) await rig.stop();
  });

  const running = (rig: Rig) => rig.sip.calls.running;
  const uri = (rig: Rig, host: string) => `sip:${host}:${rig.sip.status.port}`;
  const [OTHER, THIRD] = ['127.0.0.12', '127.0.0.13'];
  const active = (rig: Rig, count = 1) => running(rig).filter(({ state }) => state === 'Active').length === count;
  const info = (id: string) => one.sip.calls.get(id).info;

  async function begin(): Promise<string> {
    const id = one.sip.calls.make(uri(other, OTHER));
    await until('the call runs', () => active(one) && active(other));
    return id;
  }

  it('is held and taken up again, which the other end knows', async () => {
    const id = await begin();
    one.sip.calls.hold(id, true);
    await until('it knows', () => running(other)[0]?.info.heldByPeer === true);
    assert.equal(info(id).held, true);
    await until('it can be taken up', () => {
      try {
        one.sip.calls.hold(id, false);
        return true;
      } catch {
        return false;
      }
    });
    await until('it knows that, too', () => running(other)[0]?.info.heldByPeer === false);
    assert.equal(info(id).held, false);
  });

  it('is transferred: the other end talks to the third, and we are out', async () => {
    const id = await begin();
    one.sip.calls.transfer(id, uri(third, THIRD));
    assert.equal(info(id).transfer?.state, 'asked');
    await until('those two talk', () => running(one).length === 0 && active(third) && active(other));
    assert.match(info(id).details, /^transferred to sip:127\.0\.0\.13/);
    assert.match(running(other)[0]!.info.remoteUri, /127\.0\.0\.13/);
  });

  it('goes on when the third cannot be had, and says why', async () => {
    const id = await begin();
    await third.params.update({ 'Stentor.SIP.AllowIncoming': false });
    one.sip.calls.transfer(id, uri(third, THIRD));
    await until('it failed', () => info(id).transfer?.state === 'failed');
    await third.params.update({ 'Stentor.SIP.AllowIncoming': true });
    assert.match(info(id).transfer?.text ?? '', /^480/);
    assert.equal(info(id).state, 'Active');
  });

  it('is transferred to somebody who was asked first', async () => {
    const id = await begin();
    const asked = one.sip.calls.consult(id, uri(third, THIRD));
    await until('the third answered', () => active(one, 2) && active(third));
    assert.deepEqual([info(id).held, info(asked).consults], [true, id]);
    one.sip.calls.connect(asked);
    await until('those two talk', () => running(one).length === 0 && active(third) && active(other));
    assert.equal(running(third).length, 1, 'the new call took the place of the one that asked');
    assert.match(running(other)[0]!.info.remoteUri, /127\.0\.0\.13/);
    assert.doesNotMatch(running(other)[0]!.info.remoteUri, /Replaces/i);
  });

  it('is taken up again when who was asked declines', async () => {
    const id = await begin();
    const asked = one.sip.calls.consult(id, uri(third, THIRD));
    await until('the third answered', () => active(one, 2));
    assert.throws(() => one.sip.calls.consult(id, uri(third, THIRD)), /asked already/);
    one.sip.calls.end(asked);
    await until('it goes on', () => !info(id).held && running(other)[0]?.info.heldByPeer === false);
    assert.throws(() => one.sip.calls.connect(id), /asks for no transfer/);
  });
});
