import { createHmac, randomBytes } from 'node:crypto';
import { paramOf, SipMessage } from './message.ts';

const SECRET = randomBytes(32);

/** The same for a request that comes again, though nothing is kept of it (RFC 3261, 8.2.7). */
const tagFor = (request: SipMessage) =>
  createHmac('sha256', SECRET)
    .update([request.branch, request.callId, ...request.cseq].join(' '))
    .digest('base64url')
    .slice(0, 8);

/** A response of our own to a request, without anything that only a dialog knows (RFC 3261, 8.2.6). */
export function responseTo(request: SipMessage, status: number, reason: string): SipMessage {
  const response = new SipMessage(`SIP/2.0 ${status} ${reason}`);
  for (const name of ['via', 'from', 'to', 'call-id', 'cseq']) response.set(name, ...request.all(name));
  const to = request.get('to') ?? '';
  if (status > 100 && paramOf(to, 'tag') === undefined) response.set('to', `${to};tag=${tagFor(request)}`);
  return response;
}
