/**
 * `make bench WHAT=recovery`: how long it is silent when audiod is killed, and when the card is pulled and plugged in again,
 * while a clip plays; ten times each on a free-running virtual card. No peer: the limits are those we promise.
 */
import { readFileSync } from 'node:fs';
import { music, wav } from '../test/support/signals.ts';
import { eventually, startStentor, type Stentor } from '../test/support/stentor.ts';
import { inMs } from './statistics.ts';

const ROUNDS = 10;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** ms of the longest silence on the card between two device times. */
function longestSilence(stentor: Stentor, from: number, to: number): number {
  const { left } = stentor.card.recordSpeaker(from, to - from);
  let longest = 0;
  let run = 0;
  for (const sample of left) {
    run = sample === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest / 48;
}

/** CPU time that a process has used, ms. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const stentor = await startStentor({ lockstep: false });
await stentor.setUp();
await stentor.upload('music.wav', wav(music(5)));
await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
const audiod = () => Number([...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1]);
const sounding = () => {
  const now = stentor.card.deviceTime();
  return stentor.card.recordSpeaker(now - 480, 480).left.some(sample => sample !== 0);
};

const killed: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  await pause(2500);
  const from = stentor.card.deviceTime();
  const pid = audiod();
  process.kill(pid, 'SIGKILL');
  await eventually('another process runs', () => audiod() !== pid);
  await eventually('it sounds', sounding);
  await pause(300);
  killed.push(longestSilence(stentor, from, stentor.card.deviceTime()));
}
console.log(`kill -9 of audiod, longest silence      ${inMs(killed)}   (promised: 500 ms)`);

const replugged: number[] = [];
const cpu: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  await pause(1500);
  stentor.card.unplug();
  const used = cpuMs(audiod());
  await pause(2000);
  cpu.push((cpuMs(audiod()) - used) / 20);
  const plugged = stentor.card.deviceTime();
  stentor.card.plug();
  await eventually('it sounds', sounding);
  await pause(300);
  const { left } = stentor.card.recordSpeaker(plugged, stentor.card.deviceTime() - plugged);
  replugged.push(left.findIndex(sample => sample !== 0) / 48);
}
console.log(`card plugged in again, until it sounds  ${inMs(replugged)}   (promised: 2000 ms)`);
console.log(`CPU of audiod while there is no card    at most ${Math.max(...cpu).toFixed(1)} % of a core`);
await stentor.stop();
