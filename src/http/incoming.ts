import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';

interface IncomingOptions {
  readonly clock: Clock;
  /** How long the peer may pause while we wait for more, ms. */
  readonly stallMs: number;
}

/**
 * The body of a request as a stream that fails when the peer pauses too long or leaves before the end. Nobody reading
 * it costs no time: only a wait for the peer counts. Giving it up leaves the request as it is, to be answered.
 */
export function incoming(request: IncomingMessage, { clock, stallMs }: IncomingOptions): Readable {
  let stopWaiting: () => unknown = () => undefined;
  const wait = () => {
    stopWaiting();
    stopWaiting = clock.after(stallMs, () => body.destroy(invalid('the body stopped coming before its end')));
  };
  const take = (data: Buffer) => {
    stopWaiting();
    if (body.push(data)) wait();
    else request.pause();
  };
  const finish = () => {
    stopWaiting();
    body.push(null);
  };
  const breakOff = () => {
    if (!request.readableEnded) body.destroy(new Fault('invalid', 'the connection broke before the end of the body'));
  };

  const body = new Readable({
    read() {
      wait();
      request.resume();
    },
    destroy(error, done) {
      stopWaiting();
      request.off('data', take).off('end', finish).off('close', breakOff);
      if (!request.readableEnded) request.pause();
      done(error);
    },
  });
  request.on('data', take).pause();
  request
    .once('end', finish)
    .once('close', breakOff)
    .on('error', () => undefined);
  return body;
}
