import type { StoredCalibration } from './store.ts';

/** What the speaker test is doing. */
export type Activity =
  | { readonly doing: 'nothing' }
  | {
      readonly doing: 'calibrating' | 'testing';
      readonly phase: 'playing' | 'analysing';
      /** The recording that is made, from 1 on, and how many there are at the most. */
      readonly recording: number;
      readonly of: number;
    }
  /** Something urgent sounds: the test begins when that is over. */
  | { readonly doing: 'postponed'; readonly reason: string }
  /** The last try decided nothing. */
  | { readonly doing: 'waiting'; readonly reason: string; readonly until: string; readonly triesLeft: number };

/** Why a test or a calibration cannot begin. */
export type Obstacle =
  'mic-off' | 'mic-muted' | 'output-muted' | 'no-card' | 'no-microphone' | 'running' | 'busy' | 'not-calibrated';

/** As sentences. */
export const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  'mic-off': 'the microphone is switched off at the speaker',
  'mic-muted': 'the microphone is muted in the settings',
  'output-muted': 'the output is muted in the settings',
  'no-card': 'the sound card is not open',
  'no-microphone': 'the sound card has no microphone',
  running: 'the speaker test runs already',
  busy: 'a page, a call or an emergency sounds',
  'not-calibrated': 'the speaker test must be calibrated first',
};

/** How the last calibration that was begun came out; `reason` is empty where it was stored. */
export interface CalibrationOutcome {
  readonly at: string;
  readonly reason: string;
}

/** Why a calibration should be made anew. */
export type StaleReason = 'hardware-changed' | 'level-changed';

/** The calibration but for its numbers. */
export type CalibrationFacts = Omit<StoredCalibration, 'calibration'> & { readonly stale: readonly StaleReason[] };
