import { connect } from 'node:net';
import type { Clock } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import { outputOf } from '../core/output-of.ts';

/** Whether somebody else can be reached from here, and how it went. */
export interface Reach {
  readonly reached: boolean;
  /** A sentence. */
  readonly words: string;
}

const PING_MS = 10_000;
const CONNECT_MS = 5000;

/** A name or an address; never an option of a program. */
const HOST = /^[a-z\d_](?:[a-z\d._:%-]{0,252})$/i;

/** @throws Fault `invalid` */
function checkHost(host: string): void {
  if (!HOST.test(host) && !/^:[:a-f\d.]+(%\w+)?$/i.test(host)) throw invalid('give a host name or an address', 'host');
}

/** Sends three echo requests (ICMP). @throws Fault `invalid`, `unavailable` where no ping is installed */
export async function ping(host: string, clock: Clock): Promise<Reach> {
  checkHost(host);
  try {
    const args = ['-n', '-q', '-c', '3', '-i', '0.2', '-w', '4', '--', host];
    const printed = await outputOf('ping', args, { clock, timeoutMs: PING_MS });
    return { reached: true, words: `${host} answers: ${summaryIn(printed)}` };
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'failed') throw error;
    const why = /failed: (?:ping: )?(.+)$/s.exec(error.message)?.[1]?.trim() ?? '';
    return { reached: false, words: `${host} does not answer${why === '' ? '' : `: ${why}`}` };
  }
}

/** The two last lines: how many came back, and how fast. */
const summaryIn = (printed: string) => printed.trim().split('\n').slice(-2).join('; ');

/** Opens a TCP connection and closes it. @throws Fault `invalid` */
export function portCheck(host: string, port: number, clock: Clock): Promise<Reach> {
  checkHost(host);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('port must be 1 to 65535', 'port');
  const began = clock.monotonic();
  return new Promise(resolve => {
    const socket = connect({ host, port });
    const end = (reached: boolean, words: string) => {
      late();
      socket.destroy();
      resolve({ reached, words: `port ${port} of ${host} ${words}` });
    };
    const late = clock.after(CONNECT_MS, () => end(false, `does not answer within ${CONNECT_MS / 1000} s`));
    socket.once('connect', () => end(true, `is open (${Math.round(clock.monotonic() - began)} ms)`));
    socket.on('error', error => end(false, `cannot be reached: ${error.message}`));
  });
}
