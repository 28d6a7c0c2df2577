import { t } from '../language/translate.ts';
import { told } from '../language/told.ts';

/** What people call the fields of events and of actions, where their schemas do not say it. The first that is there counts. */
const TITLES: Readonly<Record<string, string>> = {
  'audio.clip-playing.clip': t('Audio clip'),
  'audio.clip-playing.name': t('Name of the clip'),
  'audio.currently-playing.fileName': t('Audio clip'),
  'audio.set-volume.gain': t('Output gain'),
  'call.dtmf.event': t('DTMF Event ID'),
  'call.make.to': t('Address'),
  'multicast.source-state.name': t('Name of the source'),
  'multicast.source-state.source': t('Source'),
  'notify.lost.recipient': t('Recipient'),
  'notify.upload-clip.clip': t('Audio clip'),
  'notify.upload-clip.name': t('File name'),
  'notify.upload-recording.name': t('File name'),
  'notify.upload-kept-recording.name': t('File name'),
  'recordings.record.label': t('Name'),
  'rules.set-virtual-input.port': t('Virtual input'),
  'rules.virtual-input.port': t('Virtual input'),
  'schedules.interval.id': t('Schedule'),
  'schedules.missed.id': t('Schedule'),
  'schedules.pulse.id': t('Schedule'),
  'speakertest.result.status': t('Speaker test status'),
  'system.control-button.heldMs': t('Held, ms'),
  disk: t('Storage'),
  dscp: 'DSCP',
  fileName: t('File name'),
  headers: t('Headers'),
  location: t('Audio clip'),
  repeat: t('Repeat'),
  sourceClass: t('Sound class'),
  srtpKey: t('SRTP key'),
  ttl: 'TTL',
};

/** Words for values. */
const VALUES: Readonly<Record<string, string>> = {
  'encryption.starttls': 'STARTTLS',
  'encryption.tls': 'TLS',
  'codec.PCMU': 'G.711 µ-law',
  'codec.PCMA': 'G.711 A-law',
  'gesture.calibrate': t('Pressed: calibrate'),
  'gesture.announce': t('Pressed twice: say name and address'),
  'gesture.ignored': t('Not counted'),
  'gesture.refused': t('Refused'),
  'disk.SD_DISK': t('Storage slot'),
  'disk.INTERNAL': t('The speaker’s own card'),
  'reason.AcceptedByDevice': t('Accepted by the speaker'),
  'reason.AcceptedByRemote': t('Accepted by the other side'),
  'reason.NoAnswer': t('No answer'),
  'status.Failed': t('Didn’t pass the test'),
  'status.OK': t('Passed the test'),
};

const HINTS: Readonly<Record<string, string>> = {
  account: t('Empty is the default account.'),
  gain: t('dB.'),
  interval: t('Milliseconds that it is lit, and then dark.'),
  recording: t('Empty is the one that the event tells of, or the newest.'),
  repeat: t('0 plays it once, −1 without end.'),
  volume: t('Percent; 100 is as it is.'),
  parameters: t('Goes into the query: name=value&name=value.'),
  headers: t('One on each line: Name: value.'),
  seconds: t('Seconds.'),
  ttl: t('How many routers it may pass.'),
  voice: t('Empty is the usual voice.'),
};

/** What a field is called; `owner` is the id of its event or action. */
export const titleOf = (owner: string, field: string): string =>
  TITLES[`${owner}.${field}`] ?? TITLES[field] ?? told(capital(spaced(field)));

/** What a value of a field is called. */
export const valueTitle = (field: string, value: string): string =>
  VALUES[`${field}.${value}`] ?? (/^[a-z]/.test(value) ? told(capital(spaced(value))) : value);

export const hintOf = (field: string): string | undefined => HINTS[field];

/** "heldMs" is read as "held ms", "set-up" as "set up". */
const spaced = (name: string) =>
  name.replaceAll('-', ' ').replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
