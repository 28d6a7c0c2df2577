/**
 * `npm run bench -- speakertest [sites] [runs] [first seed] [fault runs] [levels] [processes]`: false alarms, detections and
 * reasons of the speaker test on simulated sites, per fault and ambient level (dB, with commas), and the time of an
 * analysis. `VERBOSE=1` names every run that went wrong.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Done, Job, Test } from './speakertest-site.ts';
import { inMs } from './statistics.ts';

const [sites = 20, runs = 10, first = 50_000, faults = 1] = process.argv.slice(2, 6).map(Number);
const levels = (process.argv[6] ?? '10,0,-10').split(',').map(Number);
const processes = Number(process.argv[7] ?? 2);

/** What a fault may be called. A covered microphone and a covered speaker sound alike where the noise does not tell. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  dead: ['no-sound'],
  'minus-6-db': ['low-level'],
  'plus-6-db': ['level-high'],
  'high-loss': ['high-band-loss'],
  'low-loss': ['low-band-loss'],
  blocked: ['obstructed', 'high-band-loss'],
  'mic-blocked': ['mic-blocked', 'obstructed', 'high-band-loss'],
  'mic-dead': ['mic-no-signal'],
  distortion: ['distortion'],
  clipping: ['distortion'],
  'loose-contact': ['intermittent'],
  rub: ['rub-buzz', 'distortion'],
};

const rows = new Map<string, Test[]>();
const seeds = Array.from({ length: sites }, (_, n) => first + n);
let refused = 0;

async function work(): Promise<void> {
  const child = fork(new URL('speakertest-site.ts', import.meta.url).pathname, { execArgv: process.execArgv });
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    child.send({ seed, runs, levels, faults } satisfies Job);
    const [done] = (await once(child, 'message')) as [Done];
    if (done.refused !== undefined) {
      refused++;
      console.log(`site ${seed}: not calibrated: ${done.refused}`);
    }
    done.tests.forEach(test => count(seed, test));
  }
  child.disconnect();
}

const isAlarm = ({ verdict }: Test) => verdict === 'fail' || verdict === 'cannot';
const isRight = (test: Test) => isAlarm(test) && (RIGHT[test.what] ?? []).includes(test.reason);

function count(site: number, test: Test): void {
  const name = `${test.what.padEnd(14)} ${String(test.snrDb).padStart(3)} dB`;
  rows.set(name, [...(rows.get(name) ?? []), test]);
  if (!process.env['VERBOSE'] || (test.what === 'healthy' ? !isAlarm(test) : isRight(test))) return;
  const { what, snrDb, seed, verdict, reason, score } = test;
  console.log(`  site ${site} ${what} ${snrDb} dB seed ${seed}: ${verdict} ${reason} ${score.toFixed(2)}`);
}

await Promise.all(Array.from({ length: processes }, work));

for (const [name, tests] of [...rows].sort(([a], [b]) => a.localeCompare(b))) {
  const share = (found: (test: Test) => boolean) => {
    const number = tests.filter(found).length;
    return `${number} (${((100 * number) / tests.length).toFixed(1)} %)`.padEnd(15);
  };
  const reasons = new Map<string, number>();
  for (const { verdict, reason } of tests) {
    const key = reason || verdict;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  console.log(
    `${name}  runs ${String(tests.length).padEnd(5)} alarms ${share(isAlarm)} right reason ${share(isRight)} ` +
      `inconclusive ${share(({ verdict }) => verdict === 'inconclusive')} ` +
      [...reasons].map(([reason, times]) => `${reason} ${times}`).join(', '),
  );
}
console.log(`sites ${sites}, not calibrated ${refused}`);
console.log(`CPU of the analysis of one recording: ${inMs([...rows.values()].flat().flatMap(({ cpuMs }) => cpuMs))}`);
