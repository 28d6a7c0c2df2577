import { connect } from 'node:net';
import { unavailable } from '../core/fault.ts';
import { integer, string } from '../core/schema.ts';
import { field } from './recipient.ts';
import { type Attempt, textOf, type Transport, WORDS_MS } from './transport.ts';

/** A text over a connection of its own, which ends behind it. */
export const tcpTransport: Transport = {
  type: 'tcp',
  title: 'TCP',
  fields: [
    field('host', 'Host', string({ maxLength: 253 }), { needed: true }),
    field('port', 'Port', integer({ minimum: 1, maximum: 65_535 }), { needed: true }),
  ],
  takes: ['text'],
  sample: text => ({ kind: 'text', text }),
  deliver,
};

function deliver({ fields, message, signal, clock, say }: Attempt): Promise<void> {
  const host = textOf(fields, 'host');
  const port = Number(fields['port']);
  return new Promise((resolve, reject) => {
    say(`* connecting to ${host} port ${port}`);
    const socket = connect({ host, port });
    const fail = (why: string) => {
      say(`* ${why}`);
      reject(unavailable(why));
      socket.destroy();
    };
    const abort = () => fail('was stopped');
    const timer = clock.after(WORDS_MS, () => fail(`took longer than ${WORDS_MS / 1000} s`));
    signal.addEventListener('abort', abort);
    socket.on('connect', () => {
      say(`> ${message.text ?? ''}`);
      socket.end(message.text ?? '');
    });
    // What a peer says is read, or it could not close; of it nothing is kept.
    socket.resume();
    socket.on('error', error => fail(error.message));
    socket.once('close', () => {
      timer();
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}
