import { type Account, PEER_TO_PEER } from './account.ts';
import type { Flow, Protocol, SipMessage, Wanted } from './transport/index.ts';
import { parseServer, parseUri, uriHost, wantedOf } from './uri.ts';

/** Whose requests go through the hub: one identity, one JsSIP. */
export interface Identity {
  /** The user in its Contact: in-dialog and PBX requests come to it. */
  readonly user: string;
  /** Takes what nobody else does. */
  readonly isDefault: boolean;
  /** Whether a request to this URI is for it. */
  accepts(user: string, host: string): boolean;
  /** Where a request outside of a dialog goes first; undefined: to its URI. Routes are written into it. */
  firstHop(request: SipMessage): Wanted | undefined;
  /** Of the certificate, IPv6 and so on. */
  wish(wanted: Wanted): Wanted;
  /** The registrar answered over this flow. */
  answered(flow: Flow, status: number): void;
}

interface IdentityDeps {
  readonly account: Account;
  readonly user: string;
  /** Which of the registrars is asked now. */
  readonly current: () => number;
  /** The registrar answered. */
  readonly answered: (flow: Flow, status: number) => void;
}

/** Which requests are for an account, and where its own go first (RFC 3261, 8.1.2). */
export class AccountIdentity implements Identity {
  readonly user: string;
  readonly isDefault: boolean;
  readonly #deps: IdentityDeps;

  constructor(deps: IdentityDeps) {
    this.#deps = deps;
    this.user = deps.user;
    this.isDefault = deps.account.id === PEER_TO_PEER;
  }

  accepts(user: string, host: string): boolean {
    const { userId, domain, registrar } = this.#deps.account;
    if (user !== userId) return false;
    const homes = [domain, parseServer(registrar)?.host ?? ''].filter(home => home !== '');
    return homes.length === 0 || homes.includes(host);
  }

  firstHop(request: SipMessage): Wanted | undefined {
    const [proxy] = this.#deps.account.proxies;
    const server = proxy === undefined ? undefined : parseServer(proxy);
    if (server !== undefined) {
      const port = server.port === undefined ? '' : `:${server.port}`;
      request.set('route', `<sip:${uriHost(server.host)}${port};lr>`, ...request.all('route'));
      return { ...server, protocol: this.#protocol };
    }
    if (request.method === 'REGISTER') return this.#registrar();
    const uri = parseUri(request.uri);
    return uri !== undefined && this.#isHome(uri.host) ? this.#registrar() : undefined;
  }

  /** The way that a call to a URI takes, before there is a request. */
  wayTo(uri: string): Wanted {
    const parsed = parseUri(uri);
    const proxy = parseServer(this.#deps.account.proxies[0] ?? '');
    if (proxy !== undefined) return { ...proxy, protocol: this.#protocol };
    if (parsed === undefined) return { host: '' };
    return (this.#isHome(parsed.host) ? this.#registrar() : undefined) ?? wantedOf(parsed);
  }

  wish(wanted: Wanted): Wanted {
    const { preferIpv6, verifyServerCertificate, transport, sips } = this.#deps.account;
    // Where nothing says how, DNS may; an account that is not for UDP says how.
    const protocol = wanted.protocol ?? (transport === 'udp' ? undefined : this.#protocol);
    return { ...wanted, protocol, secure: wanted.secure === true || sips, preferIpv6, verify: verifyServerCertificate };
  }

  answered(flow: Flow, status: number): void {
    this.#deps.answered(flow, status);
  }

  get #protocol(): Protocol {
    const { transport } = this.#deps.account;
    return transport === 'tls' ? 'TLS' : transport === 'tcp' ? 'TCP' : 'UDP';
  }

  #isHome(host: string): boolean {
    const { domain, secondaryDomain, registrar } = this.#deps.account;
    return host !== '' && [domain, secondaryDomain, parseServer(registrar)?.host].includes(host);
  }

  #registrar(): Wanted | undefined {
    const server = parseServer(registrarsOf(this.#deps.account)[this.#deps.current()] ?? '');
    return server === undefined ? undefined : { ...server, protocol: this.#protocol };
  }
}

/** The servers that an account can be registered with, the preferred first. */
export const registrarsOf = ({ registrar, domain, secondaryRegistrar }: Account): string[] =>
  [registrar === '' ? domain : registrar, secondaryRegistrar].filter(server => server !== '');
