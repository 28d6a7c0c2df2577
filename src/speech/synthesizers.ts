import { Fault, unavailable } from '../core/fault.ts';
import type { SpeechVoice, Synthesizer } from './synthesizer.ts';

/** A speech program that is installed, and its voices. */
export interface Installed {
  readonly synthesizer: Synthesizer;
  readonly voices: readonly SpeechVoice[];
}

/**
 * The first of these programs that is there and has a voice.
 * @throws Fault `unavailable` that says what to install where none is
 */
export async function installedOf(synthesizers: readonly Synthesizer[]): Promise<Installed> {
  for (const synthesizer of synthesizers) {
    const voices = await voicesOf(synthesizer);
    if (voices.length > 0) return { synthesizer, voices };
  }
  throw unavailable('there is no program for speech; install Debian’s package espeak-ng, or flite for English');
}

async function voicesOf(synthesizer: Synthesizer): Promise<readonly SpeechVoice[]> {
  try {
    return await synthesizer.voices();
  } catch (error) {
    if (error instanceof Fault && error.kind === 'unavailable') return [];
    throw error;
  }
}
