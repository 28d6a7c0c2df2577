import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bytes } from '../../../src/ui/text/bytes.ts';
import { decibels } from '../../../src/ui/text/decibels.ts';
import { clipLength, clock, roughly } from '../../../src/ui/text/duration.ts';
import { eventData } from '../../../src/ui/text/event-data.ts';
import { sentence } from '../../../src/ui/text/sentence.ts';

describe('the words of the page', () => {
  it('write levels with a real minus, and silence as endless', () => {
    assert.equal(decibels(-12.34), '−12.3 dB');
    assert.equal(decibels(-0.04), '0.0 dB');
    assert.equal(decibels(-120, 'dBFS'), '−∞ dBFS');
  });

  it('write sizes in units of 1000 and never as 1000 of a unit', () => {
    assert.deepEqual([0, 999, 1000, 9949, 99_999, 999_499, 999_500, 2e9].map(bytes), [
      '0 B',
      '999 B',
      '1.0 kB',
      '9.9 kB',
      '100 kB',
      '999 kB',
      '1.0 MB',
      '2.0 GB',
    ]);
  });

  it('write lengths of time as a player does', () => {
    assert.deepEqual([0, 59_999, 60_000, 3_723_000].map(clock), ['0:00', '0:59', '1:00', '1:02:03']);
    assert.deepEqual([900, 9940, 11_250].map(clipLength), ['0.9 s', '9.9 s', '0:11']);
  });

  it('write long times in the largest unit', () => {
    assert.deepEqual([5000, 60_000, 7_200_000, 86_400_000 * 400].map(roughly), [
      'less than a minute',
      '1 minute',
      '2 hours',
      '1 year',
    ]);
  });

  it('write what an event tells in plain words', () => {
    assert.equal(
      eventData({ playing: true, fileName: 'a.mp3', reason: '', heldMs: 3 }),
      'playing: yes · file name: a.mp3 · held ms: 3',
    );
  });

  it('make sentences of messages without touching names of files', () => {
    assert.equal(sentence('the name is wrong'), 'The name is wrong.');
    assert.equal(sentence('notes.txt is no clip.'), 'notes.txt is no clip.');
  });
});
