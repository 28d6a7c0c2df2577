import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Off } from '../core/clock.ts';
import type { Fault } from '../core/fault.ts';
import { writeWav } from '../dsp/wav.ts';

/** Hz; enough for speech. */
const RATE = 16_000;

interface Microphone {
  /** Hands over what is heard, mono, 16 bit, big-endian (L16, RFC 3551, 4.5.11) at `rate` Hz, until it is closed. */
  readonly listen: (
    rate: number,
    hearing: { readonly packet: (packet: Uint8Array) => void; readonly failed: (error: Fault) => void },
  ) => Off;
  readonly clock: Clock;
}

/**
 * Records `seconds` of the microphone as a WAV file.
 * @throws Fault `unavailable` where nobody may listen
 */
export async function recordMicrophone({ listen, clock }: Microphone, seconds: number) {
  const samples = await heard({ listen, clock }, seconds);
  const folder = await mkdtemp(join(tmpdir(), 'stentor-recording-'));
  const path = join(folder, 'recording.wav');
  await writeFile(path, writeWav(samples, RATE), { mode: 0o600 });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function heard({ listen, clock }: Microphone, seconds: number): Promise<Int16Array> {
  const samples = new Int16Array(seconds * RATE);
  let at = 0;
  let off: Off = () => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const packet = (bytes: Uint8Array) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        for (let i = 0; i + 1 < bytes.length && at < samples.length; i += 2) samples[at++] = view.getInt16(i);
        if (at === samples.length) resolve();
      };
      off = listen(RATE, { packet, failed: reject });
      // Where the microphone is silent for good, there is an end all the same.
      const timer = clock.after(seconds * 2000 + 5000, resolve);
      const close = off;
      off = () => {
        timer();
        close();
      };
    });
  } finally {
    off();
  }
  return samples.subarray(0, at);
}
