import type { Off } from '../core/clock.ts';
import { type Command, RECORDING_CHANNELS } from '../engine/contract.ts';

/** What the card played beside what its microphone heard: int16 at 48 kHz, untouched by gains and filters. */
export interface Recorded {
  readonly played: Int16Array;
  readonly heard: Int16Array;
  /** Times that something was lost on the way; also more than 0 where it ended too early. */
  readonly lost: number;
}

interface Spec {
  readonly frames: number;
  readonly done: (recorded: Recorded) => void;
}

interface Running extends Spec {
  readonly played: Int16Array;
  readonly heard: Int16Array;
  at: number;
}

/** Recordings that the audio process makes, one at a time: a new one ends the one before. */
export class DuplexRecordings {
  readonly #send: (command: Command) => boolean;
  readonly #running = new Map<number, Running>();
  #next = 1;

  /** @param send tells the audio process; false where there is none */
  constructor(send: (command: Command) => boolean) {
    this.#send = send;
  }

  /** @returns ends it early */
  record(spec: Spec): Off {
    const recording = this.#next++;
    const [played, heard] = [new Int16Array(spec.frames), new Int16Array(spec.frames)];
    this.#running.set(recording, { ...spec, played, heard, at: 0 });
    if (!this.#send({ do: 'record', recording, frames: spec.frames })) this.ended(recording, 1);
    return () => this.#send({ do: 'unrecord', recording }) || this.ended(recording, 1);
  }

  /** @returns whether the bytes were those of a recording */
  hear(channel: number, bytes: Uint8Array): boolean {
    if (channel < RECORDING_CHANNELS) return false;
    const running = this.#running.get(channel - RECORDING_CHANNELS);
    if (running !== undefined) take(running, bytes);
    return true;
  }

  ended(recording: number, lost: number): void {
    const running = this.#running.get(recording);
    if (running === undefined) return;
    this.#running.delete(recording);
    const { played, heard, at, frames } = running;
    running.done({ played: played.subarray(0, at), heard: heard.subarray(0, at), lost: lost + (at < frames ? 1 : 0) });
  }

  /** The audio process is gone. */
  lose(): void {
    for (const recording of [...this.#running.keys()]) this.ended(recording, 1);
  }
}

function take(running: Running, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(Math.floor(bytes.byteLength / 4), running.frames - running.at);
  for (let i = 0; i < count; i++) {
    running.played[running.at] = view.getInt16(4 * i, true);
    running.heard[running.at++] = view.getInt16(4 * i + 2, true);
  }
}
