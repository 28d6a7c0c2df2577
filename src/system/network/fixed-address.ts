import { isIPv4 } from 'node:net';
import { inBackground } from '../../core/background.ts';
import type { Clock, Off } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { EventBus } from '../../events/index.ts';
import { addressConflict } from './events.ts';
import type { Network } from './network.ts';
import { isLinkLocal, type NetworkState } from './state.ts';

interface FallbackDeps {
  readonly network: Network;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often is looked, ms: each look is a call on the bus. */
const LOOK_MS = 10_000;
/** Looks without an address before something is done about it. */
const PATIENCE = 2;

/**
 * Looks after the fixed address: takes it where it is wanted and no DHCP server answers, and tells who has it where the
 * network's daemon left it alone because of a conflict (RFC 5227, 2.1.1).
 */
export class FixedAddressKeeper {
  readonly #deps: FallbackDeps;
  #without = 0;
  #conflict = false;
  #looking = false;

  constructor(deps: FallbackDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const { clock, log } = this.#deps;
    return clock.every(LOOK_MS, () => {
      const { mode, fallback } = this.#deps.network.settings.ipv4;
      if (this.#looking || (mode === 'dhcp' && !fallback && !this.#conflict)) return;
      this.#looking = true;
      inBackground(log, 'looking after the address', () => this.#look().finally(() => (this.#looking = false)));
    });
  }

  async #look(): Promise<void> {
    const { network } = this.#deps;
    const { mode, address, fallback } = network.settings.ipv4;
    const state = await network.state();
    const has = state.addresses.some(each => each.address === address);
    const leased = ipv4In(state).some(each => each !== address);
    const content = !state.carrier || (mode === 'static' ? has : leased);
    this.#without = content ? 0 : this.#without + 1;
    const isLate = this.#without >= PATIENCE;
    if (mode === 'dhcp') await this.#fallBack(leased, isLate);
    await this.#tellConflict(isLate && !has && (mode === 'static' || fallback));
  }

  async #fallBack(leased: boolean, isLate: boolean): Promise<void> {
    const { network } = this.#deps;
    const { fallback } = network.settings.ipv4;
    if (leased || !fallback) await network.fallBack(false);
    else if (isLate) await network.fallBack(true);
  }

  async #tellConflict(suspected: boolean): Promise<void> {
    if (!suspected && !this.#conflict) return;
    const { network, events } = this.#deps;
    const mac = suspected ? await network.rival() : undefined;
    if ((mac !== undefined) === this.#conflict) return;
    this.#conflict = mac !== undefined;
    const { address } = network.settings.ipv4;
    events.emit(addressConflict, { conflict: this.#conflict, address, macAddress: mac ?? '' });
  }
}

const ipv4In = ({ addresses }: NetworkState) =>
  addresses.map(({ address }) => address).filter(each => isIPv4(each) && !isLinkLocal(each));
