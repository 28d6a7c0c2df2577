import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { framesOf } from '../../dsp/format.ts';
import { type Air, heard, longestDelay, type Talk, type Tap } from './air.ts';
import { asoundConf, type CardOptions } from './asound-conf.ts';
import { CardMemory } from './card-memory.ts';
import { CARD_CELLS, CARD_LIMITS, CELL_BYTES, LAYOUT, MAX_TAP_DELAY, MAX_TAPS, ROOM_LAYOUT } from './layout.ts';

/** Frames in which nothing was played. */
export interface Hole {
  /** Index of the first. */
  readonly at: number;
  readonly frames: number;
}

/** What left the virtual speaker, sample by sample. */
export interface SpeakerRecording {
  readonly left: Int16Array;
  readonly right: Int16Array;
  /** Where nothing was played, or what was played is forgotten; the samples there are zero. */
  readonly holes: readonly Hole[];
}

/** The virtual sound card seen from outside: pulls its plug, furnishes the room around it, hears what it played. */
export class VirtualCard {
  readonly file: string;
  readonly #memory: CardMemory;

  private constructor(file: string, memory: CardMemory) {
    this.file = file;
    this.#memory = memory;
  }

  /** Makes a card of its own, plugged in, with nothing between speaker and microphone. @param file in /dev/shm */
  static create(file: string): VirtualCard {
    const card = new VirtualCard(file, CardMemory.create(file));
    card.micGain = 1;
    card.setRoom({ taps: [{ delay: 0, gain: 1 }], noiseRms: 0 });
    return card;
  }

  /** @throws Fault `unavailable` where the file is not a card of this version */
  static attach(file: string): VirtualCard {
    return new VirtualCard(file, CardMemory.attach(file));
  }

  /** Writes the configuration that makes ALSA find this card; returns what ALSA_CONFIG_PATH must be. */
  writeConfig(folder: string, plugin: string, options: CardOptions = {}): string {
    const path = join(folder, 'asound.conf');
    this.#memory.writeDouble(LAYOUT.drift_ppm, options.driftPpm ?? 0);
    writeFileSync(path, asoundConf({ card: this.file, plugin }, options));
    return path;
  }

  /** Pulls the plug: all that use the card lose it for good, like a USB device, even when it is plugged in again. */
  unplug(): void {
    if (this.plugged) this.#memory.writeUint32(LAYOUT.plugs, this.#memory.readUint32(LAYOUT.plugs) + 1);
  }

  plug(): void {
    if (!this.plugged) this.#memory.writeUint32(LAYOUT.plugs, this.#memory.readUint32(LAYOUT.plugs) + 1);
  }

  get plugged(): boolean {
    return this.#memory.readUint32(LAYOUT.plugs) % 2 === 0;
  }

  /** Underruns and overruns since the card was made. */
  xruns(): { playback: number; capture: number } {
    return {
      playback: this.#memory.readUint32(LAYOUT.playback_xruns),
      capture: this.#memory.readUint32(LAYOUT.capture_xruns),
    };
  }

  /** Times that a program opened one of the card's PCMs; looking for devices does it too. */
  get opens(): number {
    return this.#memory.readUint32(LAYOUT.opens);
  }

  /** @param room.noiseRms white noise at the microphone, factor of full scale */
  setRoom({ taps, noiseRms }: { taps: readonly Tap[]; noiseRms: number }): void {
    if (taps.length > MAX_TAPS) throw new RangeError(`a room has at most ${MAX_TAPS} taps`);
    if (longestDelay(taps) > MAX_TAP_DELAY) throw new RangeError(`a tap is at most ${MAX_TAP_DELAY} frames late`);
    const { talk } = this;
    const bytes = Buffer.alloc(ROOM_LAYOUT.tap - ROOM_LAYOUT.taps + taps.length * 8);
    bytes.writeFloatLE(talk.hz, ROOM_LAYOUT.talkHz - ROOM_LAYOUT.taps);
    bytes.writeFloatLE(talk.gain, ROOM_LAYOUT.talkGain - ROOM_LAYOUT.taps);
    bytes.writeUInt32LE(taps.length, 0);
    bytes.writeFloatLE(this.micGain, ROOM_LAYOUT.micGain - ROOM_LAYOUT.taps);
    bytes.writeFloatLE(noiseRms, ROOM_LAYOUT.noiseRms - ROOM_LAYOUT.taps);
    taps.forEach(({ delay, gain }, index) => {
      bytes.writeUInt32LE(delay, ROOM_LAYOUT.tap - ROOM_LAYOUT.taps + index * 8);
      bytes.writeFloatLE(gain, ROOM_LAYOUT.tap - ROOM_LAYOUT.taps + index * 8 + 4);
    });
    this.#memory.changeRoom(ROOM_LAYOUT.taps, bytes);
  }

  /** Factor on all that the microphone hears. */
  get micGain(): number {
    return this.#memory.read(LAYOUT.room + ROOM_LAYOUT.micGain, 4).readFloatLE();
  }

  set micGain(gain: number) {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(gain);
    this.#memory.changeRoom(ROOM_LAYOUT.micGain, bytes);
  }

  /** Who is near the microphone and sounds a steady tone; nobody at first. */
  get talk(): Talk {
    const bytes = this.#memory.read(LAYOUT.room + ROOM_LAYOUT.talkHz, 8);
    return { hz: bytes.readFloatLE(0), gain: bytes.readFloatLE(4) };
  }

  set talk({ hz, gain }: Talk) {
    const bytes = Buffer.alloc(8);
    bytes.writeFloatLE(hz, 0);
    bytes.writeFloatLE(gain, 4);
    this.#memory.changeRoom(ROOM_LAYOUT.talkHz, bytes);
  }

  /** The card's clock, frames: what the speaker plays now. */
  deviceTime(): number {
    const head = this.#memory.read(0, LAYOUT.room);
    const elapsedNs = Number(process.hrtime.bigint() - head.readBigUInt64LE(LAYOUT.epoch_ns));
    const rate = 48e-6 * (1 + head.readDoubleLE(LAYOUT.drift_ppm) * 1e-6);
    const free = Math.floor(elapsedNs * rate) - Number(head.readBigUInt64LE(LAYOUT.held));
    return limited(free, head);
  }

  /** What the speaker played from the device time `from` on; the card remembers almost 11 s. */
  recordSpeaker(from: number, frames: number): SpeakerRecording {
    const now = this.deviceTime();
    const words = this.#cells(from, frames);
    const left = new Int16Array(frames);
    const right = new Int16Array(frames);
    const holes: { at: number; frames: number }[] = [];
    for (let i = 0; i < frames; i++) {
      if (words[2 * i + 1] === (from + i) >>> 0 && from + i < now) {
        const samples = words[2 * i] ?? 0;
        left[i] = samples; // the low half: an Int16Array takes no more
        right[i] = samples >>> 16;
        continue;
      }
      const last = holes.at(-1);
      if (last !== undefined && last.at + last.frames === i) last.frames++;
      else holes.push({ at: i, frames: 1 });
    }
    return { left, right, holes };
  }

  /** The left channel of what the speaker last played. */
  lastSpeaker(seconds: number): Int16Array {
    const frames = Math.min(framesOf(seconds * 1000), CARD_CELLS);
    return this.recordSpeaker(this.deviceTime() - frames, frames).left;
  }

  /** What a microphone last heard of the left channel in the room as it is now. */
  lastMicrophone(seconds: number): Int16Array {
    const air = this.#air();
    const longest = longestDelay(air.taps);
    const frames = Math.min(framesOf(seconds * 1000), CARD_CELLS - longest);
    const from = this.deviceTime() - frames;
    return heard(this.recordSpeaker(from - longest, frames + longest).left, from, air);
  }

  close(): void {
    this.#memory.close();
  }

  #air(): Air {
    const room = this.#memory.readRoom();
    const at = (index: number) => ROOM_LAYOUT.tap + index * 8;
    return {
      taps: Array.from({ length: room.readUInt32LE(ROOM_LAYOUT.taps) }, (_, index) => ({
        delay: room.readUInt32LE(at(index)),
        gain: room.readFloatLE(at(index) + 4),
      })),
      noiseRms: room.readFloatLE(ROOM_LAYOUT.noiseRms),
      talk: this.talk,
      micGain: room.readFloatLE(ROOM_LAYOUT.micGain),
    };
  }

  /** Two words a cell: samples, device time. */
  #cells(from: number, frames: number): Uint32Array {
    const first = ((from % CARD_CELLS) + CARD_CELLS) % CARD_CELLS;
    const upToEnd = Math.min(frames, CARD_CELLS - first);
    const offset = (cell: number) => LAYOUT.cells + cell * CELL_BYTES;
    const bytes = Buffer.concat([
      this.#memory.read(offset(first), upToEnd * CELL_BYTES),
      this.#memory.read(offset(0), (frames - upToEnd) * CELL_BYTES),
    ]);
    return new Uint32Array(bytes.buffer, bytes.byteOffset, frames * 2);
  }
}

/** The time at which a living process holds the clock, or `time` where none does. */
function limited(time: number, head: Buffer): number {
  const plugs = head.readUInt32LE(LAYOUT.plugs) & 0x3ff;
  let least = time;
  for (let slot = 0; slot < CARD_LIMITS; slot++) {
    const value = head.readUInt32LE(LAYOUT.limits + slot * 8);
    const owner = head.readUInt32LE(LAYOUT.limits + slot * 8 + 4);
    const ahead = (value - time) | 0;
    if (owner !== 0 && ahead < 0 && (owner & 0x3ff) === plugs && isAlive(owner >>> 10)) {
      least = Math.min(least, time + ahead);
    }
  }
  return least;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
