import { type AddressInfo, createServer, type Socket } from 'node:net';
import { generate, parser, type Packet } from 'mqtt-packet';

/** Answers one packet of a client. */
export type Script = (packet: Packet, send: (packet: Packet) => void) => void;

/** A broker that does what a real one would not, on a socket of its own. */
export async function scriptedBroker(script: Script) {
  const sockets = new Set<Socket>();
  const got: Packet[] = [];
  const server = createServer(socket => {
    sockets.add(socket);
    const parse = parser();
    parse.on('packet', packet => {
      got.push(packet);
      script(packet, answer => socket.write(generate(answer)));
    });
    socket.on('data', piece => parse.parse(piece));
    socket.on('error', () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    got,
    port: (server.address() as AddressInfo).port,
    /** Whether all clients have gone. */
    isAlone: () => [...sockets].every(({ destroyed, readableEnded }) => destroyed || readableEnded),
    hangUp: () => sockets.forEach(socket => socket.destroy()),
    close: () =>
      new Promise<void>(resolve => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Lets every client in and confirms whatever it does. */
export const kind: Script = (packet, send) => {
  if (packet.cmd === 'connect') send({ cmd: 'connack', returnCode: 0, sessionPresent: false });
  if (packet.cmd === 'pingreq') send({ cmd: 'pingresp' });
  if (packet.cmd === 'subscribe')
    send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(({ qos }) => qos) });
  if (packet.cmd === 'publish' && packet.qos === 1) send({ cmd: 'puback', messageId: packet.messageId ?? 0 });
};
