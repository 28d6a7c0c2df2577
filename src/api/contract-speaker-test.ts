/** The speaker test between the page and the speaker (docs/speaker-test.md). */

export type SpeakerTestVerdict = 'pass' | 'fail' | 'inconclusive' | 'cannot';

/**
 * GET /api/speaker-test (viewer). POST /api/speaker-test/run and /stop (operator), /calibrate and /confirm `{clear}` (admin).
 * GET /api/speaker-test/runs/:id is a run with its reading, …/runs/:id/recordings/:number.wav what was recorded.
 */
export interface SpeakerTestInfo {
  readonly activity: SpeakerTestActivity;
  /** What is in the way of a calibration or a test now: `mic-off`, `running`, `busy` …; null where nothing is. */
  readonly obstacle: string | null;
  /** As VAPIX says it. */
  readonly status: string;
  readonly calibration: SpeakerTestCalibration | null;
  /** How the last calibration since the start came out; `reason` is empty where it was stored. */
  readonly lastCalibration: { readonly at: string; readonly reason: string } | null;
  readonly plot: readonly SpeakerTestBand[];
  readonly last: SpeakerTestRun | null;
  /** The newest last; a hundred at the most. */
  readonly history: readonly SpeakerTestEntry[];
  readonly trends: readonly SpeakerTestTrend[];
  /** The level of all bands at which a test fails, dB from the calibration. */
  readonly failsBelow: number;
}

export type SpeakerTestActivity =
  | { readonly doing: 'nothing' }
  | {
      readonly doing: 'calibrating' | 'testing';
      readonly phase: 'playing' | 'analysing';
      readonly recording: number;
      readonly of: number;
    }
  | { readonly doing: 'postponed'; readonly reason: string }
  | { readonly doing: 'waiting'; readonly reason: string; readonly until: string; readonly triesLeft: number };

export interface SpeakerTestCalibration {
  /** ISO 8601. */
  readonly at: string;
  readonly levelDb: number;
  /** °C of the processor. */
  readonly temperature: number | null;
  readonly hardware: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly confirmed: boolean;
  /** Why it should be made anew. */
  readonly stale: readonly ('hardware-changed' | 'level-changed')[];
}

/** A third octave at the calibration, dB. */
export interface SpeakerTestBand {
  readonly hz: number;
  readonly reference: number;
  /** A healthy speaker stays within so many dB of the reference. */
  readonly spread: number;
  readonly referenceNoise: number;
  readonly usable: boolean;
}

export interface SpeakerTestReading {
  readonly bands: readonly (SpeakerTestBand & {
    readonly level: number;
    readonly sd: number;
    readonly noise: number;
    readonly heard: boolean;
  })[];
  /** dB over the tone. */
  readonly harmonics: readonly {
    readonly hz: number;
    readonly level: number;
    readonly reference: number;
    readonly noise: number;
  }[];
  readonly rub: { readonly level: number; readonly reference: number };
  /** dBFS between the sweeps. */
  readonly ambient: readonly { readonly hz: number; readonly level: number; readonly reference: number }[];
  readonly recordings: readonly {
    readonly latencyMs: number;
    readonly peak: number;
    readonly rms: number;
    readonly leftOut: number;
  }[];
}

export interface SpeakerTestEntry {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly verdict: SpeakerTestVerdict;
  readonly reason: string;
  readonly score: number;
  readonly advice: readonly string[];
  readonly recordings: number;
  readonly temperature: number | null;
  /** dB from the calibration. */
  readonly means: {
    readonly all: number | null;
    readonly low: number | null;
    readonly middle: number | null;
    readonly high: number | null;
  } | null;
}

export interface SpeakerTestRun extends SpeakerTestEntry {
  readonly reading: SpeakerTestReading | null;
}

export interface SpeakerTestTrend {
  readonly group: 'all' | 'low' | 'middle' | 'high';
  readonly dbPerWeek: number;
  /** dB now, on the line. */
  readonly now: number;
  /** A warning: days until the limit is reached. */
  readonly failsInDays: number | null;
}
