import { integer, string } from '../core/schema.ts';
import { MAX_DELAY_MS } from '../dsp/delay-line.ts';
import { EQUALIZER_BANDS, EQUALIZER_MAX_DB } from '../dsp/equalizer-curve.ts';
import { defineParam, onOff, type ParamDef, slider } from '../settings/index.ts';

const common = { read: 'viewer', write: 'operator' } as const;
const AUDIO = 'Stentor.Audio';

const timeOfDay = (path: string, title: string, value: string) =>
  defineParam({
    ...common,
    path: `${AUDIO}.${path}`,
    title,
    schema: string({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    value,
    hint: 'time',
  });

const equalizer = (side: 'Output' | 'Input') => ({
  enabled: onOff(`${AUDIO}.${side}Equalizer.Enabled`, `${side} equalizer`),
  bands: EQUALIZER_BANDS.map(hz =>
    slider(`${AUDIO}.${side}Equalizer.Hz${Math.floor(hz)}`, hz < 1000 ? `${hz} Hz` : `${hz / 1000} kHz`, {
      value: 0,
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
  path: `${AUDIO}.OutputDelay`,
  title: 'Delay',
  schema: integer({ minimum: 0, maximum: MAX_DELAY_MS }),
  value: 0,
  hint: 'slider',
  unit: 'ms',
});

export const automaticVolume = {
  enabled: onOff(`${AUDIO}.AutomaticVolume.Enabled`, 'Automatic volume control'),
  quietLufs: slider(`${AUDIO}.AutomaticVolume.QuietLevel`, 'Level of the quiet room', {
    value: -60,
    minimum: -90,
    maximum: -20,
    unit: 'LUFS',
  }),
  slope: slider(`${AUDIO}.AutomaticVolume.Slope`, 'Louder for each dB of noise', {
    value: 0.5,
    minimum: 0.1,
    maximum: 1.5,
    unit: 'dB',
  }),
  maxGain: slider(`${AUDIO}.AutomaticVolume.MaxGain`, 'Louder at the most', {
    value: 9,
    minimum: 0,
    maximum: 20,
    unit: 'dB',
  }),
};

export const quietHours = {
  enabled: onOff(`${AUDIO}.QuietHours.Enabled`, 'Quiet hours'),
  from: timeOfDay('QuietHours.From', 'From', '22:00'),
  until: timeOfDay('QuietHours.Until', 'Until', '07:00'),
  maxGainDb: slider(`${AUDIO}.QuietHours.MaxGain`, 'Output gain at the most', {
    value: -20,
    minimum: -60,
    maximum: 0,
    unit: 'dB',
  }),
};

export const leveller = {
  enabled: onOff(`${AUDIO}.Leveller.Enabled`, 'Same loudness for live sources', true),
  maxGain: slider(`${AUDIO}.Leveller.MaxGain`, 'Raised at the most', {
    value: 12,
    minimum: 0,
    maximum: 24,
    unit: 'dB',
  }),
  slew: slider(`${AUDIO}.Leveller.Speed`, 'Speed', { value: 3, minimum: 0.5, maximum: 12, unit: 'dB/s' }),
};

export const SHAPING_PARAMS: readonly ParamDef[] = [
  ...[outputEqualizer, inputEqualizer].flatMap(({ enabled, bands }) => [enabled, ...bands]),
  outputDelay,
  ...Object.values(automaticVolume),
  ...Object.values(quietHours),
  ...Object.values(leveller),
];
