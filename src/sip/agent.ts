import type { Clock, Off } from '../core/clock.ts';
import { invalid } from '../core/fault.ts';
import type { Account } from './account.ts';
import type { Hub } from './hub.ts';
import { AccountIdentity, registrarsOf } from './identity.ts';
import {
  createAgent,
  type JsSipAgent,
  type JsSipConfiguration,
  type JsSipMessage,
  type JsSipSession,
  parseJsSipUri,
} from './jssip.ts';
import { Registration, type RegistrationStatus } from './registration.ts';
import { OWN_HOST } from './rewrite.ts';
import type { Flow } from './transport/index.ts';
import { parseServer, parseUri, uriHost } from './uri.ts';

/** JsSIP must not give up before the ringing timeout does; s. */
const NEVER_S = 86_400;
/** ms in which the farewell to the registrar goes out. */
const FAREWELL_MS = 2000;

export interface AgentDeps {
  readonly account: Account;
  /** All that it is made of, as a text: where that changes, another one is made. */
  readonly setup: string;
  readonly password: string;
  /** The user in its Contact, unlike that of any other account. */
  readonly contactUser: string;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly version: string;
  readonly registerIntervalS: number;
  readonly keepAlive: (flow: Flow) => void;
  /** Somebody calls. */
  readonly called: (agent: Agent, session: JsSipSession, request: JsSipMessage) => void;
  readonly changed: () => void;
}

/** One account at work: registered where it shall be, ready to call and to be called. */
export class Agent {
  readonly account: Account;
  readonly setup: string;
  readonly identity: AccountIdentity;
  readonly #deps: AgentDeps;
  #agent: JsSipAgent | undefined;
  #registration: Registration | undefined;
  #off: Off = () => undefined;
  #problem: string | undefined;

  constructor(deps: AgentDeps) {
    this.#deps = deps;
    this.account = deps.account;
    this.setup = deps.setup;
    this.identity = new AccountIdentity({
      account: deps.account,
      user: deps.contactUser,
      current: () => this.#registration?.current ?? 0,
      answered: (flow, status) => this.#registration?.answeredOver(flow, status),
    });
  }

  get status(): RegistrationStatus {
    if (this.#problem === undefined && this.#registration !== undefined) return this.#registration.status;
    return {
      state: this.#problem === undefined ? 'not-registering' : 'failed',
      status: 0,
      failure: undefined,
      text: this.#problem ?? 'Does not register',
      registrar: '',
      since: this.#deps.clock.now(),
    };
  }

  start(): void {
    const { socket, detach } = this.#deps.hub.attach(this.identity);
    try {
      const agent = createAgent({ ...this.#configuration(), sockets: [socket] });
      this.#agent = agent;
      agent.on('newRTCSession', ({ session, request, originator }) => {
        if (originator === 'remote') this.#deps.called(this, session, request);
      });
      const unwatch = this.#register(agent);
      agent.start();
      this.#off = () => {
        unwatch();
        agent.stop();
        this.#deps.clock.after(FAREWELL_MS, detach);
      };
    } catch (error) {
      detach();
      this.#problem = `the account cannot be used: ${String(error).slice(0, 200)}`;
      this.#deps.changed();
    }
  }

  /** Unregisters, ends its calls. */
  stop(): void {
    this.#off();
    this.#off = () => undefined;
  }

  /** A connection broke. */
  flowClosed(flow: Flow): void {
    this.#registration?.flowClosed(flow);
  }

  /** Registers at once, where it does. */
  reregister(): void {
    if (this.account.registered) this.#agent?.register();
  }

  /**
   * What is called, out of what somebody wrote: `6002`, `6002@host`, `192.168.0.9`, a SIP URI.
   * @throws Fault `invalid` of the field `to`
   */
  uriOf(written: string): string {
    const bare = written.trim();
    const isExtension = !/[@:]/.test(bare) && !/^[\w-]+(?:\.[\w-]+)+$/.test(bare);
    const full = isExtension ? `${bare}@${uriHost(this.#home(bare))}` : bare;
    const text = /^sips?:/i.test(full) ? full : `sip:${full}`;
    if (parseUri(text) === undefined || parseJsSipUri(text) === undefined)
      throw invalid(`${bare.slice(0, 40)} is no SIP address`, 'to');
    return text;
  }

  /** Calls a URI that `uriOf` made. @param options for JsSIP. @throws Fault `invalid` */
  call(uri: string, options: object): JsSipSession {
    const target = parseJsSipUri(uri);
    if (this.#agent === undefined || target === undefined) throw invalid(this.#problem ?? 'SIP is not ready', 'to');
    return this.#agent.call(target, options);
  }

  /** Where an extension without a host is. @throws Fault `invalid` */
  #home(extension: string): string {
    const { domain, registrar } = this.account;
    const home = domain === '' ? (parseServer(registrar)?.host ?? '') : domain;
    if (home === '') throw invalid(`${extension.slice(0, 40)} needs a host: sip:user@host`, 'to');
    return home;
  }

  #register(agent: JsSipAgent): Off {
    const { clock, keepAlive, changed } = this.#deps;
    if (!this.account.registered) return () => undefined;
    const registrars = registrarsOf(this.account);
    const registration = new Registration({ clock, agent, registrars, keepAlive, changed });
    this.#registration = registration;
    agent.on('registrationExpiring', () => registration.expiring());
    return registration.start();
  }

  #configuration(): Omit<JsSipConfiguration, 'sockets'> {
    const { account, password, contactUser, registerIntervalS, version } = this.#deps;
    const server = parseServer(account.registrar)?.host ?? '';
    const domain = account.domain === '' ? server : account.domain;
    const home = domain === '' ? OWN_HOST : uriHost(domain);
    return {
      uri: `sip:${account.userId}@${home}`,
      contact_uri: `sip:${contactUser}@${OWN_HOST}`,
      display_name: account.callerId,
      authorization_user: account.authenticationId === '' ? account.userId : account.authenticationId,
      password,
      register: account.registered,
      registrar_server: `sip:${home}`,
      register_expires: registerIntervalS,
      session_timers: true,
      no_answer_timeout: NEVER_S,
      user_agent: `Stentor OS ${version}`,
    };
  }
}
