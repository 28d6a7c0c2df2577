/**
 * Lends a way into a network that only its own processes can reach: listens on Unix sockets and connects each caller to a
 * loopback port there. Run inside that network: node --import tsx relay.ts FILE=PORT…
 */
import { connect, createServer } from 'node:net';

for (const pair of process.argv.slice(2)) {
  const [file = '', port = ''] = pair.split('=');
  createServer(caller => {
    const inside = connect(Number(port), '127.0.0.1');
    caller.on('error', () => inside.destroy());
    inside.on('error', () => caller.destroy());
    caller.pipe(inside).pipe(caller);
  }).listen(file);
}
