import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, pause } from '../core/clock.ts';
import { unavailable } from '../core/fault.ts';

interface AddressProbeDeps {
  /** Starts a unit by its name. */
  readonly start: (unit: string) => Promise<void>;
  /** Where the unit leaves what it heard. */
  readonly folder: string;
  readonly clock: Clock;
}

/** RFC 5227, 1.1: PROBE_NUM probes with their waits and ANNOUNCE_WAIT take 9 s at the most; and the unit's own start. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 100;
const MAC = /\b(?:[0-9A-F]{2}:){5}[0-9A-F]{2}\b/i;

/**
 * Asks the network who has an IPv4 address, as RFC 5227, 2.1.1 has it. Raw packets need rights that the supervisor does not
 * have, so that a unit sends them which can do nothing else.
 */
export class AddressProbe {
  readonly #deps: AddressProbeDeps;
  #count = 0;

  constructor(deps: AddressProbeDeps) {
    this.#deps = deps;
  }

  /**
   * The MAC address of another device that has `address`; undefined where nobody answers.
   * @throws Fault `unavailable` where nobody can ask; `failed` where the unit is refused
   */
  async whoHas(address: string): Promise<string | undefined> {
    const { start, folder, clock } = this.#deps;
    // Another name each time, so that no old answer is taken for the new one.
    this.#count += 1;
    const name = `${address}-${clock.now().getTime() % 1_000_000}${this.#count}`;
    await start(`stentor-probe@${name}.service`);
    const end = clock.monotonic() + PATIENCE_MS;
    while (clock.monotonic() < end) {
      const answer = await contentOf(join(folder, name));
      if (answer !== undefined) return heardIn(answer, address);
      await pause(clock, LOOK_MS);
    }
    throw unknown(address);
  }
}

/** @throws Fault `unavailable` where the unit could not ask */
function heardIn(answer: string, address: string): string | undefined {
  const mac = MAC.exec(answer)?.[0].toUpperCase();
  if (mac === undefined && /^unknown$/m.test(answer)) throw unknown(address);
  return mac;
}

const unknown = (address: string) => unavailable(`whether ${address} is free could not be found out`);

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined; // not there yet
  }
}
