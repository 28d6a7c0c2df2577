import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Wish } from '../../../src/ui/data/wish.ts';

/** A speaker that answers when the test says so. */
function slowSpeaker() {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const wish = new Wish<number>(value => {
    asked.push(value);
    return new Promise<void>(resolve => waiting.push(resolve));
  });
  const answer = async () => {
    waiting.shift()?.();
    await new Promise(resolve => setImmediate(resolve));
  };
  return { wish, asked, answer, wanted: () => wish.wanted.value?.value };
}

describe('what a person wants', () => {
  it('is shown until the speaker has answered', async () => {
    const { wish, asked, answer, wanted } = slowSpeaker();
    assert.equal(wanted(), undefined);
    wish.want(1);
    assert.deepEqual(asked, [1]);
    assert.equal(wanted(), 1);
    await answer();
    assert.equal(wanted(), undefined);
  });

  it('is not forgotten when an earlier wish is answered, and saved after it', async () => {
    const { wish, asked, answer, wanted } = slowSpeaker();
    wish.want(1);
    wish.want(2);
    assert.deepEqual(asked, [1], 'one at a time');
    await answer();
    assert.deepEqual(asked, [1, 2]);
    assert.equal(wanted(), 2);
    await answer();
    assert.equal(wanted(), undefined);
  });

  it('is saved as it was last, without what was wanted between', async () => {
    const { wish, asked, answer } = slowSpeaker();
    for (const value of [1, 2, 3, 4]) wish.want(value);
    await answer();
    await answer();
    assert.deepEqual(asked, [1, 4]);
  });

  it('is saved again where it is what is being saved, but something else was wanted between', async () => {
    const { wish, asked, answer, wanted } = slowSpeaker();
    for (const value of [1, 2, 1]) wish.want(value);
    await answer();
    await answer();
    assert.deepEqual(asked, [1, 1]);
    assert.equal(wanted(), undefined);
  });
});
