import { isIPv4 } from 'node:net';
import { conflict, Fault, invalid } from '../../core/fault.ts';
import { PORTS, PRIORITIES, SRTP_KEY, type SourceFields, type SourceRecord } from './source-record.ts';

const MAX_NAME = 31;
const ANY = '0.0.0.0';

interface Neighbourhood {
  /** All other sources. */
  readonly others: readonly SourceRecord[];
  /** The IPv4 addresses of this speaker. */
  readonly own: readonly string[];
}

/**
 * Sees to it that a source can be listened for, and tells what to do where it cannot.
 * @throws Fault `invalid` or `conflict` that names the field
 */
export function checkSource(source: SourceFields, { others, own }: Neighbourhood): void {
  checkName(source.name);
  checkAddress(source.address, own);
  checkRange('port', source.port, PORTS);
  checkRange('priority', source.priority, PRIORITIES);
  checkKey(source.srtpKey);
  const twin = others.find(({ address, port }) => address === source.address && port === source.port);
  if (twin !== undefined) {
    throw new Fault('conflict', `“${twin.name}” listens on ${source.address}:${source.port} already`, {
      field: 'port',
    });
  }
}

/** @throws Fault `conflict` where no more sources fit */
export function checkRoom(present: number, most: number): void {
  if (present >= most)
    throw conflict(`there are ${most} multicast sources already, which is the most; delete one first`);
}

function checkName(name: string): void {
  if (name.trim() === '') throw invalid('a source needs a name', 'name');
  if (name.length > MAX_NAME) throw invalid(`a name has at most ${MAX_NAME} characters, not ${name.length}`, 'name');
  if (/\p{Cc}/u.test(name)) throw invalid('a name has no control characters', 'name');
}

function checkAddress(address: string, own: readonly string[]): void {
  const first = Number(address.split('.')[0]);
  if (isIPv4(address) && ((first >= 224 && first <= 239) || address === ANY || own.includes(address))) return;
  const mine = own.length === 0 ? '' : ` (${own.join(', ')})`;
  throw invalid(
    `${address === '' ? 'an empty address' : address} is neither a multicast address, 224.0.0.0 to 239.255.255.255, nor ${ANY} for any address of this speaker, nor one of its own${mine}`,
    'address',
  );
}

function checkRange(field: 'port' | 'priority', value: number, { minimum, maximum }: typeof PORTS): void {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  throw invalid(`the ${field} is a whole number from ${minimum} to ${maximum}, not ${value}`, field);
}

function checkKey(key: string): void {
  if (new RegExp(SRTP_KEY).test(key)) return;
  const hex = /^[0-9a-f]*$/i.test(key);
  throw invalid(
    hex
      ? `an SRTP key has 60 hexadecimal digits (AES-128) or 92 (AES-256), not ${key.length}`
      : 'an SRTP key is made of the digits 0 to 9 and a to f',
    'srtpKey',
  );
}
