import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { type Clock, systemClock } from '../../../../src/core/clock.ts';
import type { CallKeys } from '../../../../src/engine/calls/call-contract.ts';
import { CallDtls } from '../../../../src/engine/calls/call-dtls.ts';
import { DtlsHandshake, DtlsIdentity } from '../../../../src/engine/dtls/dtls-handshake.ts';
import { requireDtls } from '../../../../src/engine/dtls/native.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { Random } from '../../../support/random.ts';
import { until } from '../../../support/until.ts';

const ours = new DtlsIdentity(requireDtls());
const theirs = new DtlsIdentity(requireDtls());

/** Two that make a handshake, and what the network does to their datagrams. */
function meet<C extends Clock>(clock: C, carry: (datagram: Uint8Array) => Uint8Array | undefined) {
  const keys: CallKeys[] = [];
  const failed: string[] = [];
  const make = (isClient: boolean, other: () => DtlsHandshake) =>
    new DtlsHandshake({
      clock,
      identity: isClient ? ours : theirs,
      flow: { isClient, fingerprints: [(isClient ? theirs : ours).fingerprint] },
      send: datagram => {
        const carried = carry(datagram);
        if (carried !== undefined) clock.after(5, () => other().take(carried));
      },
      done: found => keys.push(found),
      failed: why => failed.push(why),
    });
  const client = make(true, () => server);
  const server: DtlsHandshake = make(false, () => client);
  return { clock, keys, failed, client, server };
}

describe('a handshake of DTLS', () => {
  it('gives both the same keys, also where a third of the datagrams is lost', async () => {
    const random = new Random(5764);
    let lost = 0;
    for (const share of [0, 1 / 3, 1 / 3, 1 / 3]) {
      // OpenSSL has a clock of its own.
      const { keys, failed, client, server } = meet(systemClock, datagram => {
        const isLost = random.chance(share);
        if (isLost) lost++;
        return isLost ? undefined : datagram;
      });
      client.begin();
      await until('both have keys', () => keys.length === 2);
      assert.deepEqual(failed, []);
      const [one, other] = keys;
      assert.deepEqual([one?.local, one?.remote], [other?.remote, other?.local]);
      client.close();
      server.close();
    }
    assert.ok(lost > 3, String(lost));
  });

  it('survives datagrams that were changed, and leaves no timer behind', async () => {
    const random = new Random(9147);
    for (let round = 0; round < 150; round++) {
      const { clock, client, server } = meet(new FakeClock(), datagram => {
        const changed = Uint8Array.from(datagram);
        const times = random.whole(0, 3);
        for (let i = 0; i < times; i++) changed[random.whole(0, changed.length - 1)] = random.whole(0, 255);
        return random.chance(0.1) ? changed.subarray(0, random.whole(0, changed.length)) : changed;
      });
      client.begin();
      await clock.advance(2000);
      client.close();
      server.close();
      client.take(Uint8Array.of(22, 254, 253));
      await clock.advance(100);
      assert.equal(clock.waiting, 0);
    }
  });

  it('is made with the peer, however many strangers come before', async () => {
    const clock = new FakeClock();
    const peer = { address: '10.0.0.2', port: 5000 };
    const keys: CallKeys[] = [];
    const failed: string[] = [];
    const answers = new Map<string, (datagram: Uint8Array) => void>();
    const call = new CallDtls({
      ...{ clock, identity: ours, flow: { isClient: false, fingerprints: [theirs.fingerprint] } },
      peers: { rtp: peer },
      send: (_, datagram, to) => answers.get(`${to.address}:${to.port}`)?.(Uint8Array.from(datagram)),
      done: found => keys.push(found),
      failed: why => failed.push(why),
    });
    const come = (identity: DtlsIdentity, from: typeof peer) => {
      const handshake: DtlsHandshake = new DtlsHandshake({
        ...{ clock, identity, flow: { isClient: true, fingerprints: [ours.fingerprint] } },
        send: datagram => clock.after(5, () => call.hear('rtp', datagram, from)),
        done: () => undefined,
        failed: () => undefined,
      });
      answers.set(`${from.address}:${from.port}`, datagram => clock.after(5, () => handshake.take(datagram)));
      handshake.begin();
    };
    const mallory = new DtlsIdentity(requireDtls());
    for (let i = 0; i < 30; i++) come(mallory, { address: `10.9.0.${i}`, port: 4000 + i });
    await clock.advance(1000);
    assert.deepEqual([keys.length, failed.length], [0, 0]);
    come(theirs, peer);
    await clock.advance(3000);
    assert.deepEqual([keys.length, failed], [1, []]);
    call.close();
  });

  it('fails where nobody comes in half a minute', async () => {
    const clock = new FakeClock();
    const failed: string[] = [];
    const call = new CallDtls({
      ...{ clock, identity: ours, flow: { isClient: false, fingerprints: [theirs.fingerprint] } },
      peers: { rtp: { address: '10.0.0.2', port: 5000 } },
      send: () => undefined,
      done: () => undefined,
      failed: why => failed.push(why),
    });
    await clock.advance(29_000);
    assert.deepEqual(failed, []);
    await clock.advance(2000);
    assert.equal(failed.length, 1);
    call.close();
  });
});
