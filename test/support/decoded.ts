import { readFile } from 'node:fs/promises';
import { decodeClip, type DecodedClip, type DecodeJob } from '../../src/audio/decode-clip.ts';
import { systemClock } from '../../src/core/clock.ts';

/** Decodes a file in this thread; `pcm` is what was written. */
export async function decoded(
  source: string,
  job: Partial<DecodeJob> = {},
  progress: (done: number) => void = () => undefined,
): Promise<DecodedClip & { readonly pcm: Int16Array }> {
  const target = `${source}.pcm`;
  const whole = { source, target, maxDurationS: 3600, maxBytes: Infinity, ...job };
  const signal = new AbortController().signal;
  const clip = await decodeClip(whole, { clock: systemClock, signal, progress });
  return { ...clip, pcm: new Int16Array(new Uint8Array(await readFile(target)).buffer) };
}
