import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';

/** Starts a server and waits until it answers; the caller kills it. */
export async function startServer(program: string, args: string[], port: number): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', text => (printed += String(text)));
  child.stderr.on('data', text => (printed += String(text)));
  for (let asked = 0; asked < 1000; asked++) {
    const open = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return child;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`${program} does not listen: ${printed}`);
}
