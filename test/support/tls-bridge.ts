import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { testCertificate } from './sip-rig.ts';

const LOOPBACK = '127.0.0.1';

/** Lends TLS to a program that has TCP only: Debian's sipp is built without. */
export interface TlsBridge {
  readonly port: number;
  stop(): void;
}

/** Takes TCP and goes on to a port by TLS. */
export const towardsTls = (port: number): Promise<TlsBridge> =>
  bridge(createServer(), 'connection', () => connectTls({ port, host: LOOPBACK, rejectUnauthorized: false }));

/** Takes TLS and goes on to a port by TCP. */
export const fromTls = async (port: number): Promise<TlsBridge> =>
  bridge(createTlsServer(await testCertificate()), 'secureConnection', () => connect(port, LOOPBACK));

async function bridge(server: Server, event: string, open: () => Socket): Promise<TlsBridge> {
  const sockets = new Set<Socket>();
  const join = (near: Socket) => {
    const far = open();
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.destroy());
      one.pipe(other);
    }
  };
  server.on(event, join);
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
