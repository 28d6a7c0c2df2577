/**
 * `make bench WHAT=glitches`: plays a counter-coded clip for 60 s on a free-running virtual card, with both cores kept busy
 * by other programs and the supervisor's event loop blocked 40 of every 400 ms, and counts what the card did not get.
 * Both drivers in the same run; the peer is naudiodon.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { SEAMLESS_FRAMES } from '../test/support/continuity.ts';
import { counterSignal } from '../test/support/counter-signal.ts';
import { wav } from '../test/support/signals.ts';
import { eventually, startStentor, type Stentor } from '../test/support/stentor.ts';
import { Losses } from './losses.ts';

const SECONDS = Number(process.argv[2] ?? 60);
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

async function measure(stentor: Stentor, driver: string): Promise<Losses> {
  await stentor.fetch(`/axis-cgi/param.cgi?action=update&Stentor.Audio.Driver=${driver}`);
  await eventually(`${driver} is open`, async () => {
    const { engine } = (await (await stentor.fetch('/api/audio')).json()) as {
      engine?: { device: Record<string, string> };
    };
    return engine?.device['driver'] === driver && engine.device['state'] === 'open';
  });
  await pause(1000);
  await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
  await pause(1000);
  const losses = new Losses();
  let from = stentor.card.deviceTime();
  for (let second = 0; second < SECONDS; second++) {
    await pause(1000);
    const to = stentor.card.deviceTime();
    losses.add(stentor.card.recordSpeaker(from, to - from).left);
    from = to;
  }
  losses.finish();
  await stentor.fetch('/axis-cgi/stopclip.cgi');
  return losses;
}

const load: ChildProcess[] = cpus().map(() =>
  spawn('nice', ['-n', '10', process.execPath, '-e', 'for (;;) Math.sqrt(Math.random())'], { stdio: 'ignore' }),
);
const preload = new URL('block-loop.mjs', import.meta.url).pathname;
const stentor = await startStentor({ lockstep: false, node: ['--import', preload] });
await stentor.setUp();
await stentor.keepGains();
await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
const results = new Map<string, Losses>();
for (const driver of ['portaudio', 'naudiodon']) {
  const losses = await measure(stentor, driver);
  results.set(driver, losses);
  const { glitches, lost } = losses;
  console.log(
    `${driver.padEnd(10)}  ${SECONDS} s: ${glitches} glitches, ${lost} frames lost (${(lost / 48).toFixed(0)} ms)`,
  );
}
const ratio = (results.get('portaudio')?.lost ?? 0) / Math.max(1, results.get('naudiodon')?.lost ?? 0);
console.log(`ratio of lost frames, portaudio to naudiodon: ${ratio.toFixed(3)}`);
await stentor.stop();
for (const child of load) child.kill('SIGKILL');
