import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { type Clock, instant, type Off } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import { ensureFolder, readIfThere, replaceFile } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import { type KeyPair, readKeyPair } from './key-pair.ts';
import { makeSelfSigned } from './make.ts';

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
/** Apple's systems refuse server certificates that are valid for more than 825 days, self-signed ones too; one is in the past. */
const VALID_DAYS = 824;
const RENEW_BEFORE_DAYS = 30;

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
    await replaceFile(path, `${made.key}${made.cert}`, 0o600);
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
      const pair = readKeyPair(text, '');
      const left = instant(new X509Certificate(pair.cert).validTo).getTime() - clock.now().getTime();
      return left > RENEW_BEFORE_DAYS * DAY_MS ? pair : undefined;
    } catch (error) {
      log.warn('the certificate is unreadable, a new one will be made', { path, error: String(error) });
      return undefined;
    }
  }

  #make(): Promise<KeyPair> {
    const { hostName, addresses, clock } = this.#options;
    const commonName = hostName();
    const subject = { commonName, organization: '', country: '', names: namesOf(commonName, addresses()) };
    return makeSelfSigned(subject, { type: 'EC P-256', days: VALID_DAYS, clock });
  }
}

/** Every name and address under which the speaker is reached, from afar and from itself. */
function namesOf(name: string, addresses: readonly string[]): string[] {
  const plain = [...addresses, '127.0.0.1', '::1'].map(address => address.replace(/%.*$/, ''));
  return [`${name.replace(/\.local$/, '')}.local`, 'localhost', ...plain.filter(address => isIP(address) !== 0)];
}
