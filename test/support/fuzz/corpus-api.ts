import { bundleBytes } from '../bundle-bytes.ts';
import { beep, wav } from '../signals.ts';
import { exampleCertificate } from '../example-certificate.ts';
import { call, get, type Seed, socket, upload } from './seed.ts';

const SOUND = { harms: 'sound' } as const;
const END = { harms: 'end' } as const;

const GETS = [
  'sip sip/dialogs certificates certificates/1/pem session status settings accounts audio clips clips/0/file storage',
  'recordings recordings/1/file multicast network time recipients events/catalog rules rules/export rules/trace',
  'rules/1/why?at=2026-03-01T10:00:00Z schedules schedules/next?count=5 schedules/export schedules/holidays',
  'schedules/com.axis.schedules.weekdays/ics mqtt virtual-inputs speech speaker-test speaker-test/runs/1',
  'speaker-test/runs/1/recordings/0 equalizer?gains=0,1,2,3,4,5,6,7,8,9 events actions upgrade upgrade/log logs/system logs/audit clients speakers',
  'health board board/recording?side=speaker&seconds=1 routes',
].flatMap(line => line.split(' '));

const TO = { to: 'sip:127.0.0.9:9' };
const SIP: readonly Seed[] = [
  call('PUT', '/api/sip/turn-password', { password: 'turn' }),
  call('POST', '/api/sip/accounts', { name: 'desk', userId: '100', domain: '127.0.0.1', dtmfSequences: [] }),
  call('PATCH', '/api/sip/accounts/peer-to-peer', { autoAnswer: true, mediaEncryption: 'none' }),
  call('DELETE', '/api/sip/accounts/1'),
  call('POST', '/api/sip/calls', TO, SOUND),
  ...['answer', 'end', 'connect'].map(verb => call('POST', `/api/sip/calls/1/${verb}`, {})),
  call('POST', '/api/sip/calls/1/mute', { muted: true }),
  call('POST', '/api/sip/calls/1/hold', { held: true }),
  call('POST', '/api/sip/calls/1/gain', { gainDb: -6 }),
  call('POST', '/api/sip/calls/1/dtmf', { tones: '12#' }),
  call('POST', '/api/sip/calls/1/transfer', TO),
  call('POST', '/api/sip/calls/1/consult', TO),
];

const SUBJECT = { name: 'Hall', keyType: 'EC P-256', commonName: 'hall.example', names: ['hall.example', '10.0.0.2'] };
const { pem: PEM, pkcs12: PKCS12 } = exampleCertificate();
const CERTIFICATES: readonly Seed[] = [
  call('POST', '/api/certificates/self-signed', { ...SUBJECT, organization: 'Us', country: 'SE', days: 30 }),
  call('POST', '/api/certificates/request', SUBJECT),
  call('POST', '/api/certificates/authority', { name: 'Ours', pem: PEM }),
  call('POST', '/api/certificates/upload', { name: 'Mine', pem: PEM, password: 'secret' }),
  call('POST', '/api/certificates/upload', { name: 'Mine', pkcs12: PKCS12, password: 'secret' }),
  call('PUT', '/api/certificates/use', { https: '1', sip: '1' }),
  call('PUT', '/api/certificates/1/certificate', { pem: PEM }),
  call('DELETE', '/api/certificates/99'),
];

const DOOR: readonly Seed[] = [
  call('POST', '/api/setup', { password: 'first one' }),
  call('POST', '/api/login', { user: 'nobody', password: 'a guess' }),
  call('POST', '/api/logout', {}),
  call('POST', '/api/accounts', { name: 'guest', password: 'pass word', role: 'viewer' }, END),
  call('PATCH', '/api/accounts/guest', { name: 'guest', password: 'another', role: 'operator' }, END),
  call('DELETE', '/api/accounts/guest', undefined, END),
  call('PATCH', '/api/settings', { 'Audio.MaxListeners': 8, 'Stentor.SIP.Enabled': true }, SOUND),
  call('POST', '/api/restart', {}, END),
  call('POST', '/api/factory-default', { kind: 'soft' }, END),
  call('PATCH', '/api/network', { web: { access: 'both', httpsPort: 0 }, hostName: { name: 'hall' } }, END),
  call('PATCH', '/api/network', { dns: { automatic: false, servers: ['127.0.0.1'], domains: [] } }, END),
  call('POST', '/api/network/confirm', {}),
  call('POST', '/api/network/revert', {}, END),
  call('PATCH', '/api/time', { source: 'static', servers: ['127.0.0.1'], zone: 'Europe/Paris' }),
  call('PUT', '/api/time/clock', { time: '2026-03-01T10:00:00Z' }),
];

const DING = wav(beep(20));
const AUDIO: readonly Seed[] = [
  call('POST', '/api/audio/stop', { voice: 1 }, SOUND),
  upload('/api/clips?name=Gong', 'gong.wav', DING),
  call('POST', '/api/clips/stop', {}, SOUND),
  call('POST', '/api/clips/0/play', { repeat: 0, volume: 50 }, SOUND),
  call('PATCH', '/api/clips/0', { name: 'Other', ownGain: true }, SOUND),
  call('DELETE', '/api/clips/9', undefined, SOUND),
  call('POST', '/api/speech', { text: 'Hi', rate: 400 }),
  call('POST', '/api/speech/stop', {}, SOUND),
  call('POST', '/api/speech/preview', { text: 'It is {{time}}.' }),
  ...['calibrate', 'run', 'stop'].map(verb => call('POST', `/api/speaker-test/${verb}`, {}, SOUND)),
  call('POST', '/api/speaker-test/confirm', { clear: true }),
  call('POST', '/api/storage/SD_DISK/mount', {}),
  call('POST', '/api/storage/SD_DISK/unmount', {}),
  call('DELETE', '/api/recordings/9'),
  call('POST', '/api/recordings/9/stop', {}),
  call('POST', '/api/multicast', { name: 'Yard', address: '239.1.2.4', port: 5006, codec: 'opus', enabled: false }),
  call('PATCH', '/api/multicast/0', { latency: 'Low', priority: 3 }),
  call('DELETE', '/api/multicast/9'),
];

const CONDITION = { event: 'rules.virtual-input', fields: { port: 9, active: true }, invert: false };
const ACTION = { id: 'rules.set-virtual-input', args: { port: 8, active: true }, hold: false };
const RULE = { name: 'Gate', enabled: false, wait: 1, conditions: [CONDITION], trigger: false, action: ACTION };
const CALENDAR = 'DTSTART:20260301T080000\nDTEND:20260301T090000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20300101T000000';
const ICS = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Work\r\n${CALENDAR.replaceAll('\n', '\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const HOLIDAYS = { holidays: [{ date: '2026-12-25', name: 'Christmas', yearly: true }] };
const WEB = { name: 'Web', type: 'http', fields: { url: 'http://127.0.0.1:9/' } };
const ICAL = { headers: { 'Content-Type': 'text/calendar' } };
const calendar = (target: string): Seed => ({ ...call('POST', target, undefined, ICAL), body: Buffer.from(ICS) });

const EVENTS: readonly Seed[] = [
  call('POST', '/api/recipients', WEB),
  call('PATCH', '/api/recipients/0', { name: 'Other' }),
  call('DELETE', '/api/recipients/9'),
  call('POST', '/api/recipients/0/copy', {}),
  call('POST', '/api/recipients/test', WEB),
  call('POST', '/api/recipients/0/test', {}),
  call('POST', '/api/recipients/0/queue', {}),
  call('DELETE', '/api/recipients/0/queue'),
  call('POST', '/api/recipients/preview', { text: 'It is so', event: 'system.ready' }),
  call('POST', '/api/rules', RULE, SOUND),
  call('PATCH', '/api/rules/1', { enabled: false, wait: 2 }),
  call('DELETE', '/api/rules/9'),
  call('POST', '/api/rules/1/copy', {}),
  call('POST', '/api/rules/import', { rules: [RULE] }, SOUND),
  call('POST', '/api/rules/dry-run', { event: 'rules.virtual-input', data: { port: 9, active: true }, rule: RULE }),
  call('POST', '/api/rules/replay/1', {}, SOUND),
  call('POST', '/api/schedules', { name: 'Work', kind: 'interval', calendar: CALENDAR, timeZone: 'UTC' }),
  call('PATCH', '/api/schedules/1', { calendar: CALENDAR, exceptHolidays: true }),
  call('DELETE', '/api/schedules/9'),
  calendar('/api/schedules/import'),
  call('PUT', '/api/schedules/holidays', HOLIDAYS),
  calendar('/api/schedules/holidays/import'),
  call('PATCH', '/api/mqtt', { client: { host: '127.0.0.1', port: 9 }, subscriptions: [] }),
  call('POST', '/api/mqtt/test', { client: { host: '127.0.0.1', port: 9, connectTimeout: 1 } }),
  call('POST', '/api/mqtt/discovery', {}),
  call('PATCH', '/api/virtual-inputs/5', { active: true, name: 'Gate' }),
  call('POST', '/api/actions/rules.set-virtual-input', { port: 8, active: false }, SOUND),
];

const SYSTEM: readonly Seed[] = [
  upload('/api/upgrade/bundle', 'release.raucb', bundleBytes({ signature: 1300 })),
  call('DELETE', '/api/upgrade/bundle'),
  ...['install', 'commit', 'rollback', 'purge'].map(verb => call('POST', `/api/upgrade/${verb}`, {}, END)),
  call('POST', '/api/upgrade/acknowledge', {}),
  call('POST', '/api/ping', { host: '127.0.0.1' }),
  call('POST', '/api/port-check', { host: '127.0.0.1', port: 9 }),
  call('POST', '/api/speakers/address', {
    serialNumber: 'ABCDEF000000',
    address: '127.0.0.5',
    prefix: 24,
    user: 'root',
    password: 'pass',
  }),
  call('PATCH', '/api/board', { micSwitchOn: true, medium: 'sound', room: { preset: 'office', noiseDb: -60 } }, SOUND),
  call('POST', '/api/board/press', { ms: 1 }, END),
  call('POST', '/api/board/event', { event: 'speakertest.result', data: { status: 'OK' } }, END),
];

const PAGE: readonly Seed[] = [
  get('/', { headers: { 'Accept-Encoding': 'gzip, br', 'If-None-Match': 'W/"x"' } }),
  get('/system/network'),
  get('/app.js'),
  socket('/api/live'),
  socket('/api/talk?codec=L16&mode=live'),
];

/** What our own page asks, and the page itself. */
export const API_CORPUS: readonly Seed[] = [
  ...GETS.map(path => get(`/api/${path}`)),
  ...SIP,
  ...CERTIFICATES,
  ...DOOR,
  ...AUDIO,
  ...EVENTS,
  ...SYSTEM,
  ...PAGE,
];
