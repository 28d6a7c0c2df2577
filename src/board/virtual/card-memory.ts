import { closeSync, ftruncateSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { unavailable } from '../../core/fault.ts';
import { CARD_MAGIC, CARD_SIZE, CARD_VERSION, LAYOUT, MAX_TAPS, ROOM_LAYOUT } from './layout.ts';

/** Device time at the beginning, s: no frame has number 0, which is how an empty cell looks. */
const FIRST_SECOND_NS = 1_000_000_000n;

/** The file behind the virtual sound card, read and written where the plug-in maps it. */
export class CardMemory {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Makes the file, in the place of one that is there. */
  static create(file: string): CardMemory {
    // A file of its own: programs that still have an older one open keep that.
    rmSync(file, { force: true });
    const memory = new CardMemory(openSync(file, 'wx+', 0o600));
    ftruncateSync(memory.#descriptor, CARD_SIZE);
    const head = Buffer.alloc(LAYOUT.held);
    head.writeUInt32LE(CARD_VERSION, LAYOUT.version);
    head.writeUInt32LE(CARD_SIZE, LAYOUT.size);
    head.writeBigUInt64LE(process.hrtime.bigint() - FIRST_SECOND_NS, LAYOUT.epoch_ns);
    head.writeBigUInt64LE(CARD_MAGIC, LAYOUT.magic);
    memory.write(0, head);
    return memory;
  }

  /** @throws Fault `unavailable` where the file is not a card of this version */
  static attach(file: string): CardMemory {
    const memory = new CardMemory(openSync(file, 'r+'));
    const head = memory.read(0, LAYOUT.epoch_ns);
    const whole = fstatSync(memory.#descriptor).size === CARD_SIZE;
    const version = head.readUInt32LE(LAYOUT.version);
    if (whole && head.readBigUInt64LE(LAYOUT.magic) === CARD_MAGIC && version === CARD_VERSION) return memory;
    memory.close();
    throw unavailable(`${file} is not a virtual sound card of this version; remove it and start again`);
  }

  /** What lies beyond the end of the file reads as zeros. */
  read(offset: number, length: number): Buffer<ArrayBuffer> {
    const bytes = Buffer.alloc(length);
    readSync(this.#descriptor, bytes, 0, length, offset);
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    writeSync(this.#descriptor, bytes, 0, bytes.length, offset);
  }

  readUint32(offset: number): number {
    return this.read(offset, 4).readUInt32LE();
  }

  writeUint32(offset: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value >>> 0);
    this.write(offset, bytes);
  }

  writeDouble(offset: number, value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    this.write(offset, bytes);
  }

  /** Changes part of the room; whoever reads it meanwhile goes by what it last read whole. */
  changeRoom(offset: number, bytes: Uint8Array): void {
    const sequence = this.readUint32(LAYOUT.room + ROOM_LAYOUT.sequence) | 1;
    // Never odd before: unless who changed it last was killed in the middle.
    this.writeUint32(LAYOUT.room + ROOM_LAYOUT.sequence, sequence);
    this.write(LAYOUT.room + offset, bytes);
    this.writeUint32(LAYOUT.room + ROOM_LAYOUT.sequence, sequence + 1);
  }

  readRoom(): Buffer {
    return this.read(LAYOUT.room, ROOM_LAYOUT.tap + MAX_TAPS * 8);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
