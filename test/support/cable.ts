import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network cable between a client and a server on this machine. */
export interface Cable {
  /** Where the client connects. */
  readonly port: number;
  /** Ends every connection and takes no new ones. */
  cut(): void;
  mend(): Promise<void>;
}

/** Passes all bytes on to the port `to` of this machine, until it is cut. */
export async function startCable(to: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer(near => {
    const far = connect(to, '127.0.0.1');
    keep(near);
    keep(far);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut() {
      server.close();
      sockets.forEach(socket => socket.destroy());
    },
    mend: () => listen(port),
  };
}
