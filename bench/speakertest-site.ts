/** One simulated site of `bench speakertest`, in a process of its own: a message asks for it, a message answers. */
import { calibrate, type Calibration, judge, type Verdict } from '../src/speakertest/index.ts';
import { type Fault, FAULTS, type Run, type Site, site, SUBTLE_FAULTS } from '../test/support/speaker-room.ts';

export interface Job {
  readonly seed: number;
  /** Healthy runs at each level. */
  readonly runs: number;
  readonly levels: readonly number[];
  /** Runs of each fault at each level. */
  readonly faults: number;
}

export interface Test {
  readonly what: Fault | 'healthy';
  readonly snrDb: number;
  readonly seed: number;
  readonly verdict: Verdict['verdict'];
  readonly reason: string;
  readonly score: number;
  readonly recordings: number;
  /** Of the analysis of each recording. */
  readonly cpuMs: readonly number[];
}

export interface Done {
  readonly seed: number;
  readonly refused?: string;
  readonly tests: readonly Test[];
}

/** As a speaker does it: again where one recording is not enough. */
export function tested(calibration: Calibration, place: Site, run: Run): { verdict: Verdict; cpuMs: number[] } {
  const recordings: Float32Array[] = [];
  const cpuMs: number[] = [];
  for (;;) {
    recordings.push(
      place.record({ ...run, seed: run.seed + 1_000_003 * recordings.length, faultSeed: run.seed, daySeed: run.seed }),
    );
    const before = process.cpuUsage();
    const verdict = judge(calibration, recordings, true);
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
    if (verdict.verdict !== 'more') return { verdict, cpuMs };
  }
}

/** All tests of one site. */
export function visited({ seed, runs, levels, faults }: Job): Done {
  const place = site(seed);
  const first = seed * 1000;
  const made = calibrate([1, 2, 3].map(i => place.record({ seed: first + i, daySeed: first, snrDb: 25 })));
  if (typeof made === 'string') return { seed, refused: made, tests: [] };
  const tests: Test[] = [];
  const test = (what: Fault | 'healthy', snrDb: number, runSeed: number) => {
    const fault = what === 'healthy' ? undefined : what;
    const { verdict, cpuMs } = tested(made, place, { seed: runSeed, snrDb, fault });
    const { reason, score } = verdict;
    tests.push({
      what,
      snrDb,
      seed: runSeed,
      verdict: verdict.verdict,
      reason,
      score,
      recordings: cpuMs.length,
      cpuMs,
    });
  };
  levels.forEach((snrDb, level) => {
    for (let i = 0; i < runs; i++) test('healthy', snrDb, first + 10 + i + 200 * level);
    [...FAULTS, ...SUBTLE_FAULTS].forEach((fault, f) => {
      for (let i = 0; i < faults; i++) test(fault, snrDb, first + 150 + 13 * i + f + 200 * level);
    });
  });
  return { seed, tests };
}

process.on('message', (job: Job) => process.send?.(visited(job)));
