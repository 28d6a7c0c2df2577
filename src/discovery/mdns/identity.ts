import { isIPv4 } from 'node:net';
import type { Link } from '../links.ts';
import type { Resource } from './packets.ts';

/** A service that is announced (RFC 6763). */
export interface Service {
  /** `_http._tcp`. */
  readonly type: string;
  readonly port: number;
  readonly txt: readonly string[];
}

/** How the speaker is called on the link. Where a name is taken, a number is added. */
export interface Names {
  /** Of the services, for people: `Stentor S1 - B827EB123456`. */
  readonly instance: string;
  /** A label of a domain name: `stentor-b827eb123456`. */
  readonly host: string;
}

/** s: of records with a host's name or address in them, and of all others (RFC 6762, 10). */
const HOST_TTL = 120;
const OTHER_TTL = 4500;

const SERVICES = '_services._dns-sd._udp.local';
/** Bytes of a label (RFC 1035, 2.3.4). */
const LONGEST_LABEL = 63;

/** Names with a number for the `count`th try: `Hall (2)`, `hall-2`. */
export function numbered({ instance, host }: Names, count: number): Names {
  const [words, label] = count === 1 ? ['', ''] : [` (${count})`, `-${count}`];
  return { instance: fitted(instance, words), host: fitted(host, label) };
}

/** A label with something at its end; dots would part it. */
function fitted(name: string, end: string): string {
  let fit = name.replaceAll('.', '-').replaceAll(/\p{Cc}/gu, '');
  while (Buffer.byteLength(fit + end) > LONGEST_LABEL) fit = Array.from(fit).slice(0, -1).join('');
  return fit + end;
}

/** All that is told of the speaker on one link. */
export function recordsOf({ instance, host }: Names, services: readonly Service[], link: Link): readonly Resource[] {
  const target = `${host}.local`;
  return [
    ...services.flatMap((service): readonly Resource[] => {
      const type = `${service.type}.local`;
      const name = `${instance}.${type}`;
      const { port } = service;
      return [
        { type: 'PTR', name: SERVICES, ttl: OTHER_TTL, data: type },
        { type: 'PTR', name: type, ttl: OTHER_TTL, data: name },
        { type: 'SRV', name, ttl: HOST_TTL, flush: true, data: { port, target, priority: 0, weight: 0 } },
        { type: 'TXT', name, ttl: OTHER_TTL, flush: true, data: [...service.txt] },
      ];
    }),
    ...link.addresses.map(({ address }): Resource => ({
      type: isIPv4(address) ? 'A' : 'AAAA',
      name: target,
      ttl: HOST_TTL,
      flush: true,
      data: address.replace(/%.*/, ''),
    })),
  ];
}
