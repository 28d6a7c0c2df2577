import { BlockList, isIP } from 'node:net';
import { invalid } from '../core/fault.ts';

type Family = 'ipv4' | 'ipv6';

/** Addresses that a rule is for. */
export interface Source {
  readonly family: Family;
  has(address: string): boolean;
}

/**
 * An address, a subnet or a range as it is written.
 * @throws Fault `invalid` that says what is wrong, for `field`
 */
export function readSource(text: string, field: string): Source {
  const [first = '', last] = text.split('-', 2);
  const [address = '', length] = first.split('/', 2);
  const family = familyOf(address, field);
  const list = new BlockList();
  if (last !== undefined) addRange(list, { first, last, field });
  else if (length !== undefined) list.addSubnet(address, lengthIn(length, family, field), family);
  else list.addAddress(address, family);
  return {
    family,
    has: asked => isIP(asked) === (family === 'ipv4' ? 4 : 6) && list.check(asked, family),
  };
}

/** @throws Fault `invalid` */
function familyOf(address: string, field: string): Family {
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0) throw invalid(`“${address.slice(0, 60)}” is no IP address`, field);
  return version === 4 ? 'ipv4' : 'ipv6';
}

function lengthIn(text: string, family: Family, field: string): number {
  const most = family === 'ipv4' ? 32 : 128;
  if (!/^\d{1,3}$/.test(text) || Number(text) > most) {
    throw invalid(`a subnet’s length is from 0 to ${most}: 192.168.1.0/24, 2001:db8::/32`, field);
  }
  return Number(text);
}

interface Range {
  readonly first: string;
  readonly last: string;
  readonly field: string;
}

function addRange(list: BlockList, { first, last, field }: Range): void {
  const family = familyOf(first, field);
  if (familyOf(last, field) !== family) throw invalid('both ends of a range must be IPv4, or both IPv6', field);
  try {
    list.addRange(first, last, family);
  } catch {
    throw invalid(`the range ends (${last}) before it begins (${first})`, field);
  }
}
