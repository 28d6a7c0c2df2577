import { isIPv4 } from 'node:net';
import type { Clock, Off } from '../../core/clock.ts';
import { conflict } from '../../core/fault.ts';
import { inBackground } from '../../core/background.ts';
import { Listeners } from '../../core/listeners.ts';
import type { Log } from '../../core/log.ts';
import type { EventBus } from '../../events/index.ts';
import type { Host } from '../../linux/index.ts';
import type { StateFile } from '../../settings/index.ts';
import { checkNetwork } from './check.ts';
import { networkReverted } from './events.ts';
import { networkFile } from './network-file.ts';
import { changed, DEFAULT_NETWORK, type NetworkChange, type NetworkSettings, type WebSettings } from './settings.ts';
import { NO_NETWORK, networkState, type NetworkState } from './state.ts';

interface NetworkDeps {
  readonly file: StateFile<NetworkSettings>;
  /** The Linux that carries it out. */
  readonly host: Pick<Host, 'useNetwork' | 'describeNetwork' | 'whoHas' | 'setHostName' | 'takeHostName'>;
  /** What the speaker is called where nobody gave it a name. */
  readonly ownName: string;
  /** What it is called now. */
  readonly hostName: () => string;
  readonly useProxies: (proxies: NetworkSettings['proxies']) => void;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A change that is in force, but not for good. */
export interface PendingChange {
  /** What the settings go back to unless it is confirmed. */
  readonly before: NetworkSettings;
  /** Until it is undone, s. */
  readonly leftS: number;
}

/** How long a change waits for somebody who says that the speaker can still be reached. */
export const CONFIRM_S = 120;

/** The network changes so long after the answer that it will: nobody would hear it afterwards. ms. */
const ANSWER_MS = 500;

/** Opens the doors of the web elsewhere. @throws Fault `conflict` where a port is taken; then nothing is changed */
type MoveWeb = (web: WebSettings) => Promise<void>;

/**
 * How the speaker is reached: kept by us, carried out by systemd-networkd and the web server. A change that might lock
 * its user out is undone by itself unless it is confirmed where the speaker is reached then; until then it is not on disk
 * either, so that pulling the plug undoes it too.
 */
export class Network {
  readonly #deps: NetworkDeps;
  readonly #listeners = new Listeners<[]>();
  #settings: NetworkSettings = DEFAULT_NETWORK;
  #later: Off = () => undefined;
  #pending: { readonly before: NetworkSettings; readonly endsAt: number; readonly cancel: Off } | undefined;
  #moveWeb: MoveWeb = async () => undefined;
  #applying: Promise<unknown> = Promise.resolve();
  #fallback = false;
  #ownTimeServers = false;

  constructor(deps: NetworkDeps) {
    this.#deps = deps;
  }

  /** What is in force now, confirmed or not. */
  get settings(): NetworkSettings {
    return this.#settings;
  }

  /** The change that waits to be confirmed; undefined while none does. */
  get pending(): PendingChange | undefined {
    if (this.#pending === undefined) return undefined;
    const { before, endsAt } = this.#pending;
    return { before, leftS: Math.max(0, Math.ceil((endsAt - this.#deps.clock.monotonic()) / 1000)) };
  }

  readonly onChange = this.#listeners.add;

  /** Reads what is kept and has it obeyed. A network that cannot be set up does not keep the speaker from starting. */
  async load(): Promise<void> {
    const { file, log, useProxies } = this.#deps;
    this.#settings = await file.load();
    useProxies(this.#settings.proxies);
    inBackground(log, 'setting up the network', () =>
      this.#inTurn(async () => {
        await this.#obey(); // also where nothing is set: a change that nobody confirmed may have been left behind
        await this.#name();
      }),
    );
  }

  /** Undoes what nobody has confirmed, and waits for nothing any more. */
  async stop(): Promise<void> {
    if (this.#pending !== undefined) await this.revert();
  }

  /** Who moves the web's ports, once there are any. */
  useWeb(move: MoveWeb): void {
    this.#moveWeb = move;
  }

  /**
   * Applies a change at once. One that might lock its user out waits to be confirmed, unless it is `final`.
   * @throws Fault `invalid` with the field; `conflict` where another device has the address, a port is taken or another
   * change waits; `failed` where networkd refuses. Nothing is changed then.
   */
  change(change: NetworkChange, { final = false } = {}): Promise<void> {
    return this.#inTurn(() => this.#change(changed(this.#settings, change), final));
  }

  /** What the settings would be after a change. @throws Fault `invalid` with the field */
  check(change: NetworkChange): NetworkSettings {
    const next = changed(this.#settings, change);
    checkNetwork(next);
    return next;
  }

  /**
   * Keeps the change that waits.
   * @param reachedAt the address of ours that the person who says so has reached
   * @throws Fault `conflict` where none waits, or where it was not reached as the change has it
   */
  confirm(reachedAt: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#pending === undefined) throw conflict('no change of the network waits to be confirmed');
      const { mode, address } = this.#settings.ipv4;
      if (mode === 'static' && reachedAt !== address && !isLoopback(reachedAt)) {
        throw conflict(`open the page at ${address} and confirm the change there`);
      }
      await this.#deps.file.save(this.#settings);
      this.#settle();
      this.#listeners.tell();
    });
  }

  /** Goes back to what was before the change that waits. @throws Fault `conflict` where none waits */
  revert(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#pending === undefined) throw conflict('no change of the network waits to be confirmed');
      const { before } = this.#pending;
      this.#settle();
      this.#later();
      await this.#apply(before);
      await this.#obey();
      this.#deps.events.emit(networkReverted, {
        address: before.ipv4.mode === 'static' ? before.ipv4.address : 'DHCP',
      });
      this.#listeners.tell();
    });
  }

  /** The network as it is. Empty where nobody can tell. */
  async state(): Promise<NetworkState> {
    const { host, log } = this.#deps;
    try {
      return networkState(await host.describeNetwork());
    } catch (error) {
      log.warn('the state of the network is not known', { error: String(error) });
      return NO_NETWORK;
    }
  }

  /** Another device that has the fixed address: its MAC address. @throws Fault `unavailable` where nobody can tell */
  rival(): Promise<string | undefined> {
    return this.#deps.host.whoHas(this.#settings.ipv4.address);
  }

  /** Takes the fixed address beside what DHCP would give, or leaves it again. */
  async fallBack(on: boolean): Promise<void> {
    await this.#inTurn(async () => {
      if (on === this.#fallback) return;
      this.#fallback = on;
      await this.#obey();
    });
  }

  /** Whether time servers that the network tells of are left alone. */
  async leaveTimeServers(own: boolean): Promise<void> {
    await this.#inTurn(async () => {
      if (own === this.#ownTimeServers) return;
      this.#ownTimeServers = own;
      await this.#obey();
    });
  }

  async #change(next: NetworkSettings, final: boolean): Promise<void> {
    if (this.#pending !== undefined) throw conflict('a change of the network waits to be confirmed or undone first');
    checkNetwork(next);
    const before = this.#settings;
    if (isNewAddress(before, next)) await this.#refuseTaken(next.ipv4.address);
    const waits = !final && mightLockOut(before, next);
    if (!waits) await this.#deps.file.save(next);
    try {
      await this.#apply(next);
      if (!movesAddress(before, next)) await this.#obey();
    } catch (error) {
      if (!waits) await this.#deps.file.save(before);
      await this.#apply(before).catch(() => undefined);
      throw error;
    }
    if (movesAddress(before, next)) this.#obeyLater();
    if (waits) this.#await(before);
    this.#listeners.tell();
  }

  #obeyLater(): void {
    const { clock, log } = this.#deps;
    const act = async () => {
      await this.#inTurn(() => this.#obey());
      this.#listeners.tell();
    };
    const obey = () => inBackground(log, 'changing the network', act);
    this.#later();
    this.#later = clock.after(ANSWER_MS, obey);
  }

  /** RFC 5227: an address that another device has would reach neither of the two. */
  async #refuseTaken(address: string): Promise<void> {
    const { host, log } = this.#deps;
    const mac = await host.whoHas(address).catch((error: unknown) => {
      log.warn('nobody could tell whether the address is free', { address, error: String(error) });
      return undefined;
    });
    if (mac !== undefined) throw conflict(`another device has the address ${address}: its MAC address is ${mac}`);
  }

  #await(before: NetworkSettings): void {
    const { clock, log } = this.#deps;
    const undo = () => inBackground(log, 'undoing a change of the network', () => this.revert());
    const cancel = clock.after(CONFIRM_S * 1000, undo);
    this.#pending = { before, endsAt: clock.monotonic() + CONFIRM_S * 1000, cancel };
  }

  #settle(): void {
    void this.#pending?.cancel();
    this.#pending = undefined;
  }

  async #apply(next: NetworkSettings): Promise<void> {
    const before = this.#settings;
    this.#settings = next;
    if (different(before.web, next.web)) await this.#moveWeb(next.web);
    this.#deps.useProxies(next.proxies);
    if (different(before.hostName, next.hostName)) await this.#name();
  }

  get #options() {
    return { fallback: this.#fallback, ownTimeServers: this.#ownTimeServers };
  }

  async #obey(): Promise<void> {
    await this.#deps.host.useNetwork(networkFile(this.#settings, this.#options));
  }

  async #name(): Promise<void> {
    const { host, ownName, hostName } = this.#deps;
    const { automatic, name } = this.#settings.hostName;
    const wanted = name === '' ? ownName : name;
    if (automatic) await host.takeHostName(wanted);
    else if (hostName() !== wanted) await host.setHostName(wanted);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#applying.then(act);
    this.#applying = done.catch(() => undefined);
    return done;
  }
}

const different = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);

/** A request of the computer itself: nothing on the network can come between. */
const isLoopback = (address: string) => (isIPv4(address) ? address.startsWith('127.') : address === '::1');

/** Whether the speaker's addresses may be others. */
const movesAddress = (before: NetworkSettings, next: NetworkSettings) =>
  different([before.ipv4, before.ipv6], [next.ipv4, next.ipv6]);

function isNewAddress({ ipv4: before }: NetworkSettings, { ipv4 }: NetworkSettings): boolean {
  return ipv4.mode === 'static' && (before.mode !== 'static' || before.address !== ipv4.address);
}

/** Whether somebody who reaches the speaker now may not reach it any more. */
function mightLockOut(before: NetworkSettings, next: NetworkSettings): boolean {
  const reach = ({ ipv4: { mode, address, prefix, router }, ipv6, web }: NetworkSettings) => [
    mode === 'dhcp' ? mode : [address, prefix, router],
    ipv6.enabled,
    web,
  ];
  return different(reach(before), reach(next));
}
