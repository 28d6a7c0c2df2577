import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { readdir } from 'node:fs/promises';

/** What Linux says of the network; tests replace it. */
export interface Links {
  /** Names of the network interfaces that have a link (a cable with something at its other end, or Wi-Fi). */
  carriers(): Promise<readonly string[]>;
  /** The addresses of an interface. */
  addresses(name: string): readonly string[];
}

const FOLDER = '/sys/class/net';

export const linuxLinks: Links = {
  async carriers() {
    const names = await readdir(FOLDER).catch(() => []);
    return names.filter(name => name !== 'lo' && hasCarrier(name));
  },
  addresses: name => (networkInterfaces()[name] ?? []).map(({ address }) => address),
};

/** Reading it fails while the interface is down. */
function hasCarrier(name: string): boolean {
  try {
    return readFileSync(`${FOLDER}/${name}/carrier`, 'latin1').trim() === '1';
  } catch {
    return false;
  }
}

/**
 * What is wrong with the network: an interface with a link but without any address. Every link gets one, by DHCP or by
 * itself (169.254.0.0/16); `fe80::` says nothing, the kernel makes it up alone. No link at all is nobody's fault.
 */
export async function networkProblem(links: Links): Promise<string | undefined> {
  const carriers = await links.carriers();
  const isUsable = (address: string) => !address.toLowerCase().startsWith('fe80:');
  if (carriers.length === 0 || carriers.some(name => links.addresses(name).some(isUsable))) return undefined;
  return 'The network is connected, but the speaker got no address.';
}
