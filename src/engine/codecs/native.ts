import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../../core/fault.ts';

/** One direction of one codec; freed when it is closed or forgotten. */
export type NativeCodec = object;

export interface NativeCodecOptions {
  /** Hz. */
  readonly sampleRate: number;
  /** bit/s; 0 is for the codec to choose. */
  readonly bitrate: number;
  /** Percent of the packets an Opus encoder should expect to be lost. */
  readonly loss: number;
}

type Family = 'opus' | 'g722' | 'g726';

/** The add-on, native/addon.c. Throws Error where it is called in another way than this. */
export interface CodecsNative {
  open(kind: `${Family}-decoder` | `${Family}-encoder`, options: NativeCodecOptions): NativeCodec;
  /**
   * Fills `samples` from its beginning. No bytes stand for a packet that was lost; `recover` wants the packet before these
   * bytes. For both, `samples` is as long as what is missing.
   * @returns how many, -1 where the bytes are no packet or the samples do not fit
   */
  decode(codec: NativeCodec, bytes: Uint8Array, samples: Int16Array, recover: boolean): number;
  /** Fills `bytes` from their beginning; returns how many, -1 where the samples are no packet or do not fit. */
  encode(codec: NativeCodec, samples: Int16Array, bytes: Uint8Array): number;
  close(codec: NativeCodec): void;
}

/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/codecs.node', '../../../dist/native/codecs.node'];

/** @throws Fault `unavailable` that says what to install or to build */
export function requireCodecs(): CodecsNative {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(path));
  if (file === undefined) throw unavailable('the add-on for codecs is not built; run make native');
  try {
    return createRequire(import.meta.url)(file) as CodecsNative;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unavailable(`the add-on for codecs cannot be loaded (${reason}); install libopus0 and libspandsp2`, error);
  }
}
