import { readdir, readFile, readlink } from 'node:fs/promises';

/** A TCP connection of the supervisor. */
export interface Connection {
  /** Of the other end. */
  readonly address: string;
  readonly port: number;
  /** Of this end. */
  readonly localPort: number;
  readonly state: string;
}

/** Names of the states in /proc/net/tcp (the kernel's include/net/tcp_states.h). */
const STATES: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECV',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
};

/** The connections that this process has open now. */
export async function ownConnections(): Promise<readonly Connection[]> {
  const [own, ...tables] = await Promise.all([
    ownSockets(),
    ...['tcp', 'tcp6'].map(name => readFile(`/proc/self/net/${name}`, 'latin1').catch(() => '')),
  ]);
  return tables.flatMap(table => connectionsIn(table, own));
}

/** Of the text of /proc/net/tcp or tcp6 (proc(5)), the connections whose inodes are ours. */
export function connectionsIn(table: string, own: ReadonlySet<string>): readonly Connection[] {
  return table
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .flatMap(([, local = '', remote = '', code = '', , , , , , inode = '']) => {
      const state = STATES[code];
      if (state === undefined || !own.has(inode)) return [];
      const { address, port } = endIn(remote);
      return [{ address, port, localPort: endIn(local).port, state }];
    });
}

/** Inodes of the sockets that are open here. */
async function ownSockets(): Promise<ReadonlySet<string>> {
  const names = await readdir('/proc/self/fd');
  const targets = await Promise.all(names.map(name => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return new Set(targets.flatMap(target => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}

/** `0100007F:1F90`: words of four bytes in the byte order of the machine, little-endian on all that we run on. */
function endIn(text: string): { readonly address: string; readonly port: number } {
  const [hex = '', port = ''] = text.split(':');
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap(word => (word.match(/../g) ?? []).reverse());
  return { address: bytes.length === 4 ? dotted(bytes) : inV6(bytes), port: parseInt(port, 16) };
}

const dotted = (bytes: readonly string[]) => bytes.map(byte => parseInt(byte, 16)).join('.');

function inV6(bytes: readonly string[]): string {
  if (/^(00){10}ffff/i.test(bytes.join(''))) return dotted(bytes.slice(12));
  const groups = bytes.flatMap((byte, i) =>
    i % 2 === 0 ? [parseInt(byte + (bytes[i + 1] ?? ''), 16).toString(16)] : [],
  );
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}
