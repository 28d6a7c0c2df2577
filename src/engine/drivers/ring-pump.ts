import { CONTROL, type DeviceRings, INPUT_CHANNELS, monotonicUs, OUTPUT_CHANNELS } from '../control.ts';

/**
 * The device's end of the rings for drivers whose callback is JavaScript; does what the add-on does in C. Runs on one
 * thread, the mixer on another.
 */
export class RingPump {
  readonly #rings: DeviceRings;

  constructor(rings: DeviceRings) {
    this.#rings = rings;
  }

  /** One callback's worth of the output ring, interleaved; silence where the ring has too little. */
  take(target: Int16Array): void {
    const { control, output } = this.#rings;
    const frames = target.length / OUTPUT_CHANNELS;
    const idle = Atomics.load(control, CONTROL.IDLE) === 1;
    const read = Atomics.load(control, CONTROL.OUT_READ);
    const count = Math.min(frames, (Atomics.load(control, CONTROL.OUT_WRITE) - read) >>> 0);
    const mask = output.length - 1;
    const first = read * OUTPUT_CHANNELS;
    for (let i = 0; i < count * OUTPUT_CHANNELS; i++) target[i] = output[(first + i) & mask]!;
    target.fill(0, count * OUTPUT_CHANNELS);
    if (count < frames && !idle) this.#count(CONTROL.RING_UNDERRUNS, CONTROL.RING_UNDERRUN_FRAMES, frames - count);
    Atomics.store(control, CONTROL.OUT_READ, read + count);
    Atomics.add(control, CONTROL.FRAMES_OUT, frames);
  }

  /** Says that a callback is over, and wakes the mixer. */
  turned(frames: number): void {
    const { control } = this.#rings;
    Atomics.store(control, CONTROL.CALLBACK_FRAMES, frames);
    Atomics.store(control, CONTROL.CALLBACK_US, monotonicUs());
    Atomics.add(control, CONTROL.CALLBACKS, 1);
    Atomics.notify(control, CONTROL.OUT_READ); // the word that the mixer watches
  }

  /** Puts what was recorded into the input ring, as far as it has room. */
  put(source: Int16Array): void {
    const { control, input } = this.#rings;
    const frames = source.length / INPUT_CHANNELS;
    const write = Atomics.load(control, CONTROL.IN_WRITE);
    const space = input.length - ((write - Atomics.load(control, CONTROL.IN_READ)) >>> 0);
    const count = Math.min(frames, space);
    const mask = input.length - 1;
    for (let i = 0; i < count; i++) input[(write + i) & mask] = source[i]!;
    if (count < frames) this.#count(CONTROL.RING_OVERRUNS, CONTROL.RING_OVERRUN_FRAMES, frames - count);
    Atomics.store(control, CONTROL.IN_WRITE, write + count);
  }

  /** Says that the stream has ended by itself. */
  finish(): void {
    Atomics.store(this.#rings.control, CONTROL.FINISHED, 1);
    Atomics.notify(this.#rings.control, CONTROL.OUT_READ);
  }

  #count(events: number, lost: number, frames: number): void {
    Atomics.add(this.#rings.control, events, 1);
    Atomics.add(this.#rings.control, lost, frames);
  }
}
