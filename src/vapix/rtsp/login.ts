import { type Admission, type Guard, Refused } from '../../http/index.ts';
import { MEDIA_PATH } from './metadata.ts';
import type { RtspRequest } from './request-reader.ts';

export type RtspGuard = Pick<Guard, 'admit' | 'challenges' | 'onChange' | 'retryAfterS'>;

/** Who asks on a connection. Once known that stays so: a nonce that grows old during a stream ends nothing. */
export class Login {
  readonly #guard: RtspGuard;
  readonly #from: { readonly remote: string; readonly secure: boolean };
  #admission: Admission | undefined;

  /** @param admission of a tunnel whose carrier was logged in */
  constructor(guard: RtspGuard, from: { readonly remote: string; readonly secure: boolean }, admission?: Admission) {
    this.#guard = guard;
    this.#from = from;
    this.#admission = admission;
  }

  /** Whether somebody is logged in whose login still holds. */
  get holds(): boolean {
    return this.#admission?.holds() === true;
  }

  /** Whether there was a login that holds no more. */
  get isOver(): boolean {
    return this.#admission !== undefined && !this.#admission.holds();
  }

  /** @returns what to answer to one who is not logged in; undefined for one who is */
  async refusal({ method, url, headers }: RtspRequest): Promise<readonly string[] | undefined> {
    if (this.holds) return undefined;
    const authorization = headers.get('authorization');
    const asking = {
      method,
      target: targetFor(url, authorization),
      headers: authorization === undefined ? {} : { authorization },
      ...this.#from,
    };
    try {
      this.#admission = await this.#guard.admit(asking, { access: 'viewer', unattended: true });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { secure } = this.#from;
      return error.status === 429
        ? [`Retry-After: ${this.#guard.retryAfterS}`]
        : this.#guard.challenges(secure, error.stale, 'rtsp').map(challenge => `WWW-Authenticate: ${challenge}`);
    }
  }
}

/** Clients sign the address of the whole also where they ask for a part of it. */
function targetFor(url: string, authorization = ''): string {
  const signed = /\buri="([^"]*)"/i.exec(authorization)?.[1] ?? '';
  const path = signed.replace(/^[a-z]+:\/\/[^/?]*/i, '').split('?', 1)[0] ?? '';
  return path.startsWith(MEDIA_PATH) ? signed : url;
}
