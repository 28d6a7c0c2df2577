import type { Flow, SipMessage } from './transport/index.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

const MOST = 200;

/** How servers see us, behind a router: what they write into our Via (RFC 3581). */
export class SeenAddresses {
  readonly #seen = new Map<string, Address>();

  /** @returns whether the server sees another address than before, and not our own */
  note(response: SipMessage, flow: Flow): boolean {
    const seen = addressIn(response);
    if (seen === undefined || seen.host === flow.local.host) return false;
    const before = this.#seen.get(name(flow));
    if (before?.host === seen.host && before.port === seen.port) return false;
    if (this.#seen.size >= MOST) this.#seen.clear();
    this.#seen.set(name(flow), seen);
    return true;
  }

  of(flow: Flow): Address | undefined {
    return this.#seen.get(name(flow));
  }
}

const name = ({ protocol, host }: Flow) => `${protocol} ${host}`;

function addressIn(response: SipMessage): Address | undefined {
  const params = response.via?.params;
  const host = params?.get('received') ?? '';
  const port = Number(params?.get('rport') ?? NaN);
  return host === '' || !Number.isInteger(port) ? undefined : { host, port };
}
