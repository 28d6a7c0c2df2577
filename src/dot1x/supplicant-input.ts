import { invalid } from '../core/fault.ts';
import type { Dot1xSettings } from './settings.ts';

/** What the settings name. */
export interface Credentials {
  /** PEM; empty for none. */
  readonly authorities: string;
  readonly client: { readonly key: string; readonly cert: string } | undefined;
}

/** What the helper reads: an interface, a configuration as wpa_supplicant.conf(5) has it, and the files that it names. */
export function supplicantInput(name: string, settings: Dot1xSettings, credentials: Credentials): string {
  const { authorities } = credentials;
  return [
    name,
    'ap_scan=0',
    `eapol_version=${settings.eapolVersion}`,
    'network={',
    'key_mgmt=IEEE8021X',
    'eapol_flags=0',
    `identity=${hex(settings.identity)}`,
    ...(authorities === '' ? [] : ['ca_cert="authorities.pem"']),
    ...(settings.method === 'tls' ? tlsLines() : peapLines(settings)),
    '}',
    ...(authorities === '' ? [] : ['file authorities.pem', authorities.trim()]),
    ...(settings.method === 'tls' ? clientFiles(credentials) : []),
    'end',
    '',
  ].join('\n');
}

const tlsLines = () => ['eap=TLS', 'client_cert="client.pem"', 'private_key="client.key"'];

const peapLines = ({ password, peapVersion, peapLabel }: Dot1xSettings) => [
  'eap=PEAP',
  `phase1="peapver=${peapVersion} peaplabel=${peapLabel}"`,
  'phase2="auth=MSCHAPV2"',
  `password=${hex(password)}`,
];

/** @throws Fault `invalid` */
function clientFiles({ client }: Credentials): string[] {
  if (client === undefined) throw invalid('EAP-TLS needs a client certificate', 'certificate');
  return ['file client.pem', client.cert.trim(), 'file client.key', client.key.trim()];
}

/** Bytes in a form that has no way out of its line. */
const hex = (text: string) => Buffer.from(text).toString('hex');
