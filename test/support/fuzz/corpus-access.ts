import { call, get, method, type Seed } from './seed.ts';

const SOUND = { harms: 'sound' } as const;
const END = { harms: 'end' } as const;

const FIREWALL = '/config/rest/firewall/v1';
const RULES = ['', '/activeRules', '/activeDefaultPolicy', '/pendingRules', '/pendingDefaultPolicy', '/testTimeLeft'];
const RULE = { filterType: 'filter', rule: { target: 'DROP', protocol: 'tcp', port: 22, address: '192.0.2.0/24' } };

const firewall: readonly Seed[] = [
  get(FIREWALL),
  get(`${FIREWALL}/conf`),
  ...RULES.map(path => get(`${FIREWALL}/conf/rules${path}`)),
  get(`${FIREWALL}/activated`),
  ...['PATCH', 'PUT'].map(verb => call(verb, `${FIREWALL}/activated`, { data: true }, END)),
  call('POST', `${FIREWALL}/conf/setRules`, { data: { rules: [RULE], defaultPolicy: 'ALLOW', testTime: 300 } }, END),
  call('POST', `${FIREWALL}/conf/confirmRules`, { data: {} }, END),
  call('POST', `${FIREWALL}/conf/clearPendingRules`, { data: {} }, END),
  get('/api/firewall'),
  call('PUT', '/api/firewall', { plan: { activated: true, policy: 'accept', rules: [] }, testS: 300 }, END),
  ...['confirm', 'revert'].map(verb => call('POST', `/api/firewall/${verb}`, {}, END)),
];

const USER = { username: 'field', password: 'a long password', comment: 'on site' };
const ssh: readonly Seed[] = [
  ...['v2', 'v2beta'].flatMap(version => [
    get(`/config/rest/ssh/${version}`),
    get(`/config/rest/ssh/${version}/users`),
    call('POST', `/config/rest/ssh/${version}/users`, { data: USER }),
    get(`/config/rest/ssh/${version}/users/field`),
    ...['PATCH', 'PUT'].map(verb => call(verb, `/config/rest/ssh/${version}/users/field`, { data: { comment: 'x' } })),
    call('DELETE', `/config/rest/ssh/${version}/users/field`),
  ]),
  get('/api/ssh'),
  call('POST', '/api/ssh/accounts', { name: 'field', password: 'a long password', comment: '' }),
  call('PATCH', '/api/ssh/accounts/field', { comment: 'on site' }),
  call('DELETE', '/api/ssh/accounts/field'),
];

const SERVER = {
  address: '127.0.0.9',
  port: 6514,
  protocol: 'UDP',
  format: 'RFC5424',
  severity: 'Warning',
  type: 'All',
};

/** Who may reach the speaker, and what leaves it. */
export const ACCESS_CORPUS: readonly Seed[] = [
  ...firewall,
  ...ssh,
  get('/api/dot1x'),
  call(
    'PATCH',
    '/api/dot1x',
    { enabled: false, method: 'peap', identity: 'speaker', password: 'a long password' },
    END,
  ),
  get('/api/remote-syslog'),
  call('PUT', '/api/remote-syslog', { enabled: false, servers: [SERVER] }),
  call('POST', '/api/remote-syslog/test', {}),
  method('remotesyslog.cgi', 'status'),
  method('remotesyslog.cgi', 'setup', { servers: [SERVER] }),
  method('findmydevice.cgi', 'start', { duration: 5 }, SOUND),
  get('/api/configuration'),
  call('POST', '/api/configuration/export', { passphrase: 'long enough to keep' }),
  call('POST', '/api/configuration/diff', { document: {} }, END),
  call(
    'POST',
    '/api/configuration/apply',
    { document: { format: 'stentor-configuration', version: 1, settings: { 'AudioSource.A0.OutputGain': 0 } } },
    END,
  ),
  get('/api/openapi.json'),
  get('/api/tokens'),
  call('POST', '/api/tokens', { name: 'script', role: 'viewer' }),
  call('DELETE', '/api/tokens/1'),
];
