import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Clip } from '../../../src/api/contract.ts';
import { sortClips } from '../../../src/ui/pages/clips/sort-clips.ts';

const clip = (id: string, name: string, durationMs: number): Clip => ({
  id,
  name,
  location: `${name.toLowerCase().replaceAll(' ', '-')}.wav`,
  format: 'WAV',
  bytes: 1000,
  durationMs,
  lufs: null,
  truePeakDb: null,
  gainDb: 0,
  ownGain: false,
  waveform: [],
  addedAt: '2026-01-01T00:00:00Z',
});

const clips = [clip('2', 'take 10', 500), clip('10', 'Take 9', 900), clip('1', 'alarm', 100)];
const ids = (...how: [order: 'name' | 'number' | 'length', search?: string]) =>
  sortClips(clips, how[0], how[1] ?? '').map(({ id }) => id);

describe('the order of clips', () => {
  it('by name counts numbers as numbers and does not mind capitals', () => {
    assert.deepEqual(ids('name'), ['1', '10', '2']);
  });

  it('by number and by length is by size', () => {
    assert.deepEqual(ids('number'), ['1', '2', '10']);
    assert.deepEqual(ids('length'), ['1', '2', '10']);
  });

  it('has only the clips that hold every word searched for', () => {
    assert.deepEqual(ids('name', 'TAKE 1'), ['2']);
    assert.deepEqual(ids('name', 'take-9.wav'), ['10']);
    assert.deepEqual(ids('name', 'take alarm'), []);
  });
});
