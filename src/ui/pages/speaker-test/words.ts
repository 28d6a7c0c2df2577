import type { SpeakerTestEntry } from '../../../api/contract.ts';

/** A result as one sentence, and what to check. */
export interface ResultWords {
  readonly sentence: string;
  readonly check: string;
}

/** By reason of a test that was not passed. */
const FAILURES: Readonly<Record<string, ResultWords>> = {
  'no-sound': {
    sentence: 'The microphone hears nothing of the speaker.',
    check: 'Check the cable to the loudspeaker and the amplifier.',
  },
  'low-level': {
    sentence: 'The speaker is softer than at its calibration.',
    check: 'Check the amplifier, and whether something stands or hangs before the speaker.',
  },
  'level-high': {
    sentence: 'The speaker is louder than at its calibration.',
    check: 'Check whether the amplifier’s gain was changed or the speaker was moved; then calibrate again.',
  },
  'high-band-loss': {
    sentence: 'High tones are missing.',
    check: 'Check whether something covers the speaker, and the tweeter.',
  },
  'low-band-loss': {
    sentence: 'Low tones are missing.',
    check: 'Check the loudspeaker’s cone and surround, and the housing for leaks.',
  },
  obstructed: {
    sentence: 'The sound is blocked.',
    check: 'Remove what covers the speaker or its microphone.',
  },
  'response-changed': {
    sentence: 'The speaker sounds different from its calibration.',
    check: 'Check whether it was moved or something is close to it; calibrate again if that is meant to be so.',
  },
  distortion: {
    sentence: 'The sound is distorted.',
    check: 'Check the loudspeaker and the amplifier; a lower level may help.',
  },
  'rub-buzz': {
    sentence: 'Something rubs or buzzes.',
    check: 'Check for loose parts and for dirt in the loudspeaker.',
  },
  intermittent: {
    sentence: 'The sound breaks off at times.',
    check: 'Check the cable and its contacts.',
  },
  'mic-blocked': {
    sentence: 'The microphone is covered.',
    check: 'Check the opening of the microphone for dirt, paint or tape.',
  },
};

/** Why there is no result, or no calibration. */
const OTHERS: Readonly<Record<string, ResultWords>> = {
  noise: { sentence: 'It was too loud here to decide.', check: 'Test again when it is quieter.' },
  'too-noisy': { sentence: 'It is too loud here to calibrate.', check: 'Calibrate again when it is quieter.' },
  'mic-off': { sentence: 'The microphone is switched off.', check: 'Use the microphone switch on the speaker.' },
  'mic-muted': { sentence: 'The microphone is muted.', check: 'See Mute input in Device settings.' },
  'output-muted': { sentence: 'The output is muted.', check: 'See Mute output in Device settings.' },
  'mic-no-signal': {
    sentence: 'The microphone gives no signal.',
    check: 'Check the microphone switch and the microphone’s connection.',
  },
  'no-microphone': { sentence: 'The sound card has no microphone.', check: 'Choose an input in Device settings.' },
  'no-card': { sentence: 'The sound card is not there.', check: 'Check its connection and Device settings.' },
  clipping: { sentence: 'The microphone is overdriven.', check: 'Lower the level of the speaker test.' },
  'levels-changed': {
    sentence: 'The three recordings differ.',
    check: 'Let nothing move near the speaker while it calibrates.',
  },
  'lost-samples': { sentence: 'Parts of the sound were lost on the way.', check: 'See Health on the Status page.' },
  interrupted: { sentence: 'A page, a call or an emergency came first.', check: 'Try again.' },
  busy: { sentence: 'A page, a call or an emergency sounds.', check: 'Try again when it is over.' },
  running: { sentence: 'The speaker test runs.', check: 'Wait until it is over.' },
  failed: { sentence: 'The analysis broke down.', check: 'Try again; the log says more.' },
};

const UNKNOWN: ResultWords = { sentence: 'There is no result.', check: 'Try again.' };

/** What a reason means. */
export const reasonWords = (reason: string): ResultWords => FAILURES[reason] ?? OTHERS[reason] ?? UNKNOWN;

/** A result in words. */
export function resultWords({ verdict, reason }: Pick<SpeakerTestEntry, 'verdict' | 'reason'>): ResultWords {
  if (verdict === 'pass') return { sentence: 'The speaker works as it did at its calibration.', check: '' };
  return reasonWords(reason);
}

export const VERDICTS = {
  pass: 'Passed',
  fail: 'Didn’t pass',
  inconclusive: 'Undecided',
  cannot: 'Not tested',
} as const;

export const ADVICE: Readonly<Record<string, string>> = {
  'surroundings-changed': 'The surroundings have changed: calibrate again if they stay so.',
};

export const STALE = {
  'hardware-changed': 'Another sound card is used than at the calibration: calibrate again.',
  'level-changed': 'The level of the test was changed. It counts from the next calibration on.',
} as const;

export const GROUPS = { all: 'All tones', low: 'Low tones', middle: 'Middle tones', high: 'High tones' } as const;
