import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { endsByClosing, withEnd } from './endless-body.ts';
import type { WebLimits } from './limits.ts';
import { parseHead } from './request-head.ts';

interface FrontOptions {
  /** Whether a POST to this target may have a body that ends by closing. */
  readonly streams: (target: string) => boolean;
  readonly limits: Pick<WebLimits, 'headBytes' | 'headMs'>;
  readonly clock: Clock;
  /** Where the connection goes then: Node's HTTP parser. */
  readonly handOver: (stream: Duplex, socket: Socket) => void;
}

const METHODS = ['POST ', 'PUT '];
const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Looks at the head of a connection's first request before Node's parser does, and leaves it exactly as it came unless
 * it is a POST whose body ends by closing. Only the first: such a body takes the rest of its connection, so whoever
 * sends one opens a connection for it.
 */
export function lookAtFirst(socket: Socket, { streams, limits, clock, handOver }: FrontOptions): void {
  let seen: Buffer = Buffer.alloc(0);

  const late = clock.after(limits.headMs, () => {
    leave();
    if (seen.length === 0) socket.destroy();
    else socket.end(TOO_SLOW, () => socket.destroy());
  });
  const leave = () => {
    late();
    socket.off('data', look).off('end', giveUp).off('close', leave);
  };
  const giveUp = () => {
    leave();
    socket.destroy();
  };
  const look = (data: Buffer) => {
    seen = Buffer.concat([seen, data]);
    const end = seen.indexOf('\r\n\r\n');
    if (end < 0 && seen.length < limits.headBytes && mayBePost(seen)) return;
    leave();
    socket.pause();
    const head = end < 0 ? undefined : parseHead(seen.toString('latin1', 0, end));
    if (head !== undefined && isPost(head.method) && streams(head.target) && endsByClosing(head)) {
      handOver(withEnd(socket, head, seen.subarray(end + 4)), socket);
      return;
    }
    socket.unshift(seen);
    handOver(socket, socket);
    socket.resume();
  };

  socket.on('data', look).once('end', giveUp).once('close', leave);
}

/** Whether these bytes may yet become the head of a POST; all else goes on without a wait. */
const mayBePost = (seen: Buffer) =>
  METHODS.some(method => method.startsWith(seen.toString('latin1', 0, Math.min(seen.length, method.length))));

const isPost = (method: string) => METHODS.includes(`${method} `);
