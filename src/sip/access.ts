import { BlockList, isIP, isIPv4 } from 'node:net';
import { listOf } from './params.ts';
import { parseUri, uriIn } from './uri.ts';

/** Whether an address is in a list of addresses and networks; what is none of both counts as nothing. */
export function isListed(address: string, written: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const networks = new BlockList();
  for (const entry of listOf(written)) addEntry(networks, entry);
  return networks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function addEntry(networks: BlockList, entry: string): void {
  const [host = '', bits] = entry.split('/');
  if (isIP(host) === 0) return;
  const family = isIPv4(host) ? 'ipv4' : 'ipv6';
  const prefix = Number(bits ?? (family === 'ipv4' ? 32 : 128));
  if (Number.isInteger(prefix) && prefix >= 0 && prefix <= (family === 'ipv4' ? 32 : 128))
    networks.addSubnet(host, prefix, family);
}

/** Whether who calls is one of those who may; everybody may where the list is empty. */
export function isAllowedUser(from: string, written: string): boolean {
  const allowed = listOf(written);
  if (allowed.length === 0) return true;
  const uri = parseUri(uriIn(from));
  if (uri === undefined) return false;
  const user = uri.user.toLowerCase();
  const host = uri.host.toLowerCase();
  return allowed.some(entry => {
    const bare = entry.toLowerCase().replace(/^sips?:/, '');
    const [name = '', at] = bare.split('@', 2);
    return (name === '' || name === user) && (at === undefined || at === host) && bare !== '';
  });
}
