/** What the benchmarks of RTP send to speakers and telephones at the same moments, and what they find at their sound cards. */
import type { Socket } from 'node:dgram';
import type { VirtualCard } from '../src/board/virtual/card.ts';
import { createEncoder } from '../src/engine/codecs/index.ts';
import { buildRtp } from '../src/engine/rtp/rtp-packet.ts';

export const PACKET_MS = 20;
/** Every so many packets one is loud: where it begins is seen at the DAC. */
const MARK_EVERY = 25;
const SOFT = 5000;
const LOUD = 24_000;
/** A sample this loud is of a mark. */
const MARK_LEVEL = 15_000;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** A tone, and marks in it, as packets. */
function packets(count: number): Uint8Array[] {
  const encoder = createEncoder({ codec: 'PCMU', sampleRate: 8000, channels: 1 });
  const frames = 8 * PACKET_MS;
  return Array.from({ length: count }, (_, n) => {
    const level = n % MARK_EVERY === MARK_EVERY - 1 ? LOUD : SOFT;
    const samples = Int16Array.from({ length: frames }, (_, i) => Math.round(level * Math.cos((Math.PI * i) / 10)));
    return buildRtp({
      payloadType: 0,
      marker: n === 0,
      sequence: (n + 1000) & 0xffff,
      timestamp: n * frames,
      ssrc: 0x5eed,
      payload: encoder.encode(samples),
    });
  });
}

/** Keeps what a card plays, which remembers 11 s only. */
class Ear {
  readonly #card: VirtualCard;
  readonly from: number;
  readonly #pieces: Int16Array[] = [];
  #at: number;

  constructor(card: VirtualCard) {
    this.#card = card;
    this.from = this.#at = card.deviceTime();
  }

  listen(): void {
    const upto = this.#card.deviceTime();
    this.#pieces.push(this.#card.recordSpeaker(this.#at, upto - this.#at).left);
    this.#at = upto;
  }

  /** All since `from`. */
  heard(): Int16Array {
    this.listen();
    const all = new Int16Array(this.#at - this.from);
    let at = 0;
    for (const piece of this.#pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}

export interface Conditions {
  /** Packets that are sent, those that are lost included. */
  readonly packets: number;
  readonly jitterMs: number;
  readonly lossPercent: number;
}

export interface Receiver {
  readonly card: VirtualCard;
  readonly address: string;
  readonly port: number;
}

/** What a card played, and the device time at which the first packet was due. */
interface Heard {
  readonly sound: Int16Array;
  readonly begin: number;
}

/** Sends PCMU to all, at the same moments; resolves with what each card played. */
export async function send(socket: Socket, to: readonly Receiver[], conditions: Conditions): Promise<Heard[]> {
  const prepared = packets(conditions.packets);
  const ears = to.map(({ card }) => new Ear(card));
  const begun = to.map(({ card }) => card.deviceTime());
  const begin = performance.now();
  const way = prepared
    .map((datagram, n) => ({ datagram, at: n * PACKET_MS + Math.random() * conditions.jitterMs }))
    .filter(() => Math.random() * 100 >= conditions.lossPercent)
    .sort((a, b) => a.at - b.at);
  let listened = 0;
  for (const { at, datagram } of way) {
    while (performance.now() - begin < at) await pause(Math.max(0, at - (performance.now() - begin)));
    for (const { address, port } of to) socket.send(datagram, port, address);
    if (at - listened < 2000) continue;
    listened = at;
    for (const ear of ears) ear.listen();
  }
  await pause(700);
  return ears.map((ear, index) => ({ sound: ear.heard(), begin: begun[index]! - ear.from }));
}

/** ms from each mark's moment to its first loud sample. */
export function delays({ sound, begin }: Heard): number[] {
  const found: number[] = [];
  for (let n = MARK_EVERY - 1; begin + n * PACKET_MS * 48 < sound.length; n += MARK_EVERY) {
    const sent = begin + n * PACKET_MS * 48;
    const after = sound.subarray(sent, sent + 48 * 450).findIndex(sample => Math.abs(sample) > MARK_LEVEL);
    if (after >= 0) found.push(after / 48);
  }
  return found;
}

/** Percent of the pieces of 5 ms, from the first sound to the last, that are at less than half of the usual level. */
export function gaps({ sound }: Pick<Heard, 'sound'>): number {
  const piece = 240;
  const levels = Array.from({ length: Math.floor(sound.length / piece) }, (_, index) =>
    Math.sqrt(sound.subarray(index * piece, (index + 1) * piece).reduce((sum, each) => sum + each * each, 0) / piece),
  );
  const usual = levels.filter(level => level > 100).sort((a, b) => a - b);
  const half = (usual[Math.floor(usual.length / 2)] ?? 0) / 2;
  const first = levels.findIndex(level => level > half);
  const last = levels.findLastIndex(level => level > half);
  const between = levels.slice(first, last);
  return (between.filter(level => level < half).length / between.length) * 100;
}
