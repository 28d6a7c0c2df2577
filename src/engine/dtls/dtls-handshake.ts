import { createHash } from 'node:crypto';
import type { Clock, Off } from '../../core/clock.ts';
import type { CallKeys } from '../calls/call-contract.ts';
import type { DtlsFlow, Fingerprint } from './dtls-contract.ts';
import type { DtlsNative, DtlsState, NativeDtls, NativeIdentity } from './native.ts';

/** What fits through every network that carries sound, bytes. */
const MTU = 1200;
const [KEY_BYTES, SALT_BYTES] = [16, 14];
/** RFC 5764, 4.1.2. */
const SUITES = { 1: 'AES_CM_128_HMAC_SHA1_80', 2: 'AES_CM_128_HMAC_SHA1_32' } as const;

/** Who we are in DTLS: a key that nobody else has, and its certificate. */
export class DtlsIdentity {
  readonly native: DtlsNative;
  readonly handle: NativeIdentity;
  readonly fingerprint: Fingerprint;

  /** @throws Error where there is no memory */
  constructor(native: DtlsNative) {
    this.native = native;
    this.handle = native.identity();
    const digest = createHash('sha256').update(native.certificate(this.handle)).digest('hex');
    this.fingerprint = { algorithm: 'sha-256', digest };
  }
}

interface DtlsHandshakeOptions {
  readonly clock: Clock;
  readonly identity: DtlsIdentity;
  readonly flow: DtlsFlow;
  readonly send: (datagram: Uint8Array) => void;
  readonly done: (keys: CallKeys) => void;
  readonly failed: (why: string) => void;
}

/** A handshake of DTLS whose outcome are keys for SRTP (RFC 5764). The peer is who has the certificate that SDP tells of. */
export class DtlsHandshake {
  readonly #options: DtlsHandshakeOptions;
  readonly #dtls: NativeDtls;
  #timer: Off | undefined;
  #isOver = false;
  #closed = false;

  constructor(options: DtlsHandshakeOptions) {
    const { identity, flow } = options;
    this.#options = options;
    this.#dtls = identity.native.open(identity.handle, flow.isClient, MTU);
  }

  /** Where it is ours to begin. */
  begin(): void {
    this.take(new Uint8Array(0));
  }

  take(datagram: Uint8Array): void {
    if (!this.#closed) this.#heed(this.#options.identity.native.take(this.#dtls, datagram));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.();
    this.#options.identity.native.close(this.#dtls);
  }

  #heed(state: DtlsState): void {
    const { identity, clock, send, failed } = this.#options;
    const { native } = identity;
    for (let next = native.next(this.#dtls); next !== undefined; next = native.next(this.#dtls)) send(next);
    this.#timer?.();
    const wait = native.timeout(this.#dtls);
    if (wait >= 0) this.#timer = clock.after(Math.max(1, wait), () => this.#heed(native.expire(this.#dtls)));
    if (this.#isOver || state === 0) return;
    this.#isOver = true;
    if (state === 1) this.#finish();
    else failed('the handshake of DTLS failed');
  }

  #finish(): void {
    const { identity, flow, done, failed } = this.#options;
    const certificate = identity.native.peer(this.#dtls);
    const profile = identity.native.profile(this.#dtls);
    const keys = identity.native.keys(this.#dtls);
    if (certificate === undefined || !flow.fingerprints.some(each => isOf(each, certificate))) {
      failed('the certificate in DTLS is not the one that the peer told of');
      this.close();
    } else if (keys === undefined || (profile !== 1 && profile !== 2)) {
      failed('the peer wants no SRTP of DTLS');
      this.close();
    } else done(callKeys(SUITES[profile], keys, flow.isClient));
  }
}

const isOf = ({ algorithm, digest }: Fingerprint, certificate: Uint8Array) =>
  createHash(algorithm.replace('-', '')).update(certificate).digest('hex') === digest;

function callKeys(suite: CallKeys['suite'], material: Uint8Array, isClient: boolean): CallKeys {
  const bytes = Buffer.from(material);
  const of = (side: number) => {
    const [key, salt] = [side * KEY_BYTES, 2 * KEY_BYTES + side * SALT_BYTES];
    return bytes.toString('hex', key, key + KEY_BYTES) + bytes.toString('hex', salt, salt + SALT_BYTES);
  };
  return { suite, local: of(isClient ? 0 : 1), remote: of(isClient ? 1 : 0) };
}
