import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { oncePerTurn } from '../../../src/core/once-per-turn.ts';

describe('what is read once a turn', () => {
  it('is read once for all who ask in one turn of the event loop, and anew in the next', async () => {
    let read = 0;
    const ask = oncePerTurn(() => ++read);
    assert.deepEqual([ask(), ask()], [1, 1]);
    await Promise.resolve();
    assert.equal(ask(), 1);
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(ask(), 2);
  });

  it('is asked for again after it could not be read', () => {
    let isThere = false;
    const ask = oncePerTurn(() => {
      if (!isThere) throw new Error('nothing there');
      return 'there';
    });
    assert.throws(ask, /nothing there/);
    isThere = true;
    assert.equal(ask(), 'there');
  });
});
