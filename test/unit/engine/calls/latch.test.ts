import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Latch } from '../../../../src/engine/calls/latch.ts';

const at = (address: string, port: number) => ({ address, port });
const DESCRIBED = at('10.0.0.5', 4000);
const ROUTER = at('192.0.2.1', 61_000);
const STRANGER = at('198.51.100.7', 9);

describe('Latch', () => {
  it('sends to the address of SDP until somebody speaks', () => {
    assert.deepEqual(new Latch(DESCRIBED).endpoint, DESCRIBED);
  });

  it('follows a router that changed the address, once', () => {
    const latch = new Latch(DESCRIBED);
    assert.ok(latch.admits(ROUTER, false, 0));
    assert.deepEqual(latch.endpoint, ROUTER);
    assert.ok(!latch.admits(STRANGER, false, 0));
    assert.deepEqual(latch.endpoint, ROUTER);
    assert.ok(latch.admits(ROUTER, false, 0));
  });

  it('believes nobody else after the peer itself has spoken', () => {
    const latch = new Latch(DESCRIBED);
    assert.ok(latch.admits(DESCRIBED, false, 0));
    for (const thief of [STRANGER, at(DESCRIBED.address, 5), ROUTER]) assert.ok(!latch.admits(thief, false, 0));
    assert.deepEqual(latch.endpoint, DESCRIBED);
  });

  it('goes back to the peer when a thief was quicker, and stays', () => {
    const latch = new Latch(DESCRIBED);
    assert.ok(latch.admits(STRANGER, false, 0));
    assert.ok(latch.admits(at(DESCRIBED.address, 5000), false, 0));
    assert.ok(latch.admits(DESCRIBED, false, 0));
    assert.ok(!latch.admits(STRANGER, false, 0));
    assert.deepEqual(latch.endpoint, DESCRIBED);
  });

  it('begins anew with another description, not with the same one', () => {
    const latch = new Latch(DESCRIBED);
    latch.admits(DESCRIBED, false, 0);
    latch.describe(at('10.0.0.5', 4000));
    assert.ok(!latch.admits(STRANGER, false, 0));
    latch.describe(at('10.0.0.6', 4000));
    assert.deepEqual(latch.endpoint, at('10.0.0.6', 4000));
    assert.ok(latch.admits(ROUTER, false, 0));
  });

  it('follows whoever has the key, but no copy of a packet while the peer speaks', () => {
    const latch = new Latch(DESCRIBED);
    latch.admits(DESCRIBED, true, 0);
    assert.ok(latch.admits(ROUTER, true, 400));
    assert.deepEqual(latch.endpoint, DESCRIBED);
    assert.ok(latch.admits(ROUTER, true, 600));
    assert.deepEqual(latch.endpoint, ROUTER);
  });
});
