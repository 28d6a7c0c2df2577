/**
 * `make bench WHAT=paging`: from a packet of RTP (PCMU, 20 ms) to the DAC of the virtual sound card, for each latency profile,
 * with and without jitter and loss. Delay counts from the moment the sender's clock gives for a packet, so that jitter is a
 * part of it. The peer is baresip as Debian has it, with its default jitter buffer, concealment, and a virtual card of its own; its
 * version here has no multicast, so it gets the very same packets at the same moments as a call's sound.
 */
import { createSocket } from 'node:dgram';
import type { VirtualCard } from '../src/board/virtual/card.ts';
import { buildRtp } from '../src/engine/rtp/rtp-packet.ts';
import { createEncoder } from '../src/engine/codecs/index.ts';
import { startStentor, type Stentor } from '../test/support/stentor.ts';
import { startBaresip } from './paging-peer.ts';
import { inMs } from './statistics.ts';

const LOOPBACK = '127.0.0.1';
const GROUP = '239.80.0.1';
const GROUP_PORT = 47_400;
const PACKET_MS = 20;
const PACKETS = 750;
/** Every so many packets one is loud: where it begins is seen at the DAC. */
const MARK_EVERY = 25;
const SOFT = 5000;
const LOUD = 24_000;
/** A sample this loud is of a mark. */
const MARK_LEVEL = 15_000;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** A tone, and marks in it, as packets. */
function packets(): Uint8Array[] {
  const encoder = createEncoder({ codec: 'PCMU', sampleRate: 8000, channels: 1 });
  const frames = 8 * PACKET_MS;
  return Array.from({ length: PACKETS }, (_, n) => {
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

interface Conditions {
  readonly jitterMs: number;
  readonly lossPercent: number;
}

interface Receiver {
  readonly card: VirtualCard;
  readonly address: string;
  readonly port: number;
}

/** Sends to all, at the same moments; resolves with what each card played, and the device time of each packet's moment. */
async function send(socket: ReturnType<typeof createSocket>, to: readonly Receiver[], conditions: Conditions) {
  const prepared = packets();
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
function delays({ sound, begin }: { sound: Int16Array; begin: number }): number[] {
  const found: number[] = [];
  for (let n = MARK_EVERY - 1; n < PACKETS; n += MARK_EVERY) {
    const sent = begin + n * PACKET_MS * 48;
    const after = sound.subarray(sent, sent + 48 * 450).findIndex(sample => Math.abs(sample) > MARK_LEVEL);
    if (after >= 0) found.push(after / 48);
  }
  return found;
}

/** Percent of the pieces of 5 ms, from the first sound to the last, that are at less than half of the usual level. */
function gaps({ sound }: { sound: Int16Array }): number {
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

async function listenFor(stentor: Stentor, latency: string): Promise<string> {
  await stentor.fetch(`/axis-cgi/param.cgi?action=update&Stentor.Audio.Latency=${latency}`);
  const body = JSON.stringify({ name: 'bench', address: GROUP, port: GROUP_PORT, codec: 'PCMU', latency });
  const answer = await stentor.fetch('/api/multicast', { method: 'POST', body });
  await pause(2000);
  return ((await answer.json()) as { id: string }).id;
}

const CONDITIONS: readonly Conditions[] = [
  { jitterMs: 0, lossPercent: 0 },
  { jitterMs: 60, lossPercent: 0 },
  { jitterMs: 60, lossPercent: 5 },
  { jitterMs: 60, lossPercent: 10 },
];

const profiles = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['Normal', 'Low', 'UltraLow'];
const socket = createSocket('udp4');
await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
socket.setMulticastInterface(LOOPBACK);
socket.setMulticastTTL(0);
const stentor = await startStentor({ lockstep: false });
await stentor.setUp();
for (const profile of profiles) {
  const id = await listenFor(stentor, profile);
  for (const conditions of CONDITIONS) {
    const { jitterMs, lossPercent } = conditions;
    console.log(`${profile}, ${jitterMs} ms of jitter, ${lossPercent} % of ${PACKETS} packets lost`);
    const peer = await startBaresip(socket.address().port);
    const ours = { card: stentor.card, address: GROUP, port: GROUP_PORT };
    const [mine, other] = await send(socket, [ours, { ...peer, address: LOOPBACK }], conditions);
    console.log(`    stentor  ${inMs(delays(mine!))}, gaps ${gaps(mine!).toFixed(2)} %`);
    console.log(`    baresip  ${inMs(delays(other!))}, gaps ${gaps(other!).toFixed(2)} %`);
    await peer.stop();
    await pause(1000);
  }
  await stentor.fetch(`/api/multicast/${id}`, { method: 'DELETE' });
}
socket.close();
await stentor.stop();
