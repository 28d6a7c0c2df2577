import { strict as assert } from 'node:assert';
import type { Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { describe, it } from 'mocha';
import { NatLane } from '../../../../src/engine/calls/nat-lane.ts';
import { IceRole } from '../../../../src/engine/ice/ice-role.ts';
import { addressAs, ATTRIBUTE, buildStun, parseStun } from '../../../../src/engine/ice/stun.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const SERVER = { address: '192.0.2.1', port: 3478 };
const HOST = { address: '10.0.0.2', port: 4000 };

/** Where a STUN server answers; what comes there besides is kept. */
class Net extends EventEmitter {
  readonly said: string[] = [];

  send(datagram: Uint8Array, port: number): void {
    const message = parseStun(datagram)!;
    this.said.push(`${message.kind} ${port}`);
    const { method, transaction } = message;
    const attributes = [addressAs(ATTRIBUTE.xorMappedAddress, { address: '198.51.100.7', port: 9 }, transaction)];
    const answer = buildStun({ method, kind: 'success', transaction, attributes });
    if (message.kind === 'request') queueMicrotask(() => this.emit('message', answer, SERVER));
  }
}

describe('one port of a call behind a router', () => {
  it('keeps the router from forgetting it while nobody has answered, and no longer', async () => {
    const [clock, net] = [new FakeClock(), new Net()];
    const lane = new NatLane({
      ...{ clock, wish: { stun: SERVER }, role: new IceRole() },
      ...{ heard: () => undefined, found: () => undefined, lost: () => undefined },
      socket: net as unknown as Socket,
      host: { foundation: '1', component: 1, priority: 1, type: 'host', ...HOST },
    });
    await lane.gather(3000, () => undefined);
    assert.equal(lane.standard.address, '198.51.100.7');
    await clock.advance(31_000);
    assert.deepEqual(net.said, ['request 3478', 'indication 3478', 'indication 3478']);
    lane.describe(undefined, { address: '203.0.113.5', port: 5000 });
    await clock.advance(60_000);
    assert.equal(net.said.length, 3);
    lane.close();
  });
});
