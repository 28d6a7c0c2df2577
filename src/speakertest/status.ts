import type { Activity } from './state.ts';
import type { HistoryEntry } from './store.ts';

/** The states of VAPIX (Auto speaker test service). */
export type SpeakerTestStatus =
  'OK' | 'Failed' | 'Calibrated' | 'Pending' | 'Uncalibrated' | 'DisabledInHardware' | 'InternalError';

export interface SpeakerTestReport {
  readonly status: SpeakerTestStatus;
  /** ISO 8601, or empty: none, or while a test runs or waits. */
  readonly testedAt: string;
  /** Empty while a calibration runs. */
  readonly calibratedAt: string;
}

interface Known {
  readonly activity: Activity;
  readonly microphoneOn: boolean;
  readonly calibratedAt: string | undefined;
  /** Since the calibration, the newest last. */
  readonly history: readonly HistoryEntry[];
}

/** How it stands. What decided nothing is no failure: the last result that decided something counts. */
export function speakerTestStatus({ activity, microphoneOn, calibratedAt = '', history }: Known): SpeakerTestReport {
  const decided = history.findLast(({ verdict }) => verdict === 'pass' || verdict === 'fail');
  const testedAt = decided?.at ?? '';
  if (activity.doing === 'calibrating') return { status: 'Pending', testedAt, calibratedAt: '' };
  if (activity.doing !== 'nothing') return { status: 'Pending', testedAt: '', calibratedAt };
  return { status: atRest(microphoneOn, calibratedAt, history, decided), testedAt, calibratedAt };
}

function atRest(
  microphoneOn: boolean,
  calibratedAt: string,
  history: readonly HistoryEntry[],
  decided: HistoryEntry | undefined,
): SpeakerTestStatus {
  if (!microphoneOn) return 'DisabledInHardware';
  if (calibratedAt === '') return 'Uncalibrated';
  if (history.at(-1)?.reason === 'mic-no-signal' || history.at(-1)?.reason === 'failed') return 'InternalError';
  if (decided === undefined) return 'Calibrated';
  return decided.verdict === 'pass' ? 'OK' : 'Failed';
}
