/**
 * `make bench WHAT=speakertest` or `npm run bench -- speakertest [sites] [runs] [first seed]`: false alarms, detections
 * and reasons of the speaker test on simulated sites, per fault and ambient level, and the time of an analysis.
 */
import { calibrate, type Calibration, judge, type Verdict } from '../src/speakertest/index.ts';
import { type Fault, FAULTS, type Run, type Site, site } from '../test/support/speaker-room.ts';
import { inMs } from './statistics.ts';

const [sites = 20, runs = 10, first = 50_000] = process.argv.slice(2).map(Number);
const LEVELS = [10, 0, -10];
/** What a fault may be called: a covered microphone sounds like a covered speaker. */
const RIGHT: Readonly<Record<Fault, readonly string[]>> = {
  dead: ['no-sound'],
  'minus-6-db': ['low-level'],
  'high-loss': ['high-band-loss'],
  'low-loss': ['low-band-loss'],
  blocked: ['obstructed', 'high-band-loss'],
  'mic-blocked': ['obstructed', 'high-band-loss'],
  'mic-dead': ['mic-no-signal'],
};

const times: number[] = [];

/** As a speaker does it: again where one recording is not enough. */
function tested(calibration: Calibration, place: Site, run: Run): Verdict {
  const recordings: Float32Array[] = [];
  for (;;) {
    recordings.push(place.record({ ...run, seed: run.seed + 1000 * recordings.length }));
    const before = process.cpuUsage();
    const verdict = judge(calibration, recordings, true);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
    if (verdict.verdict !== 'more') return verdict;
  }
}

const counts = new Map<string, { tests: number; alarms: number; right: number; inconclusive: number }>();
function count(what: string, { verdict, reason }: Verdict, right: readonly string[]): void {
  const row = counts.get(what) ?? { tests: 0, alarms: 0, right: 0, inconclusive: 0 };
  const alarm = verdict === 'fail' || verdict === 'cannot';
  row.tests++;
  row.alarms += alarm ? 1 : 0;
  row.right += alarm && right.includes(reason) ? 1 : 0;
  row.inconclusive += verdict === 'inconclusive' ? 1 : 0;
  counts.set(what, row);
  if (process.env['VERBOSE'] && alarm !== right.length > 0) console.log(what, verdict, reason);
}

for (let n = 0; n < sites; n++) {
  const place = site(first + n);
  const seed = (first + n) * 100_000;
  const made = calibrate([1, 2, 3].map(i => place.record({ seed: seed + i, snrDb: 25 })));
  if (typeof made === 'string') {
    console.log(`site ${first + n}: not calibrated: ${made}`);
    continue;
  }
  for (const snrDb of LEVELS) {
    for (let i = 0; i < runs; i++) {
      count(`healthy ${snrDb} dB`, tested(made, place, { seed: seed + 10 + 7 * i + 10_000 * (snrDb + 20), snrDb }), []);
    }
    for (const fault of FAULTS) {
      count(
        `${fault} ${snrDb} dB`,
        tested(made, place, { seed: seed + 5 + 10_000 * (snrDb + 20), snrDb, fault }),
        RIGHT[fault],
      );
    }
  }
}

for (const [what, { tests, alarms, right, inconclusive }] of [...counts].sort()) {
  console.log(
    `${what.padEnd(20)} tests ${tests}  alarms ${alarms}  right reason ${right}  inconclusive ${inconclusive}`,
  );
}
console.log(`CPU of the analysis of one recording: ${inMs(times)}`);
