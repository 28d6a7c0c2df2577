import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../../core/fault.ts';

/** A key with its certificate. */
export type NativeIdentity = object;
/** One handshake and what comes of it. */
export type NativeDtls = object;

/** -1 failed, 0 under way, 1 done. */
export type DtlsState = -1 | 0 | 1;

/** The add-on, native/addon.c. Throws Error where it is called in another way than this. */
export interface DtlsNative {
  identity(): NativeIdentity;
  /** DER. */
  certificate(identity: NativeIdentity): Uint8Array;
  /** @param mtu bytes of a datagram, without the heads of IP and UDP */
  open(identity: NativeIdentity, isClient: boolean, mtu: number): NativeDtls;
  /** Takes a datagram; an empty one begins. */
  take(dtls: NativeDtls, datagram: Uint8Array): DtlsState;
  /** What is to be sent, one after the other. */
  next(dtls: NativeDtls): Uint8Array | undefined;
  /** ms until `expire` is to be called; -1 where nothing is waited for. */
  timeout(dtls: NativeDtls): number;
  expire(dtls: NativeDtls): DtlsState;
  /** The peer's certificate, DER. */
  peer(dtls: NativeDtls): Uint8Array | undefined;
  /** Of SRTP, by its number in RFC 5764, 4.1.2; 0 where none was agreed on. */
  profile(dtls: NativeDtls): number;
  /** Keys of client and server, then their salts (RFC 5764, 4.2). */
  keys(dtls: NativeDtls): Uint8Array | undefined;
  close(dtls: NativeDtls): void;
}

/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/dtls.node', '../../../dist/native/dtls.node'];

/** @throws Fault `unavailable` that says what to build */
export function requireDtls(): DtlsNative {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(path));
  if (file === undefined) throw unavailable('the add-on for DTLS is not built; run make native');
  try {
    return createRequire(import.meta.url)(file) as DtlsNative;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unavailable(`the add-on for DTLS cannot be loaded (${reason})`, error);
  }
}
