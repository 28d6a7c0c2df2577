import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, invalid } from '../core/fault.ts';
import { boolean, integer, list, object, optional, parse, string } from '../core/schema.ts';
import { SAMPLE_RATE } from '../dsp/format.ts';
import { toInt16 } from '../dsp/int16.ts';
import { writeWav } from '../dsp/wav.ts';
import { calibrate, readCalibration } from './calibration.ts';
import { readRecording } from './recording-file.ts';
import { stimulus } from './stimulus.ts';
import { judge, MOST_RECORDINGS, type Verdict } from './verdict.ts';

const STIMULUS = object({ dir: string({ minLength: 1 }), sampleRate: integer() });
const CALIBRATE = object({ recordings: list(string()) });
const TEST = object({
  recordings: list(string(), { minItems: 1, maxItems: MOST_RECORDINGS }),
  micEnabled: optional(boolean()),
});

/** Answers one line of the command `speakertest`: JSON in, JSON out. What is wrong with the line is its answer too. */
export async function answer(line: string): Promise<string> {
  try {
    return JSON.stringify(await outcome(JSON.parse(line) as Record<string, unknown>));
  } catch (error) {
    if (error instanceof Fault || error instanceof SyntaxError) return JSON.stringify({ error: error.message });
    throw error;
  }
}

async function outcome(request: Record<string, unknown> | null): Promise<object> {
  switch (request?.['op']) {
    case 'stimulus':
      return writeStimulus(request);
    case 'calibrate': {
      const { recordings } = parse(CALIBRATE, request, 'request');
      const made = calibrate(await Promise.all(recordings.map(readRecording)));
      return typeof made === 'string' ? { error: made } : { calibration: made };
    }
    case 'test':
      return test(request);
    default:
      throw invalid('op must be stimulus, calibrate or test', 'op');
  }
}

async function writeStimulus(request: object): Promise<object> {
  const { dir, sampleRate } = parse(STIMULUS, request, 'request');
  if (sampleRate !== SAMPLE_RATE) throw invalid(`sampleRate must be ${SAMPLE_RATE}`, 'sampleRate');
  const wav = join(dir, 'stimulus.wav');
  await writeFile(wav, writeWav(toInt16(stimulus()), SAMPLE_RATE)).catch(() => {
    throw invalid(`cannot write ${wav}`, 'dir');
  });
  return { wav };
}

async function test(request: Record<string, unknown>): Promise<object> {
  const { recordings: paths, micEnabled = true } = parse(TEST, request, 'request');
  const calibration = readCalibration(request['calibration']);
  const recordings = await Promise.all(paths.map(readRecording));
  return shortened(judge(calibration, recordings, micEnabled));
}

const shortened = ({ verdict, reason, score, advice }: Verdict) => ({
  verdict,
  reason,
  score: Math.round(1000 * score) / 1000,
  advice,
});
