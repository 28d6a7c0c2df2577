import type { Clock } from '../core/clock.ts';
import { outputOf } from '../core/output-of.ts';
import type { SpeechOrder, SpeechVoice, Synthesizer } from './synthesizer.ts';

const LIST_MS = 5000;
const SPEAK_MS = 60_000;
/** What Flite's voices speak by themselves, words per minute. */
const USUAL_RATE = 175;
/** Hz at the pitch of 50. */
const USUAL_HZ = 105;
/** Pitch points of one octave. */
const OCTAVE = 50;

/** Flite (Debian package flite), a program of its own: English only. */
export function createFlite({ clock, program = 'flite' }: { clock: Clock; program?: string }): Synthesizer {
  return {
    name: 'Flite',
    voices: async () => voicesIn(await outputOf(program, ['-lv'], { clock, timeoutMs: LIST_MS })),
    speak: async order => {
      await outputOf(program, argsOf(order), { clock, timeoutMs: SPEAK_MS });
    },
  };
}

function argsOf({ textFile, soundFile, voice, rate, pitch }: SpeechOrder): string[] {
  const stretch = `duration_stretch=${(USUAL_RATE / rate).toFixed(3)}`;
  const height = `int_f0_target_mean=${(USUAL_HZ * 2 ** ((pitch - OCTAVE) / OCTAVE)).toFixed(1)}`;
  return ['-voice', voice, '--setf', stretch, '--setf', height, '-f', textFile, '-o', soundFile];
}

/** `Voices available: kal awb …` */
const voicesIn = (line: string): SpeechVoice[] =>
  (line.split(':')[1] ?? '')
    .trim()
    .split(/\s+/)
    .filter(name => name !== '')
    .map(name => ({ id: name, name: `English (${name})`, language: 'en-US' }));
