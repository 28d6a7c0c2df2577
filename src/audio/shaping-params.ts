import { boolean, integer, number, string } from '../core/schema.ts';
import { MAX_DELAY_MS } from '../dsp/delay-line.ts';
import { EQUALIZER_BANDS, EQUALIZER_MAX_DB } from '../dsp/equalizer-curve.ts';
import { defineParam, type ParamDef } from '../settings/index.ts';

const common = { read: 'viewer', write: 'operator' } as const;

const onOff = (path: string, title: string, value = false) =>
  defineParam({ ...common, path: `Stentor.Audio.${path}`, title, schema: boolean(), value, hint: 'switch' });

interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
}

const range = (path: string, title: string, value: number, { unit, ...limits }: Range) =>
  defineParam({ ...common, path: `Stentor.Audio.${path}`, title, schema: number(limits), value, hint: 'slider', unit });

const timeOfDay = (path: string, title: string, value: string) =>
  defineParam({
    ...common,
    path: `Stentor.Audio.${path}`,
    title,
    schema: string({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    value,
    hint: 'time',
  });

const equalizer = (side: 'Output' | 'Input') => ({
  enabled: onOff(`${side}Equalizer.Enabled`, `${side} equalizer`),
  bands: EQUALIZER_BANDS.map(hz =>
    range(`${side}Equalizer.Hz${Math.floor(hz)}`, hz < 1000 ? `${hz} Hz` : `${hz / 1000} kHz`, 0, {
      minimum: -EQUALIZER_MAX_DB,
      maximum: EQUALIZER_MAX_DB,
      unit: 'dB',
    }),
  ),
});

export const outputEqualizer = equalizer('Output');
export const inputEqualizer = equalizer('Input');

export const outputDelay = defineParam({
  ...common,
  path: 'Stentor.Audio.OutputDelay',
  title: 'Delay',
  schema: integer({ minimum: 0, maximum: MAX_DELAY_MS }),
  value: 0,
  hint: 'slider',
  unit: 'ms',
});

export const automaticVolume = {
  enabled: onOff('AutomaticVolume.Enabled', 'Automatic volume control'),
  quietLufs: range('AutomaticVolume.QuietLevel', 'Level of the quiet room', -60, {
    minimum: -90,
    maximum: -20,
    unit: 'LUFS',
  }),
  slope: range('AutomaticVolume.Slope', 'Louder for each dB of noise', 0.5, { minimum: 0.1, maximum: 1.5, unit: 'dB' }),
  maxGain: range('AutomaticVolume.MaxGain', 'Louder at the most', 9, { minimum: 0, maximum: 20, unit: 'dB' }),
};

export const quietHours = {
  enabled: onOff('QuietHours.Enabled', 'Quiet hours'),
  from: timeOfDay('QuietHours.From', 'From', '22:00'),
  until: timeOfDay('QuietHours.Until', 'Until', '07:00'),
  maxGainDb: range('QuietHours.MaxGain', 'Output gain at the most', -20, { minimum: -60, maximum: 0, unit: 'dB' }),
};

export const leveller = {
  enabled: onOff('Leveller.Enabled', 'Same loudness for live sources', true),
  maxGain: range('Leveller.MaxGain', 'Raised at the most', 12, { minimum: 0, maximum: 24, unit: 'dB' }),
  slew: range('Leveller.Speed', 'Speed', 3, { minimum: 0.5, maximum: 12, unit: 'dB/s' }),
};

export const SHAPING_PARAMS: readonly ParamDef[] = [
  ...[outputEqualizer, inputEqualizer].flatMap(({ enabled, bands }) => [enabled, ...bands]),
  outputDelay,
  ...Object.values(automaticVolume),
  ...Object.values(quietHours),
  ...Object.values(leveller),
];
