/** The speaker test: what is played, the reference, and the verdict with its reason. */
export {
  type Calibration,
  CALIBRATION_RECORDINGS,
  type CalibrationError,
  calibrate,
  readCalibration,
} from './calibration.ts';
export { createAnalyst, type Analyst } from './analyst.ts';
export { createSpeakerTest, type SpeakerTestFace } from './domain.ts';
export { SPEAKER_TEST_EVENTS } from './events.ts';
export { SPEAKER_TEST_PARAMS } from './params.ts';
export type { SpeakerTestReport } from './status.ts';
export { stimulus } from './stimulus.ts';
export { answer } from './command.ts';
export {
  FAIL_REASONS,
  type FailReason,
  judge,
  MOST_RECORDINGS,
  type Reason,
  REASONS,
  type Verdict,
} from './verdict.ts';
export {
  type AmbientReading,
  type BandPlot,
  type BandReading,
  type HarmonicReading,
  type MeansReading,
  plotOf,
  type Reading,
  type RecordingReading,
} from './reading.ts';
