import type { Clock, Off } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import type { Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import { admission } from './admission.ts';
import { Agent } from './agent.ts';
import { tellCalls } from './call-events.ts';
import { Calls } from './calls.ts';
import { DialogLog } from './dialog-log.ts';
import { Hub } from './hub.ts';
import { lendBrowser } from './jssip.ts';
import type { MediaFactory } from './media/contract.ts';
import { contactRewrite, registerInterval, sipEnabled, sipPort, sipTlsPort, udpToTcp, viaRewrite } from './params.ts';
import { PeerConnection } from './peer-connection.ts';
import type { RegistrationStatus } from './registration.ts';
import { SeenAddresses } from './seen.ts';
import { mediaWish } from './media-wish.ts';
import { type Certificate, type Flow, type Names, SipSockets, UnreachableFault } from './transport/index.ts';

export interface SipDeps {
  readonly accounts: Accounts;
  readonly params: ParamStore;
  readonly events: EventBus;
  readonly media: MediaFactory;
  readonly names: Names;
  /** What is shown to those who come by TLS, and to those who ask for it. */
  readonly certificate: () => Certificate;
  /** Authorities that are trusted beside the system's, PEM. */
  readonly trusted: () => readonly string[];
  /** Calls back when one of the two is another. */
  readonly onCertificate: (listener: () => void) => Off;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** The only address to listen on; all where it is left out. */
  readonly address?: string | undefined;
}

export interface SipStatus {
  /** `waiting`: another port or switch takes effect when the calls are over. */
  readonly state: 'off' | 'on' | 'waiting' | 'failed';
  /** Why it failed or waits. */
  readonly text: string;
  readonly port: number;
  readonly tlsPort: number;
}

/** What is there while SIP is on. */
interface Running {
  readonly sockets: SipSockets;
  readonly hub: Hub;
  readonly agents: Map<string, Agent>;
  /** Ports and certificate that it has opened with. */
  readonly door: string;
}

/** The speaker as a telephone. */
export class Sip {
  readonly accounts: Accounts;
  readonly calls: Calls;
  readonly dialogs: DialogLog;
  readonly #deps: SipDeps;
  readonly #changed = new Listeners<[]>();
  #running: Running | undefined;
  #problem = '';
  #applying: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: SipDeps) {
    this.#deps = deps;
    this.accounts = deps.accounts;
    this.dialogs = new DialogLog(deps.clock);
    this.calls = new Calls({
      ...deps,
      agent: id => this.#agent(id),
      account: id => (this.accounts.has(id) ? this.accounts.get(id) : undefined),
      localTowards: (agent, uri) => this.#localTowards(agent, uri),
      localOf: callId => this.#running?.hub.flowOf(callId)?.local.host ?? '127.0.0.1',
      wish: (account, localAddress) =>
        mediaWish(deps.params, account, { localAddress, turnPassword: this.accounts.turnPassword }),
    });
  }

  /** Calls back when accounts, registrations, calls or the state of SIP changed. */
  readonly onChange = this.#changed.add;

  get status(): SipStatus {
    const { params } = this.#deps;
    const wanted = params.get(sipEnabled);
    const ports = this.#running?.sockets.ports ?? { port: params.get(sipPort), tlsPort: params.get(sipTlsPort) };
    if (this.#problem !== '') return { state: 'failed', text: this.#problem, ...ports };
    if (this.#running === undefined) return { state: 'off', text: 'SIP is off', ...ports };
    const isDue = wanted && this.#running.door !== this.#doorWanted;
    const text = isDue ? 'the ports change when the calls are over' : 'SIP is on';
    return { state: isDue ? 'waiting' : 'on', text, ...ports };
  }

  /** How an account stands with its registrar. @throws Fault `not-found` */
  accountStatus(id: string): RegistrationStatus {
    this.accounts.get(id);
    const agent = this.#running?.agents.get(id);
    const off = {
      state: 'not-registering',
      status: 0,
      failure: undefined,
      registrar: '',
      since: this.#deps.clock.now(),
    } as const;
    return agent?.status ?? { ...off, text: this.#running === undefined ? 'SIP disabled' : 'Not active' };
  }

  async start(): Promise<Off> {
    const { events, params } = this.#deps;
    await this.accounts.load();
    lendBrowser(PeerConnection);
    const offs = [
      tellCalls(this.calls, events),
      this.calls.onChange(call => {
        this.#changed.tell();
        if (call.isOver) this.apply();
      }),
      params.onChange(() => this.apply()),
      this.#deps.onCertificate(() => this.apply()),
      this.accounts.onChange(() => this.apply()),
    ];
    this.apply();
    await this.#applying;
    return async () => {
      this.#stopped = true;
      for (const off of offs) off();
      await this.#applying;
      this.calls.endAll();
      this.#close();
    };
  }

  /** Makes true what is set, as far as no running call forbids it. */
  apply(): void {
    this.#applying = this.#applying
      .then(() => this.#apply())
      .catch((error: unknown) => {
        this.#problem = error instanceof Fault ? error.message : 'SIP could not be started';
        this.#deps.log.error('SIP could not be started', { error: String(error) });
      });
    void this.#applying.then(() => this.#changed.tell());
  }

  async #apply(): Promise<void> {
    if (this.#stopped) return;
    const wanted = this.#deps.params.get(sipEnabled);
    if (!wanted) {
      this.calls.endAll();
      this.#close();
      this.#problem = '';
      return;
    }
    const running = this.#running;
    const isIdle = this.calls.running.length === 0;
    if (running !== undefined && running.door !== this.#doorWanted && isIdle) this.#close();
    if (this.#running === undefined) await this.#open();
    if (this.#running !== undefined) this.#fit(this.#running);
  }

  get #doorWanted(): string {
    const { params, certificate } = this.#deps;
    return `${params.get(sipPort)} ${params.get(sipTlsPort)} ${certificate().cert}`;
  }

  async #open(): Promise<void> {
    const { params } = this.#deps;
    const door = this.#doorWanted;
    const { sockets, hub } = this.#network();
    await sockets.open({ port: params.get(sipPort), tlsPort: params.get(sipTlsPort) });
    this.#problem = '';
    this.#running = { sockets, hub, agents: new Map(), door };
    this.#deps.log.info(`SIP is on at port ${sockets.ports.port} and, with TLS, ${sockets.ports.tlsPort}`);
  }

  #network(): Pick<Running, 'sockets' | 'hub'> {
    const { clock, log, params, names, address, certificate, trusted } = this.#deps;
    const seen = new SeenAddresses();
    const sockets: SipSockets = new SipSockets({
      clock,
      address,
      certificate,
      trusted,
      received: (parsed, flow) => {
        try {
          hub.layer.receive(parsed, flow);
        } catch (error) {
          // Whatever a peer writes, the calls of the others go on.
          log.warn('a SIP message could not be handled', { error: String(error).slice(0, 200) });
        }
      },
      closed: flow => {
        hub.layer.closed(flow);
        for (const agent of this.#running?.agents.values() ?? []) agent.flowClosed(flow);
      },
    });
    const hub: Hub = new Hub({
      clock,
      log,
      sockets,
      names,
      udpToTcp: () => params.get(udpToTcp),
      admit: admission({ clock, params, isFull: () => this.calls.isFull }),
      // The switches say "our own address": without them it is the one that the server sees.
      seen: (flow, use) => (params.get(use === 'via' ? viaRewrite : contactRewrite) ? undefined : seen.of(flow)),
      registrarSaw: (identity, response, flow) => {
        const isNew = seen.note(response, flow) && response.status < 300 && !params.get(contactRewrite);
        if (isNew) this.#agents.find(agent => agent.identity === identity)?.reregister();
      },
      tap: (message, flow, direction) => this.dialogs.record(message, flow, direction),
    });
    return { sockets, hub };
  }

  #close(): void {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    for (const agent of running.agents.values()) agent.stop();
    running.hub.layer.clear();
    running.sockets.close();
  }

  get #agents(): Agent[] {
    return [...(this.#running?.agents.values() ?? [])];
  }

  /** An agent for each active account, with what is set for it now. */
  #fit(running: Running): void {
    const accounts = this.accounts.list().filter(({ active }) => active);
    const called = new Set(this.calls.running.map(({ accountId }) => accountId));
    for (const [id, agent] of running.agents) {
      const account = accounts.find(each => each.id === id);
      const isSame = account !== undefined && this.#setup(account) === agent.setup;
      // A running call goes on with what it began with.
      if (isSame || called.has(id)) continue;
      agent.stop();
      running.agents.delete(id);
    }
    for (const account of accounts) if (!running.agents.has(account.id)) this.#employ(running, account);
  }

  /** What an agent must be made anew for; all else is read when it is needed. */
  #setup(account: Account): string {
    const { userId, authenticationId, domain, callerId, registrar, secondaryRegistrar, secondaryDomain, proxies } =
      account;
    const { registered, transport, sips, preferIpv6, verifyServerCertificate } = account;
    const words = [userId, authenticationId, domain, callerId, registrar, secondaryRegistrar, secondaryDomain, proxies];
    const switches = [registered, transport, sips, preferIpv6, verifyServerCertificate];
    const secret = this.accounts.password(account.id);
    return JSON.stringify([words, switches, secret, this.#deps.params.get(registerInterval)]);
  }

  #employ(running: Running, account: Account): void {
    const { clock, version, params } = this.#deps;
    const taken = [...running.agents.values()].some(({ identity }) => identity.user === account.userId);
    const agent = new Agent({
      account,
      setup: this.#setup(account),
      password: this.accounts.password(account.id),
      contactUser: taken ? `${account.userId}-${account.id}` : account.userId,
      hub: running.hub,
      clock,
      version,
      registerIntervalS: params.get(registerInterval),
      keepAlive: (flow: Flow) => running.sockets.keepAlive(flow),
      called: (callee, session, request) => this.calls.called(callee, session, request),
      changed: () => this.#changed.tell(),
    });
    running.agents.set(account.id, agent);
    agent.start();
  }

  /** @throws Fault `unavailable`, `not-found` */
  #agent(accountId: string): Agent {
    const running = this.#running;
    if (running === undefined) throw unavailable(this.#problem === '' ? 'SIP is off' : this.#problem);
    const id = accountId === '' ? (this.accounts.default()?.id ?? '') : this.accounts.get(accountId).id;
    const agent = running.agents.get(id);
    if (agent === undefined) throw unavailable(`the SIP account ${id} is not active`);
    return agent;
  }

  /** @throws UnreachableFault */
  async #localTowards(agent: Agent, uri: string): Promise<string> {
    const running = this.#running;
    if (running === undefined) throw new UnreachableFault('udp', 'SIP is off');
    const [target] = await running.hub.locate(agent.identity, agent.identity.wayTo(uri));
    if (target === undefined) throw new UnreachableFault('dns', `${uri} is nowhere`);
    return running.sockets.localTowards(target.host);
  }
}
