/** The speaker test: what is played, the reference, and the verdict with its reason. */
export { type Calibration, calibrate } from './calibration.ts';
export { featuresOf } from './features.ts';
export { stimulus } from './stimulus.ts';
export { answer } from './command.ts';
export { cannot, judge, type Verdict } from './verdict.ts';
