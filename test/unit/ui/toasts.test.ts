import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Refusal } from '../../../src/ui/data/refusal.ts';
import { Toasts } from '../../../src/ui/data/toasts.ts';

const texts = (toasts: Toasts) => toasts.list.value.map(({ text }) => text);

describe('the messages at the edge of the page', () => {
  it('are the three newest of what was done, and everything that failed', () => {
    const toasts = new Toasts();
    toasts.error('first failure');
    for (const text of ['a', 'b', 'c', 'd']) toasts.done(text);
    toasts.error('second failure');
    assert.deepEqual(texts(toasts).sort(), ['b', 'c', 'd', 'first failure', 'second failure']);
  });

  it('make place for a newer one about the same thing', () => {
    const toasts = new Toasts();
    toasts.done('gain: 1 dB', { about: 'gain' });
    toasts.done('muted', { about: 'mute' });
    toasts.done('gain: 2 dB', { about: 'gain' });
    assert.deepEqual(texts(toasts), ['muted', 'gain: 2 dB']);
  });

  it('tell of a refusal, and of nothing that is a bug', async () => {
    const toasts = new Toasts();
    assert.equal(await toasts.attempt(() => Promise.reject(new Refusal({ message: 'No.' }))), false);
    assert.equal(await toasts.attempt(() => Promise.resolve()), true);
    await assert.rejects(toasts.attempt(() => Promise.reject(new TypeError('bug'))));
    assert.deepEqual(texts(toasts), ['No.']);
  });

  it('can be closed', () => {
    const toasts = new Toasts();
    toasts.error('x');
    toasts.close(toasts.list.value[0]?.id ?? 0);
    assert.deepEqual(texts(toasts), []);
  });
});
