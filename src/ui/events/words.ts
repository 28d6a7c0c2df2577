/** What people call the fields of events and of actions, where their schemas do not say it. The first that is there counts. */
const TITLES: Readonly<Record<string, string>> = {
  'audio.clip-playing.clip': 'Audio clip',
  'audio.clip-playing.name': 'Name of the clip',
  'audio.currently-playing.fileName': 'Audio clip',
  'audio.set-volume.gain': 'Output gain',
  'call.dtmf.event': 'DTMF Event ID',
  'call.make.to': 'Address',
  'multicast.source-state.name': 'Name of the source',
  'multicast.source-state.source': 'Source',
  'notify.lost.recipient': 'Recipient',
  'notify.upload-clip.clip': 'Audio clip',
  'notify.upload-clip.name': 'File name',
  'notify.upload-recording.name': 'File name',
  'notify.upload-kept-recording.name': 'File name',
  'recordings.record.label': 'Name',
  'rules.set-virtual-input.port': 'Virtual input',
  'rules.virtual-input.port': 'Virtual input',
  'schedules.interval.id': 'Schedule',
  'schedules.missed.id': 'Schedule',
  'schedules.pulse.id': 'Schedule',
  'speakertest.result.status': 'Speaker test status',
  'system.control-button.heldMs': 'Held, ms',
  disk: 'Storage',
  dscp: 'DSCP',
  fileName: 'File name',
  headers: 'Headers',
  location: 'Audio clip',
  repeat: 'Repeat',
  sourceClass: 'Sound class',
  srtpKey: 'SRTP key',
  ttl: 'TTL',
};

/** Words for values. */
const VALUES: Readonly<Record<string, string>> = {
  'encryption.starttls': 'STARTTLS',
  'encryption.tls': 'TLS',
  'codec.PCMU': 'G.711 µ-law',
  'codec.PCMA': 'G.711 A-law',
  'gesture.calibrate': 'Pressed: calibrate',
  'gesture.ignored': 'Not counted',
  'gesture.refused': 'Refused',
  'disk.SD_DISK': 'Storage slot',
  'disk.INTERNAL': 'The speaker’s own card',
  'reason.AcceptedByDevice': 'Accepted by the speaker',
  'reason.AcceptedByRemote': 'Accepted by the other side',
  'reason.NoAnswer': 'No answer',
  'status.Failed': 'Didn’t pass the test',
  'status.OK': 'Passed the test',
};

const HINTS: Readonly<Record<string, string>> = {
  account: 'Empty is the default account.',
  gain: 'dB.',
  interval: 'Milliseconds that it is lit, and then dark.',
  recording: 'Empty is the one that the event tells of, or the newest.',
  repeat: '0 plays it once, −1 without end.',
  volume: 'Percent; 100 is as it is.',
  parameters: 'Goes into the query: name=value&name=value.',
  headers: 'One on each line: Name: value.',
  seconds: 'Seconds.',
  ttl: 'How many routers it may pass.',
  voice: 'Empty is the usual voice.',
};

/** What a field is called; `owner` is the id of its event or action. */
export const titleOf = (owner: string, field: string): string =>
  TITLES[`${owner}.${field}`] ?? TITLES[field] ?? capital(spaced(field));

/** What a value of a field is called. */
export const valueTitle = (field: string, value: string): string =>
  VALUES[`${field}.${value}`] ?? (/^[a-z]/.test(value) ? capital(spaced(value)) : value);

export const hintOf = (field: string): string | undefined => HINTS[field];

/** "heldMs" is read as "held ms", "set-up" as "set up". */
const spaced = (name: string) =>
  name.replaceAll('-', ' ').replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
