import type { ClipRecord } from '../../src/audio/clip.ts';

/** A record of a clip of a second and a half that has no files. */
export const clipRecord = (id: string): ClipRecord => ({
  id,
  name: `Clip ${id}`,
  location: `clip-${id}.wav`,
  format: 'WAV',
  bytes: 144_044,
  durationMs: 1500,
  frames: 72_000,
  lufs: -20,
  truePeakDb: -3,
  waveform: [],
  key: '0a',
  addedAt: '2026-01-01T00:00:00.000Z',
});
