/** The speaker test: what is played, the reference, the verdict with its reason, and how it is run. */
export { type Calibration, calibrate } from './calibration.ts';
export { createAnalyst, type Analyst } from './analyst.ts';
export { createSpeakerTest, type SpeakerTestFace } from './domain.ts';
export { SPEAKER_TEST_EVENTS } from './events.ts';
export { SPEAKER_TEST_PARAMS } from './params.ts';
export { stimulus } from './stimulus.ts';
export { answer } from './command.ts';
export { judge, type Verdict } from './verdict.ts';
