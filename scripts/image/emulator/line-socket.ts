import { connect, type Socket } from 'node:net';

const PATIENCE_MS = 30_000;

/** Connects to a Unix socket that a program is about to open. */
export async function connectSoon(path: string): Promise<Socket> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const socket = connect(path);
    const error = await new Promise<Error | undefined>(resolve => {
      socket.once('connect', () => resolve(undefined)).once('error', resolve);
    });
    if (error === undefined) {
      // What the other end's death brings is told by its own events.
      socket.on('error', () => undefined);
      return socket;
    }
    if (Date.now() > end) throw error;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Hands over what arrives line by line. */
export function onLine(socket: Socket, listener: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) listener(line);
  });
}
