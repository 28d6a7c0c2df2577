import { open } from 'node:fs/promises';
import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { outputOf } from '../core/output-of.ts';
import { run } from '../core/process.ts';
import type { SpeechOrder, SpeechVoice, Synthesizer } from './synthesizer.ts';

const LIST_MS = 5000;
/** It is a hundred times faster than speech; a busy Pi still has time. */
const SPEAK_MS = 60_000;
/** A quarter of an hour of int16 at 22.05 kHz. */
const MAX_BYTES = 40_000_000;

/** eSpeak NG (Debian package espeak-ng), a program of its own: over a hundred languages. */
export function createEspeak({ clock, program = 'espeak-ng' }: { clock: Clock; program?: string }): Synthesizer {
  return {
    name: 'eSpeak NG',
    voices: async () => voicesIn(await outputOf(program, ['--voices'], { clock, timeoutMs: LIST_MS })),
    speak: order => speak(program, order, clock),
  };
}

async function speak(program: string, order: SpeechOrder, clock: Clock): Promise<void> {
  const { textFile, soundFile, voice, rate, pitch } = order;
  const args = ['-b', '1', '-v', voice, '-s', String(rate), '-p', String(pitch), '-f', textFile, '--stdout'];
  const file = await open(soundFile, 'w', 0o600);
  try {
    let bytes = 0;
    for await (const piece of run(program, args, { clock, timeoutMs: SPEAK_MS })) {
      bytes += piece.length;
      if (bytes > MAX_BYTES)
        throw new Fault('too-large', 'the text takes longer than 15 minutes to say', { field: 'text' });
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
}

/** One voice a line under a headline: priority, language, age and gender, name, file, other languages. */
function voicesIn(table: string): SpeechVoice[] {
  const voices = new Map<string, SpeechVoice>();
  for (const line of table.split('\n').slice(1)) {
    const [, language, , name] = line.trim().split(/\s+/);
    if (language === undefined || name === undefined || voices.has(language)) continue;
    voices.set(language, { id: language, name: name.replace(/_+/g, ' ').trim(), language });
  }
  return [...voices.values()];
}
