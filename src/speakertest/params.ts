import type { SourceClass } from '../engine/contract.ts';
import { onOff, type ParamDef, slider, whole } from '../settings/index.ts';

const PATH = 'Stentor.SpeakerTest';

/** Peak of what the test plays, past output gain and filters; a calibration keeps the level it was made with. */
export const testLevel = slider(`${PATH}.Level`, 'Level of the speaker test', {
  value: -18,
  minimum: -40,
  maximum: -6,
  unit: 'dBFS',
});
export const retryMinutes = whole(`${PATH}.RetryMinutes`, 'Minutes until an undecided test is tried again', {
  value: 10,
  minimum: 1,
  maximum: 1440,
  unit: 'min',
});
export const retries = whole(`${PATH}.Retries`, 'Times that an undecided test is tried again', {
  value: 3,
  minimum: 0,
  maximum: 10,
});

/** What the microphone may listen to: never to calls, which are private. */
export type HearableClass = Exclude<SourceClass, 'call' | 'test'>;
const HEARABLE: readonly HearableClass[] = ['emergency', 'paging', 'announcement', 'advertisement', 'music'];

const confirm = (name: HearableClass) => {
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  return onOff(`${PATH}.Confirm.${title}`, `Microphone confirms: ${name}`);
};

/** Whether the microphone confirms that sounds of a class were heard. */
export const confirmed: Readonly<Record<HearableClass, ParamDef<boolean>>> = Object.fromEntries(
  HEARABLE.map(name => [name, confirm(name)]),
) as Record<HearableClass, ParamDef<boolean>>;

export const SPEAKER_TEST_PARAMS: readonly ParamDef[] = [
  testLevel,
  retryMinutes,
  retries,
  ...Object.values(confirmed),
] as ParamDef[];
