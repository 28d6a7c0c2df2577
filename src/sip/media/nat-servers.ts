import { isIP } from 'node:net';
import type { TurnLogin } from '../../engine/contract.ts';
import type { MediaWish, TurnServer } from './contract.ts';

const PORTS = { udp: 3478, tcp: 3478, tls: 5349 } as const;

/** Addresses of a name; rejects where it has none. */
export type LookUp = (name: string) => Promise<readonly string[]>;

/** What must be known of the servers. */
export interface NatKnowledge {
  readonly lookUp: LookUp;
  /** Authorities that are trusted beside those that Node knows, PEM. */
  readonly trusted: () => readonly string[];
}

interface Server {
  readonly host: string;
  readonly port: number;
  readonly transport: TurnLogin['transport'];
}

/**
 * A server as it stands in the settings: `host`, `host:port`, `[address]:port`, or a URI of RFC 7064 or 7065 (`turns:host`,
 * `turn:host:port?transport=tcp`). undefined where it is none.
 */
export function parseNatServer(text: string): Server | undefined {
  const found =
    /^(?:(stuns?|turns?):)?(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.\-_]+|[0-9A-Fa-f:]+:[0-9A-Fa-f:]*))(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/.exec(
      text,
    );
  const [, scheme = '', bracketed, plain, told, transportOfUri] = found ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) return undefined;
  const transport = scheme.endsWith('s') ? 'tls' : transportOfUri === 'tcp' ? 'tcp' : 'udp';
  const port = told === undefined ? PORTS[transport] : Number(told);
  return port < 1 || port > 65_535 ? undefined : { host, port, transport };
}

/** The servers of a call, with an address of the family that the call has; what is missing has no address. */
export async function findNatServers({ stun, turn, localAddress }: MediaWish, { lookUp, trusted }: NatKnowledge) {
  const problems: string[] = [];
  const find = async (name: string, text: string | undefined) => {
    const server = text === undefined ? undefined : parseNatServer(text);
    if (text === undefined) return undefined;
    const address = server === undefined ? undefined : await addressOf(server.host, isIP(localAddress), lookUp);
    if (server === undefined || address === undefined) problems.push(`the ${name} server ${text} has no address here`);
    return server === undefined || address === undefined ? undefined : { ...server, address };
  };
  const [stunServer, turnServer] = await Promise.all([find('STUN', stun), find('TURN', turn?.server)]);
  return {
    ...(stunServer === undefined ? {} : { stun: { address: stunServer.address, port: stunServer.port } }),
    ...(turn === undefined || turnServer === undefined
      ? {}
      : { turn: { ...loginOf(turn, turnServer), ...vouching(turn, trusted()) } }),
    problems,
  };
}

const loginOf = (
  { username, password, verify }: TurnServer,
  { host, address, port, transport }: Server & { readonly address: string },
): TurnLogin => ({ address, port, transport, username, password, ...(verify ? { verify: host } : {}) });

const vouching = ({ verify }: Pick<TurnServer, 'verify'>, authorities: readonly string[]) =>
  verify && authorities.length > 0 ? { authorities } : {};

async function addressOf(host: string, family: number, lookUp: LookUp): Promise<string | undefined> {
  if (isIP(host) !== 0) return isIP(host) === family ? host : undefined;
  try {
    return (await lookUp(host)).find(address => isIP(address) === family);
  } catch {
    return undefined;
  }
}
