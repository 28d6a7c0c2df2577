import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Endpoint } from '../../../../src/engine/calls/latch.ts';
import { candidate } from '../../../../src/engine/ice/candidates.ts';
import type { Base } from '../../../../src/engine/ice/check-list.ts';
import { IceComponent } from '../../../../src/engine/ice/ice-component.ts';
import type { CandidateType, IceFlow } from '../../../../src/engine/ice/ice-contract.ts';
import { IceRole } from '../../../../src/engine/ice/ice-role.ts';
import { buildStun, METHOD, newTransaction, parseStun } from '../../../../src/engine/ice/stun.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const LOGINS = [
  { ufrag: 'left', password: 'a'.repeat(22) },
  { ufrag: 'right', password: 'b'.repeat(22) },
] as const;
const HOSTS: readonly [Endpoint, Endpoint] = [
  { address: '10.0.0.1', port: 4000 },
  { address: '10.0.0.2', port: 5000 },
];

/** Two that want to reach each other over a network which a test decides on. */
class Network {
  readonly clock = new FakeClock();
  readonly lost: string[] = [];
  sent = 0;
  /** Whether a datagram from one to the other arrives, and as from where. */
  carries: (from: Endpoint, to: Endpoint) => Endpoint | undefined = from => from;
  readonly roles = [new IceRole(), new IceRole()] as const;
  readonly bases: readonly Base[];
  readonly ends: readonly IceComponent[];

  constructor() {
    this.bases = HOSTS.map(host => ({
      candidate: candidate({ type: 'host', component: 1, at: host, base: host }),
      send: (datagram, to) => this.#carry(datagram, host, to),
    }));
    this.ends = LOGINS.map(
      (local, at) =>
        new IceComponent({
          ...{ clock: this.clock, component: 1, role: this.roles[at]!, local, bases: [this.bases[at]!] },
          selected: () => undefined,
          lost: why => this.lost.push(`${local.ufrag}: ${why}`),
        }),
    );
  }

  describe(at: 0 | 1, candidates = [{ at: HOSTS[at === 0 ? 1 : 0], type: 'host' as CandidateType }]): void {
    const flow: IceFlow = {
      local: LOGINS[at],
      remote: LOGINS[at === 0 ? 1 : 0],
      candidates: candidates.map(each => candidate({ component: 1, base: each.at, ...each })),
      isLite: false,
      isControlling: this.roles[at].isControlling,
    };
    this.ends[at]!.describe(flow);
  }

  #carry(datagram: Uint8Array, from: Endpoint, to: Endpoint): void {
    this.sent++;
    const seen = this.carries(from, to);
    const at = HOSTS.findIndex(({ address }) => address === to.address);
    if (seen === undefined || at < 0) return;
    this.clock.after(5, () => {
      const message = parseStun(datagram);
      if (message !== undefined) this.ends[at]!.hear(message, seen, this.bases[at]!);
    });
  }
}

describe('ICE', () => {
  it('finds a way that both use, and who offered chooses it', async () => {
    const net = new Network();
    net.roles[0].isControlling = true;
    net.describe(0);
    net.describe(1);
    await net.clock.advance(1000);
    assert.deepEqual(
      net.ends.map(end => end.way?.remote.address),
      ['10.0.0.2', '10.0.0.1'],
    );
    assert.ok(net.ends.every(end => end.way?.nominated));
    await net.clock.advance(120_000);
    assert.deepEqual(net.lost, []);
  });

  it('agrees who chooses where both think that they do, or that they do not', async () => {
    for (const both of [true, false]) {
      const net = new Network();
      for (const role of net.roles) role.isControlling = both;
      net.describe(0);
      net.describe(1);
      await net.clock.advance(2000);
      assert.notEqual(net.roles[0].isControlling, net.roles[1].isControlling);
      assert.ok(net.ends.every(end => end.way?.nominated));
    }
  });

  it('finds whom a router hides by where the checks come from', async () => {
    const net = new Network();
    net.roles[0].isControlling = true;
    const router = { address: '10.0.0.2', port: 61_000 };
    // The right one is seen from elsewhere, and what goes to its own address does not arrive.
    net.carries = (from, to) => (from === HOSTS[1] ? router : to.port === 5000 ? undefined : from);
    net.describe(0, [{ at: HOSTS[1], type: 'host' }]);
    net.describe(1);
    await net.clock.advance(3000);
    assert.deepEqual([net.ends[0]!.way?.remote.type, net.ends[0]!.way?.remote.port], ['prflx', 61_000]);
  });

  it('answers before it knows of the peer, and comes back to those who asked', async () => {
    const net = new Network();
    net.roles[0].isControlling = true;
    net.describe(0);
    await net.clock.advance(500);
    assert.ok(net.ends[0]!.way !== undefined);
    // Nothing of the description can be reached: only where the checks came from.
    net.describe(1, [{ at: { address: '192.0.2.9', port: 9 }, type: 'host' }]);
    await net.clock.advance(1000);
    assert.equal(net.ends[1]!.way?.remote.type, 'prflx');
  });

  it('gives up where there is no way, and where the peer is silent for half a minute', async () => {
    const none = new Network();
    none.carries = () => undefined;
    none.describe(0);
    await none.clock.advance(21_000);
    assert.deepEqual(none.lost, ['left: ICE has found no way to the peer']);
    const net = new Network();
    net.roles[0].isControlling = true;
    net.describe(0);
    net.describe(1);
    await net.clock.advance(12_000);
    net.carries = () => undefined;
    await net.clock.advance(27_000);
    assert.deepEqual(net.lost, []);
    await net.clock.advance(8000);
    assert.equal(net.lost.length, 2);
    assert.equal(net.clock.waiting, 0);
  });

  it('answers nobody without the password, nor sends more than it must to those whom a peer names', async () => {
    const net = new Network();
    const victims = Array.from({ length: 500 }, (_, n) => ({
      at: { address: `192.0.2.${n % 250}`, port: 1000 + n },
      type: 'host' as const,
    }));
    net.describe(0, victims);
    await net.clock.advance(19_000);
    // 32 addresses at most, five times each.
    assert.ok(net.sent <= 32 * 5, String(net.sent));
    const before = net.sent;
    for (const key of [undefined, 'wrong', LOGINS[1].password]) {
      const transaction = newTransaction();
      const attributes = [[6, Buffer.from('left:right')] as const];
      const message = parseStun(buildStun({ method: METHOD.binding, kind: 'request', transaction, attributes, key }))!;
      assert.equal(net.ends[0]!.hear(message, HOSTS[1], net.bases[0]!), false);
    }
    assert.equal(net.sent, before);
  });

  it('begins anew with another log-in, and uses the old way until then', async () => {
    const net = new Network();
    net.roles[0].isControlling = true;
    net.describe(0);
    net.describe(1);
    await net.clock.advance(1000);
    const way = net.ends[0]!.way;
    const next = { ufrag: 'next', password: 'c'.repeat(22) };
    net.ends[0]!.describe({
      local: LOGINS[0],
      remote: next,
      candidates: [candidate({ type: 'host', component: 1, at: HOSTS[1], base: HOSTS[1] })],
      isLite: false,
      isControlling: true,
    });
    assert.equal(net.ends[0]!.way, way);
    net.ends[1]!.describe({
      local: next,
      remote: LOGINS[0],
      candidates: [candidate({ type: 'host', component: 1, at: HOSTS[0], base: HOSTS[0] })],
      isLite: false,
      isControlling: false,
    });
    await net.clock.advance(1500);
    assert.ok(net.ends.every(end => end.way?.nominated && end.way !== way));
  });
});
