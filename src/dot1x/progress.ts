/** How the speaker stands with the switch. */
export interface Dot1xStatus {
  /** `connecting`: the switch has not asked yet; a port without 802.1X never does. */
  readonly status: 'stopped' | 'connecting' | 'authenticating' | 'authenticated' | 'failed';
  /** Why it failed, or what is in the way; else empty. */
  readonly reason: string;
}

/** And what was said meanwhile that may be the reason of a failure to come. */
export interface Progress extends Dot1xStatus {
  readonly hint: string;
}

export const STOPPED: Progress = { status: 'stopped', reason: '', hint: '' };
export const CONNECTING: Progress = { status: 'connecting', reason: '', hint: '' };

type Method = 'tls' | 'peap';
type Step = (progress: Progress, part: (name: string) => string, method: Method) => Progress;

const hint = (text: (part: (name: string) => string, method: Method) => string): Step => {
  return (progress, part, method) => ({ ...progress, hint: text(part, method) });
};

/** MS-CHAP-V2 says why in a number: RFC 2759, 6. */
const MSCHAP_ERRORS: Readonly<Record<string, string>> = {
  646: 'The account may not log in at this time.',
  647: 'The account is disabled.',
  648: 'The password has expired.',
  649: 'The account has no permission for this.',
  691: 'The identity or the password is wrong.',
};

/** EAP methods by their number (IANA). */
const METHODS: Readonly<Record<string, string>> = {
  4: 'EAP-MD5',
  13: 'EAP-TLS',
  21: 'EAP-TTLS',
  25: 'EAP-PEAP',
  26: 'EAP-MSCHAPv2',
  43: 'EAP-FAST',
  52: 'EAP-pwd',
};

/** Where nobody said why. */
const REFUSED: Readonly<Record<Method, string>> = {
  tls: 'The server refused the identity or the client certificate.',
  peap: 'The server refused the identity or the password.',
};

/** What wpa_supplicant prints, and what it means. */
const STEPS: readonly (readonly [RegExp, Step])[] = [
  [
    /CTRL-EVENT-EAP-STARTED/,
    // Where it asks again from time to time the port stays open meanwhile.
    progress => ({
      status: progress.status === 'authenticated' ? 'authenticated' : 'authenticating',
      reason: '',
      hint: '',
    }),
  ],
  [/CTRL-EVENT-EAP-SUCCESS/, () => ({ status: 'authenticated', reason: '', hint: '' })],
  [
    /CTRL-EVENT-EAP-FAILURE/,
    (progress, _part, method) => ({ status: 'failed', reason: progress.hint || REFUSED[method], hint: '' }),
  ],
  [
    /CTRL-EVENT-DISCONNECTED/,
    progress => (progress.status === 'authenticated' ? CONNECTING : progress), // said after a failure too
  ],
  [
    /CTRL-EVENT-EAP-TLS-CERT-ERROR .*subject='(?<subject>[^']*)' err='(?<error>[^']*)'/,
    hint(
      part => `The server’s certificate is not trusted: ${part('error')} (${part('subject').replace(/^\/CN=/, '')}).`,
    ),
  ],
  [
    /CTRL-EVENT-EAP-PROPOSED-METHOD vendor=\d+ method=(?<method>\d+) -> NAK/,
    hint((part, method) => {
      const proposed = METHODS[part('method')] ?? `the method ${part('method')}`;
      return `The server proposes ${proposed}, not ${method === 'tls' ? 'EAP-TLS' : 'EAP-PEAP'}, for this identity.`;
    }),
  ],
  [/CTRL-EVENT-EAP-METHOD/, hint(() => '')],
  [
    /EAP-MSCHAPV2: failure message: .*error (?<error>\d+)\)/,
    hint(part => MSCHAP_ERRORS[part('error')] ?? `The server refused the password (error ${part('error')}).`),
  ],
  [
    /SSL3 alert: read \(remote end reported an error\):fatal:(?<alert>.*)/,
    hint(part => `The server does not accept the client certificate: ${part('alert')}.`),
  ],
  [/Failed to (load|set) .*private key/i, hint(() => 'The private key of the client certificate cannot be used.')],
];

/** What is so after another line. */
export function afterLine(progress: Progress, line: string, method: Method): Progress {
  for (const [pattern, step] of STEPS) {
    const found = pattern.exec(line);
    if (found !== null) return step(progress, name => found.groups?.[name] ?? '', method);
  }
  return progress;
}
