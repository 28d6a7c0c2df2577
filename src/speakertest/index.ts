/** The speaker test: what is played, the reference, and the verdict with its reason. */
export { type Calibration, calibrate } from './calibration.ts';
export { featuresOf } from './features.ts';
export { speakerTestActions } from './actions.ts';
export { speakerTestResult } from './events.ts';
export { stimulus } from './stimulus.ts';
export { answer } from './command.ts';
export { cannot, judge, type Verdict } from './verdict.ts';
