/**
 * `make bench WHAT=echo`: by how much each echo canceller that is built makes the echo softer, what it leaves of somebody
 * who talks meanwhile, and its CPU time: with a speaker that plays as it should, and with one that distorts as small ones
 * do (3 % and 10 % of the third harmonic at full scale). speexdsp and WebRTC's AEC3 are each other's peer.
 */
import { Capture } from '../src/engine/capture/capture.ts';
import { hasCanceller, requireCapture } from '../src/engine/capture/native.ts';
import type { Canceller } from '../src/engine/contract.ts';
import { BLOCK_FRAMES } from '../src/dsp/format.ts';
import { type EchoPath, echoPath, power, shareOf } from '../test/support/echo-path.ts';

const SECONDS = 22;
const TALKS_FROM = 14;
const db = (ratio: number) => 10 * Math.log10(ratio);

/** The echo again, of a speaker that bends: x − d·x³ has about d/4 of the third harmonic. */
function distorted(path: EchoPath, share: number): Float32Array {
  const peak = path.echo.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return path.microphone.map((sample, i) => sample - 4 * share * path.echo[i]! * (path.echo[i]! / peak) ** 2);
}

function measure(path: EchoPath, { canceller, workRate, noiseDb }: Setting): string {
  const capture = new Capture(requireCapture(canceller), { workRate });
  capture.set({ echo: true, noiseDb, gainDb: 0 });
  const output = path.microphone.slice();
  const begun = process.cpuUsage();
  for (let at = 0; at + BLOCK_FRAMES <= output.length; at += BLOCK_FRAMES) {
    const end = at + BLOCK_FRAMES;
    capture.process(output.subarray(at, end), path.reference.subarray(at, end), BLOCK_FRAMES);
  }
  const { user, system } = process.cpuUsage(begun);
  capture.close();
  const erle = (from: number, to: number) => db(power(path.microphone, from, to) / power(output, from, to)).toFixed(1);
  const { share, late } = shareOf(path.near, output, TALKS_FROM + 1);
  const cpu = (user + system) / 10_000 / SECONDS;
  return (
    `ERLE ${erle(3, 6)} dB after 3 to 6 s, ${erle(8, 13)} dB after 8 to 13 s; who talks ${(20 * Math.log10(share)).toFixed(1)} dB, ` +
    `${(late / 48).toFixed(0)} ms late; ${cpu.toFixed(2)} % of a core`
  );
}

interface Setting {
  readonly canceller: Canceller;
  readonly workRate: 16_000 | 48_000;
  readonly noiseDb: number;
}

const SETTINGS: readonly (Setting & { readonly name: string })[] = [
  { name: 'speexdsp, 16 kHz', canceller: 'speexdsp', workRate: 16_000, noiseDb: 0 },
  { name: 'speexdsp, 16 kHz, noise -15 dB', canceller: 'speexdsp', workRate: 16_000, noiseDb: 15 },
  { name: 'speexdsp, 48 kHz', canceller: 'speexdsp', workRate: 48_000, noiseDb: 0 },
  { name: 'AEC3', canceller: 'aec3', workRate: 48_000, noiseDb: 0 },
  { name: 'AEC3, noise -15 dB', canceller: 'aec3', workRate: 48_000, noiseDb: 15 },
];

const straight = echoPath(SECONDS, TALKS_FROM);
for (const percent of [0, 3, 10]) {
  console.log(percent === 0 ? 'a speaker that does not distort' : `third harmonic ${percent} %`);
  const path = { ...straight, microphone: distorted(straight, percent / 100) };
  for (const { name, ...setting } of SETTINGS) {
    const told = hasCanceller(setting.canceller) ? measure(path, setting) : 'not built on this machine';
    console.log(`  ${name.padEnd(32)} ${told}`);
  }
}
