import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Endpoint } from '../calls/latch.ts';
import type { CandidateType, Component, IceCandidate } from './ice-contract.ts';

/** RFC 8445, 5.1.2.2: a way without a server is better than one with. */
const PREFERENCES: Readonly<Record<CandidateType, number>> = { host: 126, prflx: 110, srflx: 100, relay: 0 };
/** We have one address: the best (RFC 8445, 5.1.2.1). */
const LOCAL_PREFERENCE = 65_535;

export const priorityOf = (type: CandidateType, component: Component) =>
  PREFERENCES[type] * 2 ** 24 + LOCAL_PREFERENCE * 2 ** 8 + (256 - component);

/** The same for those of one kind, base and server (RFC 8445, 5.1.1.3). */
const foundationOf = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 8);

interface Found {
  readonly type: CandidateType;
  readonly component: Component;
  readonly at: Endpoint;
  /** Ours, behind which it is. */
  readonly base: Endpoint;
  readonly server?: Endpoint | undefined;
}

export function candidate({ type, component, at, base, server }: Found): IceCandidate {
  return {
    foundation: foundationOf(type, base.address, server?.address ?? ''),
    component,
    priority: priorityOf(type, component),
    address: at.address,
    port: at.port,
    type,
    ...(type === 'host' ? {} : { related: { address: base.address, port: base.port } }),
  };
}

/** RFC 8445, 6.1.2.3; a bigint, since it has 64 bits. */
export function pairPriority(controlling: number, controlled: number): bigint {
  const [g, d] = [BigInt(controlling), BigInt(controlled)];
  return 2n ** 32n * (g < d ? g : d) + 2n * (g > d ? g : d) + (g > d ? 1n : 0n);
}

/** Whether a datagram can go from one to the other at all. */
export const canPair = (base: Endpoint, remote: Endpoint) =>
  isIPv6(base.address) === isIPv6(remote.address) &&
  isLinkLocal(base.address) === isLinkLocal(remote.address) &&
  remote.port > 0;

const isLinkLocal = (address: string) => /^fe[89ab]/i.test(address);
