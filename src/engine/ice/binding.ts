import type { Endpoint } from '../calls/latch.ts';
import type { IceLogin } from './ice-contract.ts';
import { ATTRIBUTE, addressAs, buildStun, errorCode, isSignedBy, METHOD, type StunMessage } from './stun.ts';

/** Binding requests of ICE (RFC 8445, 7.3): who asks, and what is answered. */

export const ROLE_CONFLICT = 487;

/** What a request of the peer says. */
export interface BindingRequest {
  readonly priority: number;
  /** The peer chooses this way. */
  readonly nominates: boolean;
}

/**
 * undefined where it is not from the peer: nobody else is answered, so that we are of no use to those who forge addresses.
 * @param remote of the peer, once it is known
 */
export function readRequest(
  message: StunMessage,
  local: IceLogin,
  remote: IceLogin | undefined,
): BindingRequest | undefined {
  const [ours, theirs] = (message.attributes.get(ATTRIBUTE.username)?.toString() ?? '').split(':');
  if (ours !== local.ufrag || !isSignedBy(message, local.password)) return undefined;
  if (remote !== undefined && theirs !== remote.ufrag) return undefined;
  const priority = message.attributes.get(ATTRIBUTE.priority);
  return {
    priority: priority?.length === 4 ? priority.readUInt32BE(0) : 0,
    nominates: message.attributes.has(ATTRIBUTE.useCandidate),
  };
}

/** @param answer where the request came from, or the error */
export function reply({ transaction }: StunMessage, { password }: IceLogin, answer: Endpoint | number): Buffer {
  const isError = typeof answer === 'number';
  return buildStun({
    ...{ method: METHOD.binding, kind: isError ? 'error' : 'success', transaction, key: password, fingerprint: true },
    attributes: [isError ? errorCode(answer) : addressAs(ATTRIBUTE.xorMappedAddress, answer, transaction)],
  });
}
