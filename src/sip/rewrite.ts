import { type Flow, hostPort, type SipMessage } from './transport/index.ts';
import { parseUri, transportParam, uriHost } from './uri.ts';

/** In JsSIP's messages, in the place of our address: that depends on where a message goes. */
export const OWN_HOST = 'stentor.invalid';

interface Seen {
  readonly via: { readonly host: string; readonly port: number };
  readonly contact: { readonly host: string; readonly port: number };
}

/**
 * Puts our addresses into a message of JsSIP's: those that the other end can reach.
 * @param branch of the request on the wire; left out for responses, whose Via is the peer's
 */
export function fromJsSip(message: SipMessage, flow: Flow, seen: Seen, branch?: string): void {
  const contact = `${hostPort(seen.contact.host, seen.contact.port)}${transportParam(flow.protocol)}`;
  message.edit((value, name) => value.replaceAll(OWN_HOST, name === 'contact' ? contact : uriHost(flow.local.host)));
  const own = message.uri.replaceAll(OWN_HOST, uriHost(flow.local.host));
  if (message.isRequest && own !== message.uri) message.uri = own;
  if (branch !== undefined)
    message.replaceTopVia(`SIP/2.0/${flow.protocol} ${hostPort(seen.via.host, seen.via.port)};branch=${branch};rport`);
}

/**
 * A request as JsSIP takes it: to its own user, as `sip:`, with a Via of ours by which its responses are known again.
 */
export function forJsSip(request: SipMessage, branch: string, user: string): SipMessage {
  const copy = request.clone();
  copy.set('via', `SIP/2.0/TCP ${OWN_HOST};branch=${branch}`);
  const uri = parseUri(request.uri);
  copy.uri = `sip:${user}@${uriHost(uri?.host ?? OWN_HOST)}`;
  copy.set('to', (request.get('to') ?? '').replace(/(<?)(?:sips|tel):([^>;@]*)(?=[>;@]|$)/i, asSip));
  return copy;
}

/** JsSIP refuses to be called by another scheme. */
const asSip = (text: string, bracket: string, rest: string) =>
  /tel:/i.test(text) ? `${bracket}sip:${rest}@${OWN_HOST}` : `${bracket}sip:${rest}`;
