import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import type { Clock, Off } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import { ensureFolder, readIfThere, replaceFile } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { KeyPair } from './key-pair.ts';

export interface OwnCertificateOptions {
  /** The file that holds both, so that a power cut cannot part them; only its owner may read it. */
  readonly path: string;
  readonly hostName: () => string;
  /** The speaker's IP addresses now. */
  readonly addresses: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_MS = 86_400_000;
/** Apple's systems refuse server certificates that are valid for longer, self-signed ones too. */
const VALID_DAYS = 825;
const RENEW_BEFORE_DAYS = 30;
/** Without a clock that runs through power cuts the speaker may be ahead of who looks at the certificate. */
const BACKDATED_DAYS = 1;

/** The certificate that HTTPS shows: made and signed by the speaker itself at its first start, and in time again. */
export class OwnCertificate {
  readonly #options: OwnCertificateOptions;

  constructor(options: OwnCertificateOptions) {
    this.#options = options;
  }

  /** The present certificate; a new one where there is none, or it is unreadable or about to expire. */
  async load(): Promise<KeyPair> {
    const { path, log } = this.#options;
    const kept = await this.#kept();
    if (kept !== undefined) return kept;
    const made = await this.#make();
    await ensureFolder(dirname(path));
    await replaceFile(path, `${made.key}\n${made.cert}\n`, 0o600);
    log.info('made a certificate for HTTPS', { path });
    return made;
  }

  /** Looks once a day whether it is time for a new certificate, and tells of it. */
  watch(renewed: (pair: KeyPair) => void): Off {
    const { clock, log } = this.#options;
    return clock.every(DAY_MS, () =>
      inBackground(log, 'renewing the certificate', async () => {
        if ((await this.#kept()) === undefined) renewed(await this.load());
      }),
    );
  }

  async #kept(): Promise<KeyPair | undefined> {
    const { path, clock, log } = this.#options;
    try {
      const text = await readIfThere(path);
      if (text === undefined) return undefined;
      const pair = pairIn(text);
      const certificate = new X509Certificate(pair.cert);
      if (!certificate.checkPrivateKey(createPrivateKey(pair.key))) throw new Error('key and certificate do not match');
      const left = msUntil(certificate.validTo, clock);
      return left > RENEW_BEFORE_DAYS * DAY_MS ? pair : undefined;
    } catch (error) {
      log.warn('the certificate is unreadable, a new one will be made', { path, error: String(error) });
      return undefined;
    }
  }

  async #make(): Promise<KeyPair> {
    const { hostName, addresses, clock } = this.#options;
    const name = hostName();
    const notBefore = clock.now();
    notBefore.setTime(notBefore.getTime() - BACKDATED_DAYS * DAY_MS);
    const notAfter = clock.now();
    notAfter.setTime(notBefore.getTime() + VALID_DAYS * DAY_MS);
    // Loaded only here: it is needed once in two years and costs a second of every start on a Pi.
    const { generate } = await import('selfsigned');
    const made = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notBeforeDate: notBefore,
      notAfterDate: notAfter,
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: alternativeNames(name, addresses()) },
      ],
    });
    return { key: made.private.trim(), cert: made.cert.trim() };
  }
}

/** Entries of the subjectAltName extension (RFC 5280, 4.2.1.6): 2 is a DNS name, 7 an address. */
function alternativeNames(name: string, addresses: readonly string[]) {
  const names = new Set([name, `${name.replace(/\.local$/, '')}.local`, 'localhost']);
  const plain = new Set([...addresses, '127.0.0.1', '::1'].map(address => address.replace(/%.*$/, '')));
  return [
    ...[...names].map(value => ({ type: 2 as const, value })),
    ...[...plain].filter(address => isIP(address) !== 0).map(ip => ({ type: 7 as const, ip })),
  ];
}

function pairIn(text: string): KeyPair {
  const block = (label: string) =>
    new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`).exec(text)?.[0] ?? '';
  return { key: block('PRIVATE KEY'), cert: block('CERTIFICATE') };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Milliseconds until a time as OpenSSL prints it: `Nov 24 14:21:00 2028 GMT`. */
function msUntil(text: string, clock: Clock): number {
  const [, month = '', day, hours, minutes, seconds, year] =
    /^(\w{3}) +(\d+) (\d+):(\d+):(\d+) (\d+) GMT$/.exec(text) ?? [];
  const then = clock.now();
  then.setUTCFullYear(Number(year), MONTHS.indexOf(month), Number(day));
  then.setUTCHours(Number(hours), Number(minutes), Number(seconds), 0);
  return then.getTime() - clock.now().getTime();
}
