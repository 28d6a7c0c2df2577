import { randomBytes } from 'node:crypto';
import { isIP, isIPv6, SocketAddress } from 'node:net';
import type { IceCandidate, IceLogin } from '../../engine/contract.ts';
import type { Attributes } from './attributes.ts';

/** ICE in SDP (RFC 8839). */

export const MAX_CANDIDATES = 32;
const TYPES = ['host', 'srflx', 'prflx', 'relay'] as const;

/** What a peer tells of ICE. */
export interface IceOfSection {
  readonly login: IceLogin;
  readonly candidates: readonly IceCandidate[];
  readonly isLite: boolean;
  /** Somebody on the way has changed the address of the section: there is no use in ICE (RFC 8839, 4.2.5). */
  readonly isMismatch: boolean;
}

/** As long as RFC 8445, 5.3 asks for at least, and more. */
export const newIceLogin = (): IceLogin => ({
  ufrag: randomBytes(6).toString('base64').replace(/[+/]/g, 'x'),
  password: randomBytes(24).toString('base64').replace(/[+/]/g, 'x'),
});

/** @param standard of the lines `m=` and `c=` */
export function iceOf(
  { one, all }: Attributes,
  isLite: boolean,
  standard: { readonly address: string; readonly port: number },
): IceOfSection | undefined {
  const [ufrag, password] = [one('ice-ufrag'), one('ice-pwd')];
  if (ufrag === undefined || password === undefined) return undefined;
  if (!/^[\w+/=-]{4,256}$/.test(ufrag) || !/^[\w+/=-]{22,256}$/.test(password)) return undefined;
  const candidates = all('candidate').slice(0, MAX_CANDIDATES).flatMap(candidateOf);
  // Who tells its candidates later (RFC 8840) writes 9: it is found by its checks of ours.
  const isLater = standard.port === 9;
  if (candidates.length === 0 && !isLater) return undefined;
  const isKnown =
    isLater || candidates.some(each => each.port === standard.port && sameAddress(each.address, standard.address));
  return { login: { ufrag, password }, candidates, isLite, isMismatch: !isKnown };
}

/** Those of a fragment (RFC 8840, 9) that speaks of this log-in. */
export function laterCandidates({ one, all }: Attributes, { ufrag, password }: IceLogin): IceCandidate[] {
  const isTheirs = one('ice-ufrag') === ufrag && one('ice-pwd') === password;
  return isTheirs ? all('candidate').slice(0, MAX_CANDIDATES).flatMap(candidateOf) : [];
}

const sameAddress = (a: string, b: string) => a === plain(b);

/** Of UDP, with an address: names (mDNS) would have to be looked up. */
function candidateOf(line: string): IceCandidate[] {
  const found = /^([\w+/]{1,32}) ([12]) UDP (\d{1,10}) (\S{1,64}) (\d{1,5}) typ (\w+)/i.exec(line);
  if (found === null) return [];
  const [foundation = '', component, priority, address = '', port, kind] = found.slice(1);
  const type = TYPES.find(each => each === kind);
  const [isPort, isPriority] = [isWithin(Number(port), 65_535), isWithin(Number(priority), 2 ** 31 - 1)];
  if (type === undefined || isIP(address) === 0 || !isPort || !isPriority) return [];
  const which = component === '1' ? 1 : 2;
  return [
    { foundation, component: which, priority: Number(priority), address: plain(address), port: Number(port), type },
  ];
}

/** As the system writes it: one address must not look like two. */
const plain = (address: string) => (isIPv6(address) ? new SocketAddress({ family: 'ipv6', address }).address : address);

const isWithin = (value: number, most: number) => value >= 1 && value <= most;

/** Our own lines. */
export const iceLines = ({
  login,
  candidates,
}: {
  readonly login: IceLogin;
  readonly candidates: readonly IceCandidate[];
}): string[] => [
  // We take what comes later, and have told all of ours.
  'a=ice-options:trickle',
  `a=ice-ufrag:${login.ufrag}`,
  `a=ice-pwd:${login.password}`,
  ...candidates.map(({ foundation, component, priority, address, port, type, related }) =>
    [
      `a=candidate:${foundation} ${component} UDP ${priority} ${address} ${port} typ ${type}`,
      ...(related === undefined ? [] : [`raddr ${related.address} rport ${related.port}`]),
    ].join(' '),
  ),
  'a=end-of-candidates',
];
