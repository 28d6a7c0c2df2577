/**
 * `make bench WHAT=analysis [tests]`: a counter-coded clip plays on a free-running virtual card while the speaker test
 * analyses its recordings in its thread: frames that the card did not get meanwhile. The peer is the same speaker, as long,
 * with no test running.
 */
import { SEAMLESS_FRAMES } from '../test/support/continuity.ts';
import { counterSignal } from '../test/support/counter-signal.ts';
import { wav } from '../test/support/signals.ts';
import { eventually, startStentor } from '../test/support/stentor.ts';
import { Losses } from './losses.ts';

const TESTS = Number(process.argv[2] ?? 10);
/** How long the clip, which a test interrupts, takes to come back. */
const FADE_MS = 150;
const LOOK_MS = 10;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

interface Activity {
  readonly doing: string;
  readonly phase?: string;
}

const stentor = await startStentor({ lockstep: false });
await stentor.setUp();
await stentor.keepGains();
await stentor.fetch('/api/board', {
  method: 'PATCH',
  body: JSON.stringify({ room: { preset: 'office', noiseDb: -75 } }),
});
await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');

const activity = async () =>
  ((await (await stentor.fetch('/api/speaker-test')).json()) as { activity: Activity }).activity;
const isAnalysing = ({ phase }: Activity) => phase === 'analysing';

async function until(holds: (now: Activity) => boolean): Promise<void> {
  while (!holds(await activity())) await pause(LOOK_MS);
}

/** What the card got while `going` took. @returns frames that were looked at, lost frames and breaks */
async function listen(going: Promise<unknown>): Promise<{ readonly frames: number; readonly losses: Losses }> {
  await pause(FADE_MS);
  const from = stentor.card.deviceTime();
  await going;
  const frames = stentor.card.deviceTime() - from;
  const losses = new Losses();
  losses.add(stentor.card.recordSpeaker(from, frames).left);
  losses.finish();
  return { frames, losses };
}

async function begin(command: string, doing: string): Promise<void> {
  const body = JSON.stringify({ [command]: {} });
  await eventually(command, async () => (await stentor.fetch('/vapix/axast', { method: 'POST', body })).ok);
  await until(now => now.doing === doing);
}

const sum = { analysing: { frames: 0, lost: 0 }, idle: { frames: 0, lost: 0 } };
function count(when: keyof typeof sum, { frames, losses }: Awaited<ReturnType<typeof listen>>): void {
  sum[when].frames += frames;
  sum[when].lost += losses.lost;
}

await begin('axast:CalibrateSpeakerTest', 'calibrating');
await until(now => now.doing === 'nothing');
for (let test = 0; test < TESTS; test++) {
  await begin('axast:PerformSpeakerTest', 'testing');
  await until(isAnalysing);
  const heard = await listen(until(now => !isAnalysing(now)));
  count('analysing', heard);
  await until(now => now.doing === 'nothing');
  await pause(1000);
  count('idle', await listen(pause(Math.max(0, heard.frames / 48))));
}
for (const [when, { frames, lost }] of Object.entries(sum)) {
  console.log(`${when.padEnd(10)}  ${(frames / 48_000).toFixed(1)} s: ${lost} frames lost`);
}
const ratio = (sum.analysing.lost + 1) / (sum.idle.lost + 1);
console.log(`ratio of lost frames + 1, analysing to idle: ${ratio.toFixed(2)}`);
await stentor.stop();
