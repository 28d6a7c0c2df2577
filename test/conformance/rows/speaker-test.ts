import { type Chapter, row } from '../row.ts';

export const SPEAKER_TEST: Chapter = {
  title: 'Calibrate and run a remote speaker test',
  rows: [
    row('ST-1', 'The test is run from far away: on the page, by a program, by a rule.', {
      'browser/manual-walk-install.test.ts': ['calibrates the speaker test, and runs it'],
      'unit/vapix/speaker-test.test.ts': ['begins a calibration and a test, and answers nothing more'],
      'browser/events-examples.test.ts': ['sends an email if a speaker test fails'],
    }),
    row('ST-2', 'Test tones are played, and the microphone records them.', {
      'feature/speaker-test.test.ts': [
        'passes where nothing has changed, whatever gain and equalizer say, and keeps the recording',
      ],
      'unit/speakertest/measurement.test.ts': ['finds where the stimulus begins in what was played, to the sample'],
    }),
    row('ST-3', 'Each run is compared with the calibration: a healthy speaker passes, a changed one does not.', {
      'feature/speaker-test.test.ts': [
        'passes where nothing has changed, whatever gain and equalizer say, and keeps the recording',
        'fails with the reason under a blanket',
      ],
      'unit/speakertest/verdict.test.ts': [
        'passes a healthy speaker, in quiet and where noise is as loud as the sweeps',
        'says what is wrong',
      ],
    }),
    row('ST-4', 'Until it is calibrated it says so, and refuses to test.', {
      'feature/speaker-test.test.ts': ['refuses a test before the calibration, as VAPIX writes it'],
      'browser/speaker-test.test.ts': ['says that it is not calibrated, and what is in the way'],
    }),
    row('ST-5', 'Where the surroundings have changed, it advises another calibration.', {
      'unit/speakertest/verdict.test.ts': ['advises another calibration where the surroundings have changed'],
    }),
    row('ST-6', 'Somebody listens to the calibration and says what was heard.', {
      'browser/speaker-test.test.ts': ['guides through a calibration: somebody listens and says what was heard'],
      'unit/speakertest/speaker-test.test.ts': ['drops a calibration of which somebody says that it was muffled'],
    }),
    row('ST-7', 'Audio > Speaker test has the button Calibrate.', {
      'browser/manual-walk-install.test.ts': ['calibrates the speaker test, and runs it'],
    }),
    row('ST-8', 'Run the test can be pressed after the calibration, and before says why not.', {
      'browser/manual-walk-install.test.ts': ['calibrates the speaker test, and runs it'],
      'browser/speaker-test.test.ts': ['says that it is not calibrated, and what is in the way'],
    }),
    row('ST-9', 'A press of the control button calibrates as well.', {
      'feature/speaker-test.test.ts': ['is calibrated by a press of the control button'],
      'image/panel.image.ts': ['takes a press and release of the control button as the wish to calibrate'],
    }),
    row('ST-10', 'The result is an event: Speaker test result, passed or not.', {
      'feature/speaker-test.test.ts': ['fails with the reason under a blanket'],
      'unit/vapix/events.test.ts': ['can be made of every event of the speaker'],
      'browser/events-live.test.ts': ['is found under the words of the manual'],
    }),
    row('ST-11', 'Programs are told the state and when it was tested and calibrated.', {
      'unit/vapix/speaker-test.test.ts': ['reports in JSON, with whole seconds', 'reports in the simple form'],
      'unit/speakertest/status.test.ts': ['is the one of VAPIX'],
    }),
    row('ST-12', 'With the microphone switch off both commands say so.', {
      'feature/speaker-test.test.ts': ['says DisabledInHardware while the microphone is switched off'],
    }),
  ],
};
