import { connect } from 'node:net';
import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { list, object, parse, string } from '../core/schema.ts';

/** The server answers at once, or not at all, ms. */
const PATIENCE_MS = 3000;
/** A house full of clients has 50 kB. */
const LARGEST_BYTES = 1_000_000;

/** What else the server tells is dropped. */
const GROUP = object({
  name: string({ default: '' }),
  stream_id: string(),
  clients: list(object({ id: string() })),
});
const STATUS = object({ result: object({ server: object({ groups: list(GROUP) }) }) });

/** What the server's control interface tells of one client. */
export interface SnapcastPlace {
  /** Name of its group; empty where it has none. */
  readonly group: string;
  /** Name of the stream that the group hears. */
  readonly stream: string;
}

/**
 * Asks a Snapcast server over its control interface (JSON-RPC over TCP) where a client is.
 * @returns undefined where it does not know the client
 * @throws Fault `unavailable` or `invalid`
 */
export async function askSnapcastPlace(
  { host, port, id }: { readonly host: string; readonly port: number; readonly id: string },
  clock: Pick<Clock, 'after'>,
): Promise<SnapcastPlace | undefined> {
  const { result } = parse(STATUS, await ask({ host, port }, clock), 'status of the server');
  const group = result.server.groups.find(({ clients }) => clients.some(client => client.id === id));
  if (group === undefined) return undefined;
  return { group: text(group.name), stream: text(group.stream_id) };
}

/** Names are the server's; nobody has to look at more of them. */
const text = (name: string) => name.replaceAll(/\p{Cc}/gu, '').slice(0, 100);

async function ask(server: { host: string; port: number }, clock: Pick<Clock, 'after'>): Promise<unknown> {
  const socket = connect(server);
  const off = clock.after(PATIENCE_MS, () => socket.destroy(new Error('no answer')));
  try {
    socket.write('{"id":1,"jsonrpc":"2.0","method":"Server.GetStatus"}\r\n');
    return await answerOf(socket);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('unavailable', `the server's control interface: ${error instanceof Error ? error.message : ''}`);
  } finally {
    await off();
    socket.destroy();
  }
}

/** The line that answers; others are told to everybody. */
async function answerOf(socket: AsyncIterable<Buffer>): Promise<unknown> {
  let rest = '';
  for await (const piece of socket) {
    rest += piece.toString('latin1');
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = read(rest.slice(0, end));
      rest = rest.slice(end + 1);
      if (typeof line === 'object' && line !== null && 'id' in line && line.id === 1) return line;
    }
    if (rest.length > LARGEST_BYTES) throw new Fault('too-large', 'the server answers without an end');
  }
  throw new Fault('unavailable', 'the server ended the connection');
}

function read(line: string): unknown {
  try {
    return JSON.parse(Buffer.from(line, 'latin1').toString());
  } catch {
    throw new Fault('invalid', 'the server answers what is no JSON');
  }
}
