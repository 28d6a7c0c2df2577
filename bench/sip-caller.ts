import { createSocket, type Socket } from 'node:dgram';

const LOOPBACK = '127.0.0.1';
let made = 0;

/** A call to somebody who answers: the very least of SIP (RFC 3261), for benchmarks on this machine alone. */
export interface Call {
  /** Where its sound is to be sent. */
  readonly port: number;
  /** From the INVITE to its 200, ms. */
  readonly tookMs: number;
  /** When the 200 came, on the clock of `performance`. */
  readonly answeredAt: number;
  hangUp(): Promise<void>;
}

interface CallOptions {
  /** UDP port of the one who is called. */
  readonly sipPort: number;
  /** Our port, where the sound comes from. */
  readonly rtpPort: number;
  readonly direction?: 'sendonly' | 'sendrecv';
}

/** Calls and resolves when it is answered; the sound is PCMU. */
export async function call({ sipPort, rtpPort, direction = 'sendonly' }: CallOptions): Promise<Call> {
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
  const own = `${LOOPBACK}:${socket.address().port}`;
  const id = `${process.pid}-${made++}-${rtpPort}`;
  const target = `sip:peer@${LOOPBACK}:${sipPort}`;
  const request = (method: string, number: number, to: string, more: { target: string; body?: string }) =>
    [
      `${method} ${more.target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${own};branch=z9hG4bK${method}${number}${id}`,
      'Max-Forwards: 70',
      `From: <sip:bench@${own}>;tag=bench${id}`,
      `To: ${to}`,
      `Call-ID: ${id}@bench`,
      `CSeq: ${number} ${method}`,
      `Contact: <sip:bench@${own}>`,
      ...(more.body === undefined ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${(more.body ?? '').length}`,
      '',
      more.body ?? '',
    ].join('\r\n');
  const send = (text: string) => socket.send(text, sipPort, LOOPBACK);
  const body = [
    'v=0',
    `o=bench 1 1 IN IP4 ${LOOPBACK}`,
    's=-',
    `c=IN IP4 ${LOOPBACK}`,
    't=0 0',
    `m=audio ${rtpPort} RTP/AVP 0`,
    'a=rtpmap:0 PCMU/8000',
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
  const begun = performance.now();
  send(request('INVITE', 1, `<${target}>`, { target, body }));
  const { to, port, contact, at } = await answered(socket, 'INVITE');
  const dialog = { target: contact ?? target };
  send(request('ACK', 1, to, dialog));
  return {
    port,
    tookMs: at - begun,
    answeredAt: at,
    async hangUp() {
      const over = answered(socket, 'BYE').catch(() => undefined);
      send(request('BYE', 2, to, dialog));
      await over;
      socket.close();
    },
  };
}

interface Answered {
  readonly to: string;
  readonly port: number;
  readonly contact: string | undefined;
  readonly at: number;
}

/** The final answer to a request of this method. */
function answered(socket: Socket, method: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nobody answered the ${method}`)), 10_000);
    const hear = (message: Buffer) => {
      const text = message.toString();
      const [, status = ''] = /^SIP\/2\.0 ([2-6]\d\d)/.exec(text) ?? [];
      if (status === '' || !new RegExp(`^CSeq: *\\d+ ${method}`, 'im').test(text)) return;
      clearTimeout(timer);
      socket.off('message', hear);
      const at = performance.now();
      const [, to = ''] = /^To: *(.*\S)/im.exec(text) ?? [];
      const [, port] = /^m=audio (\d+)/m.exec(text) ?? [];
      const [, contact] = /^Contact:[^<]*<([^>]+)>/im.exec(text) ?? [];
      if (status === '200') resolve({ to, port: Number(port), contact, at });
      else reject(new Error(`the ${method} was refused with ${status}`));
    };
    socket.on('message', hear);
  });
}
