import { randomToken } from '../../core/secrets.ts';
import { paramOf, SipMessage } from './message.ts';

/** A response of our own to a request, without anything that only a dialog knows (RFC 3261, 8.2.6). */
export function responseTo(request: SipMessage, status: number, reason: string): SipMessage {
  const response = new SipMessage(`SIP/2.0 ${status} ${reason}`);
  for (const name of ['via', 'from', 'to', 'call-id', 'cseq']) response.set(name, ...request.all(name));
  const to = request.get('to') ?? '';
  if (status > 100 && paramOf(to, 'tag') === undefined) response.set('to', `${to};tag=${randomToken(6)}`);
  return response;
}
