import { boolean, choice, integer, number, string, type Schema } from '../core/schema.ts';
import { defineParam, onOff, type ParamDef, slider, whole } from '../settings/index.ts';
import { CAPTURE_PARAMS } from './capture-params.ts';
import { CLASS_PARAMS } from './class-params.ts';

/** dB of the output gain. */
export const MAX_GAIN_DB = 12;
export const MIN_GAIN_DB = -60;

export const outputMuted = onOff('Stentor.Audio.OutputMuted', 'Mute output');

export const outputGain: ParamDef<number> = defineParam({
  path: 'AudioSource.A0.OutputGain',
  title: 'Output gain',
  schema: number({ minimum: MIN_GAIN_DB, maximum: MAX_GAIN_DB }),
  value: 0,
  read: 'viewer',
  write: 'operator',
  hint: 'slider',
  unit: 'dB',
  // VAPIX has one parameter for both: a number of dB, or the word mute.
  dialect: {
    show: get => (get(outputMuted) ? 'mute' : String(get(outputGain))),
    change: text =>
      text === 'mute' ? { [outputMuted.path]: true } : { [outputGain.path]: text, [outputMuted.path]: false },
  },
});

export const inputMuted = onOff('Stentor.Audio.InputMuted', 'Mute input');

export const inputGain: ParamDef<number> = defineParam({
  path: 'AudioSource.A0.InputGain',
  title: 'Input gain',
  schema: number({ minimum: -12, maximum: 40 }),
  value: 0,
  read: 'viewer',
  write: 'operator',
  hint: 'slider',
  unit: 'dB',
  dialect: {
    show: get => (get(inputMuted) ? 'mute' : String(get(inputGain))),
    change: text =>
      text === 'mute' ? { [inputMuted.path]: true } : { [inputGain.path]: text, [inputMuted.path]: false },
  },
});

/** Of full scale: what the event *Audio detection* waits for. */
export const alarmLevel = slider('AudioSource.A0.AlarmLevel', 'Alarm level', {
  value: 50,
  minimum: 1,
  maximum: 100,
  unit: '%',
});

export const latency = defineParam({
  path: 'Stentor.Audio.Latency',
  title: 'Latency profile',
  schema: choice(['Normal', 'Low', 'UltraLow']),
  value: 'Normal',
  read: 'viewer',
  write: 'operator',
  hint: 'choice',
});

export const driver = defineParam({
  path: 'Stentor.Audio.Driver',
  title: 'Driver',
  schema: choice(['portaudio', 'naudiodon', 'file']),
  value: 'portaudio',
  read: 'viewer',
  write: 'admin',
  hint: 'choice',
});

const device = (side: 'Output' | 'Input') =>
  defineParam({
    path: `Stentor.Audio.${side}`,
    title: `${side} device`,
    // `board` is the device that the board's description names.
    schema: string({ maxLength: 128, pattern: '^[ -~]+$' }),
    value: 'board',
    read: 'viewer',
    write: 'operator',
    hint: 'choice',
  });

export const outputDevice = device('Output');
export const inputDevice = device('Input');

export const separateCards = defineParam({
  path: 'Stentor.Audio.SeparateCards',
  title: 'Microphone on a card of its own',
  schema: choice(['auto', 'yes', 'no']),
  value: 'auto',
  read: 'viewer',
  write: 'admin',
  hint: 'choice',
});

const limit = (path: string, title: string, value: number, unit?: string) =>
  whole(
    path,
    title,
    { value, minimum: 1, maximum: 1_000_000, ...(unit === undefined ? {} : { unit }) },
    { write: 'admin' },
  );

export const maxClips = limit('MediaClip.MaxGroups', 'Audio clips at most', 100);
export const maxUploadMb = limit('MediaClip.MaxUploadSize', 'Size of an upload at most', 100, 'MB');
export const maxDurationS = limit('Stentor.MediaClip.MaxDuration', 'Length of a clip at most', 3600, 's');
export const quotaMb = limit('Stentor.MediaClip.Quota', 'Space for audio clips', 2000, 'MB');

export const receiverTimeoutMs = whole(
  'Audio.ReceiverTimeout',
  'Live sound ends after this long without data',
  { value: 1000, minimum: 100, maximum: 60_000, unit: 'ms' },
  { write: 'admin' },
);

export const receiverBufferMs = whole(
  'Audio.ReceiverBuffer',
  'Live sound collected before it is heard',
  { value: 120, minimum: 20, maximum: 1000, unit: 'ms' },
  { write: 'admin' },
);

export const receiverCatchUp = onOff(
  'Stentor.Audio.ReceiverCatchUp',
  'Live sound that came late is played shorter until it is on time',
  true,
  { write: 'admin' },
);

export const maxTransmitters = whole(
  'Stentor.Audio.MaxTransmitters',
  'Senders of live sound at a time',
  { value: 1, minimum: 1, maximum: 8 },
  { write: 'admin' },
);

export const maxListeners = whole(
  'Audio.MaxListeners',
  'Listeners to the microphone at a time',
  { value: 20, minimum: 0, maximum: 50 },
  { write: 'admin' },
);

/** What is sent to a listener who does not say what it wants; as VAPIX names it, `g711a` is ours. */
export const audioEncoding = defineParam({
  path: 'AudioSource.A0.AudioEncoding',
  title: 'Encoding',
  schema: choice(['aac', 'g711', 'g711a', 'g726', 'lpcm', 'opus']),
  value: 'g711',
  read: 'viewer',
  write: 'operator',
  hint: 'choice',
});

export const audioSampleRate = whole('AudioSource.A0.SampleRate', 'Sample rate', {
  value: 8000,
  minimum: 8000,
  maximum: 48_000,
  unit: 'Hz',
});

export const audioBitrate = whole('AudioSource.A0.BitRate', 'Bit rate', {
  value: 64_000,
  minimum: 6000,
  maximum: 1_000_000,
  unit: 'bit/s',
});

export const httpMessageType = defineParam({
  path: 'Audio.A0.HTTPMessageType',
  title: 'HTTP message type',
  schema: choice(['singlepart', 'multipart']),
  value: 'singlepart',
  read: 'viewer',
  write: 'operator',
  hint: 'choice',
});

/** What VAPIX clients read of an audio source and what never changes here. */
const fact = <T>(path: string, title: string, schema: Schema<T>, value: T) =>
  defineParam({ path, title, schema, value, read: 'viewer', write: 'never' });

const FACTS: readonly ParamDef[] = [
  fact('Audio.NbrOfConfigs', 'Number of configurations', integer(), 1),
  fact('Audio.DuplexMode', 'Duplex mode', string(), 'full'),
  fact('Audio.A0.Enabled', 'Enabled', boolean(), true),
  fact('Audio.A0.Name', 'Name', string(), 'Audio 0'),
  fact('Audio.A0.NbrOfChannels', 'Number of channels', integer(), 1),
  fact('Audio.A0.Source', 'Source', string(), '0'),
  fact('AudioSource.NbrOfSources', 'Number of sources', integer(), 1),
  fact('AudioSource.A0.AudioSupport', 'Audio support', boolean(), true),
  fact('AudioSource.A0.Name', 'Name', string(), 'Audio 0'),
  fact('AudioSource.A0.InputType', 'Input type', string(), 'internal'),
  fact('AudioSource.A0.NbrOfChannels', 'Number of channels', integer(), 1),
];

export const AUDIO_PARAMS: readonly ParamDef[] = [
  outputGain,
  outputMuted,
  inputGain,
  inputMuted,
  alarmLevel,
  latency,
  driver,
  outputDevice,
  inputDevice,
  separateCards,
  maxClips,
  maxUploadMb,
  maxDurationS,
  quotaMb,
  receiverTimeoutMs,
  receiverBufferMs,
  receiverCatchUp,
  maxTransmitters,
  maxListeners,
  audioEncoding,
  audioSampleRate,
  audioBitrate,
  httpMessageType,
  ...CAPTURE_PARAMS,
  ...CLASS_PARAMS,
  ...FACTS,
];
