import type { Duplex } from 'node:stream';
import type { Clock } from '../core/clock.ts';

interface Circumstances {
  /** Whether a request is being answered on this connection. */
  readonly answering: boolean;
  readonly clock: Clock;
  readonly lingerMs: number;
}

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Ends a connection on which something came that is no HTTP, with a status where there is somebody to read it. What
 * still arrives is thrown away for a moment, because closing on unread data would overtake the status.
 */
export function refuseBroken(error: Error, stream: Duplex, { answering, clock, lingerMs }: Circumstances): void {
  if (stream.writableEnded) return; // refused already; this is the rest of it
  if (answering || !stream.writable) {
    stream.destroy();
    return;
  }
  const code = 'code' in error ? String(error.code) : '';
  stream.on('error', () => undefined);
  stream.end(`HTTP/1.1 ${STATUS[code] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  stream.once(
    'close',
    clock.after(lingerMs, () => stream.destroy()),
  );
}
