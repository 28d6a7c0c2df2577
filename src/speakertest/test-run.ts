import type { Analysis } from './analyst.ts';
import type { Calibration } from './calibration.ts';
import type { MeasureTrouble } from './measurement.ts';
import type { Reading } from './reading.ts';
import { MOST_RECORDINGS } from './verdict.ts';

/** What came of one try. */
export interface TestOutcome {
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'cannot';
  /** A reason of the analysis, or what kept the test from being made. */
  readonly reason: string;
  readonly score: number;
  readonly advice: readonly string[];
  readonly reading?: Reading | undefined;
  readonly recordings: readonly Float32Array[];
}

interface RunDeps {
  readonly calibration: Calibration;
  readonly analysis: Pick<Analysis, 'judge'>;
  readonly measure: () => Promise<Float32Array | MeasureTrouble>;
  readonly microphoneOn: () => boolean;
  readonly show: (step: {
    readonly phase: 'playing' | 'analysing';
    readonly recording: number;
    readonly of: number;
  }) => void;
}

/** Plays and judges until the verdict is sure, three times at the most. @throws Fault `failed` */
export async function runTest({ calibration, analysis, measure, microphoneOn, show }: RunDeps): Promise<TestOutcome> {
  const recordings: Float32Array[] = [];
  for (;;) {
    // A first recording that is good is the only one.
    const step = { recording: recordings.length + 1, of: recordings.length === 0 ? 1 : MOST_RECORDINGS };
    show({ phase: 'playing', ...step });
    const recording = await measure();
    if (!microphoneOn()) return cannot('mic-off', recordings);
    if (typeof recording === 'string') return cannot(recording, recordings);
    recordings.push(recording);
    show({ phase: 'analysing', ...step });
    const { verdict, reason, score, advice, reading } = await analysis.judge(calibration, recording);
    if (verdict !== 'more') return { verdict, reason, score, advice, reading, recordings };
    if (recordings.length === MOST_RECORDINGS) return { ...cannot('noise', recordings), verdict: 'inconclusive' };
  }
}

/** What may be otherwise in a few minutes. */
const FLEETING: readonly string[] = ['noise', 'busy', 'lost-samples', 'interrupted', 'no-card', 'failed'];
/** Whether another try may decide what this one did not. */
export const isUndecided = ({ verdict, reason }: TestOutcome) =>
  verdict === 'inconclusive' || (verdict === 'cannot' && FLEETING.includes(reason));

export const cannot = (reason: string, recordings: TestOutcome['recordings'] = []): TestOutcome => ({
  verdict: 'cannot',
  reason,
  score: 0,
  advice: [],
  recordings,
});
