// What people do without a network speaker: an HTTP server that answers a request by starting a shell script.
// `node peer-server.mjs SCRIPT ARGUMENT` tells its port on the first line of its output.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import process from 'node:process';

const [script, argument] = process.argv.slice(2);
const server = createServer((_request, response) => {
  spawn(script, [argument], { stdio: 'inherit' });
  response.end('OK');
}).listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
