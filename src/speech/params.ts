import { integer, string } from '../core/schema.ts';
import { defineParam, type ParamDef } from '../settings/index.ts';

const common = { read: 'viewer', write: 'operator' } as const;

export const speechVoice = defineParam({
  ...common,
  path: 'Stentor.Speech.Voice',
  title: 'Voice',
  // Empty takes the program's English, or its first.
  schema: string({ maxLength: 64, pattern: '^[A-Za-z0-9_-]*$' }),
  value: '',
  hint: 'choice',
});

export const RATE = integer({ minimum: 80, maximum: 400 });
export const speechRate = defineParam({
  ...common,
  path: 'Stentor.Speech.Rate',
  title: 'Speed',
  schema: RATE,
  value: 160,
  hint: 'slider',
  unit: 'words/min',
});

export const PITCH = integer({ minimum: 0, maximum: 99 });
export const speechPitch = defineParam({
  ...common,
  path: 'Stentor.Speech.Pitch',
  title: 'Pitch',
  schema: PITCH,
  value: 50,
  hint: 'slider',
});

export const SPEECH_PARAMS: readonly ParamDef[] = [speechVoice, speechRate, speechPitch];
