import { isIPv4 } from 'node:net';
import { invalid } from '../core/fault.ts';
import { integer, list, nullable, object, optional, type Schema, string } from '../core/schema.ts';
import type { Log } from '../core/log.ts';
import type { StateFile } from '../settings/index.ts';

/** How the wired network is set up: null asks a DHCP server, with a link-local address while none answers. */
export type NetworkSettings = FixedAddress | null;

export interface FixedAddress {
  /** IPv4. */
  readonly address: string;
  /** Length of the network's part of the address, bits. */
  readonly prefix: number;
  readonly router?: string;
  readonly nameServers: readonly string[];
}

export const STORED_NETWORK: Schema<NetworkSettings> = nullable(
  object({
    address: string(),
    prefix: integer({ minimum: 1, maximum: 30 }),
    router: optional(string()),
    nameServers: list(string(), { maxItems: 3 }),
  }),
);

interface NetworkDeps {
  readonly file: StateFile<NetworkSettings>;
  /** Has a configuration obeyed; undefined is the image's own. Nobody can where the machine is not ours. */
  readonly use: ((configuration: string | undefined) => Promise<void>) | undefined;
  readonly log: Log;
}

/** The wired network: kept by us, carried out by systemd-networkd. */
export class Network {
  readonly #deps: NetworkDeps;
  #settings: NetworkSettings = null;

  constructor(deps: NetworkDeps) {
    this.#deps = deps;
  }

  get settings(): NetworkSettings {
    return this.#settings;
  }

  /** Reads what is kept and has it obeyed. A network that cannot be set up does not keep the speaker from starting. */
  async load(): Promise<void> {
    const { file, use, log } = this.#deps;
    this.#settings = await file.load();
    if (this.#settings === null || use === undefined) return;
    try {
      await use(networkFile(this.#settings));
    } catch (error) {
      log.error('the network settings cannot be used', { error: String(error) });
    }
  }

  /** @throws Fault `invalid` with the field; `failed` where networkd refuses */
  async change(settings: NetworkSettings): Promise<void> {
    if (settings !== null) checkAddresses(settings);
    await this.#deps.file.save(settings);
    this.#settings = settings;
    await this.#deps.use?.(settings === null ? undefined : networkFile(settings));
  }
}

function checkAddresses({ address, router, nameServers }: FixedAddress): void {
  if (!isIPv4(address)) throw invalid(`${address} is no IPv4 address`, 'address');
  if (router !== undefined && !isIPv4(router)) throw invalid(`${router} is no IPv4 address`, 'router');
  const wrong = nameServers.find(each => !isIPv4(each));
  if (wrong !== undefined) throw invalid(`${wrong} is no IPv4 address`, 'nameServers');
}

/** As systemd.network(5) has it. The link-local address stays, so that a wrong address does not lock anybody out. */
function networkFile({ address, prefix, router, nameServers }: FixedAddress): string {
  return [
    '[Match]',
    'Type=ether',
    '',
    '[Network]',
    `Address=${address}/${prefix}`,
    ...(router === undefined ? [] : [`Gateway=${router}`]),
    ...nameServers.map(each => `DNS=${each}`),
    'LinkLocalAddressing=yes',
    '',
  ].join('\n');
}
