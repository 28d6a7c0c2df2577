import { createSocket, type Socket } from 'node:dgram';

const LOOPBACK = '127.0.0.1';

/** A call to somebody who answers by himself: the very least of SIP (RFC 3261), for benchmarks on this machine alone. */
export interface Call {
  /** Where its sound is to be sent. */
  readonly port: number;
  hangUp(): void;
}

interface CallOptions {
  /** UDP port of the one who is called. */
  readonly sipPort: number;
  /** Our port, where the sound comes from. */
  readonly rtpPort: number;
}

/** Calls and resolves when it is answered; the sound is PCMU. */
export async function call({ sipPort, rtpPort }: CallOptions): Promise<Call> {
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
  const own = `${LOOPBACK}:${socket.address().port}`;
  const target = `sip:peer@${LOOPBACK}:${sipPort}`;
  const request = (method: string, number: number, to: string, body = '') =>
    [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${own};branch=z9hG4bK${method}${number}${rtpPort}`,
      'Max-Forwards: 70',
      `From: <sip:bench@${own}>;tag=bench`,
      `To: ${to}`,
      `Call-ID: ${rtpPort}@bench`,
      `CSeq: ${number} ${method}`,
      `Contact: <sip:bench@${own}>`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  const send = (text: string) => socket.send(text, sipPort, LOOPBACK);
  const offer = [
    'v=0',
    `o=bench 1 1 IN IP4 ${LOOPBACK}`,
    's=-',
    `c=IN IP4 ${LOOPBACK}`,
    't=0 0',
    `m=audio ${rtpPort} RTP/AVP 0`,
    'a=rtpmap:0 PCMU/8000',
    'a=ptime:20',
    'a=sendonly',
    '',
  ].join('\r\n');
  const answer = answered(socket);
  send(request('INVITE', 1, `<${target}>`, offer));
  const { to, port } = await answer;
  send(request('ACK', 1, to));
  return {
    port,
    hangUp() {
      send(request('BYE', 2, to));
      setTimeout(() => socket.close(), 200);
    },
  };
}

function answered(socket: Socket): Promise<{ to: string; port: number }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('nobody answered the call')), 10_000);
    socket.on('message', message => {
      const text = message.toString();
      const status = Number(/^SIP\/2\.0 (\d+)/.exec(text)?.[1] ?? 0);
      if (status < 200) return;
      clearTimeout(timer);
      const to = /^To: *(.*)$/im.exec(text)?.[1]?.trim();
      const port = Number(/^m=audio (\d+)/m.exec(text)?.[1]);
      if (status === 200 && to !== undefined) resolve({ to, port });
      else reject(new Error(`the call was refused with ${status}`));
    });
  });
}
