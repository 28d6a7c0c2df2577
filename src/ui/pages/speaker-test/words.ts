import type { SpeakerTestEntry } from '../../../api/contract.ts';
import { t } from '../../language/translate.ts';

/** A result as one sentence, and what to check. */
export interface ResultWords {
  readonly sentence: string;
  readonly check: string;
}

/** By reason of a test that was not passed. */
const FAILURES: Readonly<Record<string, ResultWords>> = {
  'no-sound': {
    sentence: t('The microphone hears nothing of the speaker.'),
    check: t('Check the cable to the loudspeaker and the amplifier.'),
  },
  'low-level': {
    sentence: t('The speaker is softer than at its calibration.'),
    check: t('Check the amplifier, and whether something stands or hangs before the speaker.'),
  },
  'level-high': {
    sentence: t('The speaker is louder than at its calibration.'),
    check: t('Check whether the amplifier’s gain was changed or the speaker was moved; then calibrate again.'),
  },
  'high-band-loss': {
    sentence: t('High tones are missing.'),
    check: t('Check whether something covers the speaker, and the tweeter.'),
  },
  'low-band-loss': {
    sentence: t('Low tones are missing.'),
    check: t('Check the loudspeaker’s cone and surround, and the housing for leaks.'),
  },
  obstructed: {
    sentence: t('The sound is blocked.'),
    check: t('Remove what covers the speaker or its microphone.'),
  },
  'response-changed': {
    sentence: t('The speaker sounds different from its calibration.'),
    check: t('Check whether it was moved or something is close to it; calibrate again if that is meant to be so.'),
  },
  distortion: {
    sentence: t('The sound is distorted.'),
    check: t('Check the loudspeaker and the amplifier; a lower level may help.'),
  },
  'rub-buzz': {
    sentence: t('Something rubs or buzzes.'),
    check: t('Check for loose parts and for dirt in the loudspeaker.'),
  },
  intermittent: {
    sentence: t('The sound breaks off at times.'),
    check: t('Check the cable and its contacts.'),
  },
  'mic-blocked': {
    sentence: t('The microphone is covered.'),
    check: t('Check the opening of the microphone for dirt, paint or tape.'),
  },
};

/** Why there is no result, or no calibration. */
const OTHERS: Readonly<Record<string, ResultWords>> = {
  noise: { sentence: t('It was too loud here to decide.'), check: t('Test again when it is quieter.') },
  'too-noisy': { sentence: t('It is too loud here to calibrate.'), check: t('Calibrate again when it is quieter.') },
  'mic-off': { sentence: t('The microphone is switched off.'), check: t('Use the microphone switch on the speaker.') },
  'mic-muted': { sentence: t('The microphone is muted.'), check: t('See Mute input in Device settings.') },
  'output-muted': { sentence: t('The output is muted.'), check: t('See Mute output in Device settings.') },
  'mic-no-signal': {
    sentence: t('The microphone gives no signal.'),
    check: t('Check the microphone switch and the microphone’s connection.'),
  },
  'no-microphone': {
    sentence: t('The sound card has no microphone.'),
    check: t('Choose an input in Device settings.'),
  },
  'no-card': { sentence: t('The sound card is not there.'), check: t('Check its connection and Device settings.') },
  clipping: { sentence: t('The microphone is overdriven.'), check: t('Lower the level of the speaker test.') },
  'levels-changed': {
    sentence: t('The three recordings differ.'),
    check: t('Let nothing move near the speaker while it calibrates.'),
  },
  'lost-samples': {
    sentence: t('Parts of the sound were lost on the way.'),
    check: t('See Health on the Status page.'),
  },
  interrupted: { sentence: t('A page, a call or an emergency came first.'), check: t('Try again.') },
  busy: { sentence: t('A page, a call or an emergency sounds.'), check: t('Try again when it is over.') },
  running: { sentence: t('The speaker test runs.'), check: t('Wait until it is over.') },
  failed: { sentence: t('The analysis broke down.'), check: t('Try again; the log says more.') },
};

const UNKNOWN: ResultWords = { sentence: t('There is no result.'), check: t('Try again.') };

/** What a reason means. */
export const reasonWords = (reason: string): ResultWords => FAILURES[reason] ?? OTHERS[reason] ?? UNKNOWN;

/** A result in words. */
export function resultWords({ verdict, reason }: Pick<SpeakerTestEntry, 'verdict' | 'reason'>): ResultWords {
  if (verdict === 'pass') return { sentence: t('The speaker works as it did at its calibration.'), check: '' };
  return reasonWords(reason);
}

export const VERDICTS = {
  pass: t('Passed'),
  fail: t('Didn’t pass'),
  inconclusive: t('Undecided'),
  cannot: t('Not tested'),
} as const;

export const ADVICE: Readonly<Record<string, string>> = {
  'surroundings-changed': t('The surroundings have changed: calibrate again if they stay so.'),
};

export const STALE = {
  'hardware-changed': t('Another sound card is used than at the calibration: calibrate again.'),
  'level-changed': t('The level of the test was changed. It counts from the next calibration on.'),
} as const;

export const GROUPS = {
  all: t('All tones'),
  low: t('Low tones'),
  middle: t('Middle tones'),
  high: t('High tones'),
} as const;
