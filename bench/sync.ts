/**
 * `make bench WHAT=sync [seconds]`: two speakers whose cards' clocks run 50 ppm too fast and 50 ppm too slow play from one
 * Debian snapserver, beside two Debian snapclients with cards like theirs in the same run: by how much what leaves the two
 * DACs of a pair at one instant is apart. The sound is a counter, so that every sample tells its place; the server reads it
 * from a file, and so never runs dry.
 */
import { rmSync, writeFileSync } from 'node:fs';
import type { VirtualCard } from '../src/board/virtual/card.ts';
import { counterSignal } from '../test/support/counter-signal.ts';
import { startStentor, type Stentor } from '../test/support/stentor.ts';
import { SNAPSERVER_PORT, startSnapclient, startSnapserver } from './snapcast-peer.ts';
import { spread } from './statistics.ts';

const SECONDS = Number(process.argv[2] ?? 120);
const SETTLE_S = 45;
const DRIFT_PPM = 50;
const LOOK_MS = 100;
const BUFFER_MS = 600;
const PERIOD = 40_000;
/** Two samples of the counter that follow each other differ by this, but for rounding. */
const STEP = 1;
/** Where the counter begins anew, a filter rings for some samples. */
const EDGE = 100;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Where in the counter's period the card was `agoMs` ago, frames and parts of one; undefined where it was elsewhere. */
function placeOf(card: VirtualCard, agoMs: number): number | undefined {
  const frames = 64;
  const from = card.deviceTime() - 48 * agoMs;
  const { left } = card.recordSpeaker(from, frames);
  // The mean of many samples is finer than one of them.
  let sum = 0;
  for (let i = 0; i < frames; i++) {
    if (i > 0 && Math.abs(left[i]! - left[i - 1]! - STEP) > 1) return undefined;
    sum += left[i]! - i;
  }
  const place = sum / frames + PERIOD / 2;
  return place < EDGE || place > PERIOD - EDGE ? undefined : place;
}

/** ms from one place to another, the short way round. */
function apart(a: number, b: number): number {
  const difference = (((a - b) % PERIOD) + PERIOD) % PERIOD;
  return (difference > PERIOD / 2 ? difference - PERIOD : difference) / 48;
}

/** The offsets of a pair. */
class Pair {
  readonly #name: string;
  readonly #offsets: number[] = [];
  #looks = 0;

  constructor(name: string) {
    this.#name = name;
  }

  look(a: number | undefined, b: number | undefined): void {
    this.#looks++;
    if (a !== undefined && b !== undefined) this.#offsets.push(apart(a, b));
  }

  tell(): void {
    const { p50, p95, max, count } = spread(this.#offsets.map(Math.abs));
    const mean = this.#offsets.reduce((sum, each) => sum + each, 0) / count;
    const seen = `${count} of ${this.#looks} looks`;
    console.log(
      `  ${this.#name.padEnd(24)} p50 ${p50.toFixed(3)}  p95 ${p95.toFixed(3)}  max ${max.toFixed(3)} ms, ` +
        `mean ${mean.toFixed(3)} ms (${seen})`,
    );
  }
}

async function startSpeaker(serial: string, driftPpm: number): Promise<Stentor> {
  const drift = [`--card-drift=${driftPpm}`, '--serial', serial];
  const stentor = await startStentor({ lockstep: false, arguments: drift });
  await stentor.setUp();
  await stentor.keepGains();
  const body = JSON.stringify({
    'Stentor.Audio.Snapcast.Server': '127.0.0.1',
    'Stentor.Audio.Snapcast.Port': SNAPSERVER_PORT,
    'Stentor.Audio.Snapcast.Enabled': true,
  });
  await stentor.fetch('/api/settings', { method: 'PATCH', body });
  return stentor;
}

const sound = `/dev/shm/stentor-sync-${process.pid}`;
writeFileSync(sound, new Uint8Array(counterSignal((SECONDS + SETTLE_S + 60) * 48_000, 2).buffer));
const stopServer = startSnapserver(sound, { codec: 'pcm', bufferMs: BUFFER_MS });
await pause(500);
const fast = await startSpeaker('020000000001', DRIFT_PPM);
const slow = await startSpeaker('020000000002', -DRIFT_PPM);
const others = [startSnapclient('fast', DRIFT_PPM), startSnapclient('slow', -DRIFT_PPM)] as const;
const cards = [fast.card, slow.card, others[0].card, others[1].card] as const;
await pause(SETTLE_S * 1000);
const pairs = {
  ours: new Pair('stentor, stentor'),
  theirs: new Pair('snapclient, snapclient'),
  mixed: new Pair('stentor, snapclient'),
};
for (let look = 0; look < (SECONDS * 1000) / LOOK_MS; look++) {
  await pause(LOOK_MS);
  const [a, b, c, d] = cards.map(card => placeOf(card, 200));
  pairs.ours.look(a, b);
  pairs.theirs.look(c, d);
  pairs.mixed.look(a, c);
}
console.log(`${SECONDS} s, cards at +${DRIFT_PPM} and -${DRIFT_PPM} ppm, offset between two DACs:`);
for (const pair of Object.values(pairs)) pair.tell();
console.log(`  underruns of the cards, in that order: ${cards.map(card => card.xruns().playback).join(', ')}`);
for (const speaker of [fast, slow]) {
  const events = (await (await speaker.fetch('/api/events')).json()) as { id: string; data: Record<string, unknown> }[];
  console.log('  ', JSON.stringify(events.findLast(({ id }) => id === 'audio.snapcast')?.data));
  await speaker.stop();
}
for (const other of others) await other.stop();
await stopServer();
rmSync(sound);
