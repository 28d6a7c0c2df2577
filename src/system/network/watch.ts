import { isIPv4 } from 'node:net';
import type { Clock, Off } from '../../core/clock.ts';
import type { EventBus } from '../../events/index.ts';
import type { Machine } from '../machine.ts';
import { addressAdded, addressChanged, addressRemoved, networkLost } from './events.ts';

interface NetworkWatchDeps {
  readonly machine: Pick<Machine, 'interfaces'>;
  /** The address that was set by hand; undefined where a DHCP server gives one. */
  readonly fixed: () => string | undefined;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
}

interface Address {
  readonly interface: string;
  readonly address: string;
}

/** How often it is looked, ms. */
const LOOK_MS = 2000;

/** Tells which addresses come and go. */
export class NetworkWatch {
  readonly #deps: NetworkWatchDeps;
  readonly #lost = new Map<string, boolean>();
  #known: readonly Address[] = [];
  /** Where the speaker was reached last; the same while there is none. */
  #first = '';

  constructor(deps: NetworkWatchDeps) {
    this.#deps = deps;
  }

  start(): Off {
    this.#known = this.#present();
    this.#first = firstOf(this.#known) ?? '';
    this.#tellLost();
    return this.#deps.clock.every(LOOK_MS, () => this.#look());
  }

  #look(): void {
    const { events } = this.#deps;
    const before = this.#known;
    this.#known = this.#present();
    for (const gone of without(before, this.#known)) events.emit(addressRemoved, this.#told(gone));
    for (const come of without(this.#known, before)) events.emit(addressAdded, this.#told(come));
    const first = firstOf(this.#known);
    if (first !== undefined && first !== this.#first) {
      const was = this.#first;
      this.#first = first;
      if (was !== '') events.emit(addressChanged, { before: was, address: first });
    }
    this.#tellLost();
  }

  #tellLost(): void {
    for (const { interface: name } of this.#known) if (!this.#lost.has(name)) this.#tell(name, false);
    for (const [name, was] of this.#lost) {
      const lost = !this.#known.some(each => each.interface === name && !isLinkLocal(each.address));
      if (lost !== was) this.#tell(name, lost);
    }
  }

  #tell(name: string, lost: boolean): void {
    this.#lost.set(name, lost);
    this.#deps.events.emit(networkLost, { interface: name, lost });
  }

  #told({ interface: name, address }: Address) {
    return { interface: name, origin: this.#originOf(address), address };
  }

  /** As well as can be told without asking the network's own daemon: IPv6 comes from router advertisements. */
  #originOf(address: string): 'Link local' | 'DHCP' | 'RA' | 'Static' {
    if (isLinkLocal(address)) return 'Link local';
    if (address === this.#deps.fixed()) return 'Static';
    return isIPv4(address) ? 'DHCP' : 'RA';
  }

  #present(): readonly Address[] {
    return Object.entries(this.#deps.machine.interfaces()).flatMap(([name, addresses = []]) =>
      addresses.filter(({ internal }) => !internal).map(({ address }) => ({ interface: name, address })),
    );
  }
}

/** RFC 3927 and RFC 4291, 2.5.6. */
const isLinkLocal = (address: string) => address.startsWith('169.254.') || address.startsWith('fe80:');

const without = (all: readonly Address[], others: readonly Address[]) =>
  all.filter(({ address, interface: name }) => !others.some(o => o.address === address && o.interface === name));

/** IPv4 first, as `DeviceInfo.addresses` has it. */
function firstOf(addresses: readonly Address[]): string | undefined {
  const reachable = addresses.map(({ address }) => address).filter(address => !isLinkLocal(address));
  return reachable.find(isIPv4) ?? reachable[0];
}
