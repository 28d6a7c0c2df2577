import { readIfThere } from '../core/files.ts';

/**
 * The MAC address of another device on the same network, in capital letters: only for IPv4, and only where Linux talked to
 * it lately; else undefined.
 */
export async function neighbourMac(address: string, table = '/proc/net/arp'): Promise<string | undefined> {
  const lines = ((await readIfThere(table)) ?? '').split('\n');
  // IP address, HW type, flags, HW address, mask, device.
  const found = lines.map(line => line.split(/\s+/)).find(([ip]) => ip === address);
  return found?.[3]?.toUpperCase();
}
