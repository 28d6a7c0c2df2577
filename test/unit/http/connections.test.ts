import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, it } from 'mocha';
import { Connections } from '../../../src/http/connections.ts';

let ports = 1000;

/** As much of a socket as is looked at. */
class FakeSocket extends EventEmitter {
  readonly remotePort = ports++;
  readonly localPort = 80;
  readonly remoteAddress: string;
  destroyed = false;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): this {
    if (!this.destroyed) queueMicrotask(() => this.emit('close'));
    this.destroyed = true;
    return this;
  }
}

const socket = (address: string) => new FakeSocket(address) as unknown as Socket & FakeSocket;

describe('Connections', () => {
  const LIMITS = { connections: 5, connectionsPerAddress: 2 };

  it('count what is open', async () => {
    const connections = new Connections(LIMITS);
    const one = socket('10.0.0.1');
    assert.equal(connections.admit(one), true);
    assert.equal(connections.size, 1);
    one.destroy();
    await Promise.resolve();
    assert.equal(connections.size, 0);
  });

  it('let the oldest idle connection of an address make room for its newest', () => {
    const connections = new Connections(LIMITS);
    const [first, second, third] = [socket('10.0.0.1'), socket('10.0.0.1'), socket('10.0.0.1')];
    const other = socket('10.0.0.2');
    for (const one of [other, first, second, third]) assert.equal(connections.admit(one), true);
    assert.deepEqual(
      [first, second, third, other].map(({ destroyed }) => destroyed),
      [true, false, false, false],
    );
    assert.equal(connections.size, 3);
  });

  it('let the oldest idle one of all make room where there are too many in all', () => {
    const connections = new Connections(LIMITS);
    const all = Array.from({ length: 6 }, (_, index) => socket(`10.0.0.${index}`));
    for (const one of all) assert.equal(connections.admit(one), true);
    assert.deepEqual(
      all.map(({ destroyed }) => destroyed),
      [true, false, false, false, false, false],
    );
  });

  it('close the new one where all are busy', () => {
    const connections = new Connections(LIMITS);
    const [first, second, third] = [socket('10.0.0.1'), socket('10.0.0.1'), socket('10.0.0.1')];
    connections.admit(first);
    connections.admit(second);
    connections.answering(first);
    const done = connections.answering(second);
    assert.equal(connections.isBusy(second), true);
    assert.equal(connections.admit(third), false);
    assert.equal(third.destroyed, true);
    done();
    assert.equal(connections.isBusy(second), false);
    assert.equal(connections.admit(socket('10.0.0.1')), true);
    assert.equal(second.destroyed, true);
    assert.equal(first.destroyed, false);
  });

  it('close those that are idle, or all', () => {
    const connections = new Connections(LIMITS);
    const [idle, busy] = [socket('10.0.0.1'), socket('10.0.0.1')];
    connections.admit(idle);
    connections.admit(busy);
    connections.answering(busy);
    connections.close('idle');
    assert.deepEqual([idle.destroyed, busy.destroyed], [true, false]);
    connections.close('all');
    assert.equal(busy.destroyed, true);
  });
});
