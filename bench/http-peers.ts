import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleCertificate } from '../test/support/example-certificate.ts';

/** What a peer answers at a path. */
export interface Page {
  readonly path: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

interface Peer {
  readonly base: string;
  readonly pid: number;
  stop(): void;
}

/** nginx with one worker, since Node has one thread; it compares the password as it stands. */
export async function startNginx(pages: readonly Page[], authorization: string): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-nginx-'));
  const port = await freePort();
  const [user = '', password = ''] = credentialsIn(authorization);
  writeFileSync(join(folder, 'users'), `${user}:{PLAIN}${password}\n`);
  writeFileSync(join(folder, 'cert.pem'), exampleCertificate().pem);
  const locations = pages.map(({ path, body, headers }, n) => {
    writeFileSync(join(folder, `${n}`), body);
    const coding = headers['content-encoding'];
    return [
      `location = ${path} { root ${folder}; try_files /${n} =404; types { } default_type "${headers['content-type'] ?? ''}";`,
      ...(coding === undefined ? [] : [`add_header Content-Encoding ${coding};`]),
      '}',
    ].join(' ');
  });
  const config = [
    'worker_processes 1; daemon off; user root; error_log stderr;',
    `pid ${folder}/pid; events { worker_connections 512; }`,
    `http { access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on;`,
    `server { listen 127.0.0.1:${port} ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/cert.pem;`,
    `ssl_protocols TLSv1.2 TLSv1.3; auth_basic "peer"; auth_basic_user_file ${folder}/users;`,
    ...locations,
    '} }',
  ];
  writeFileSync(join(folder, 'nginx.conf'), config.join('\n'));
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  await answering(port);
  return peer(child, port, () => rmSync(folder, { recursive: true }));
}

/** Node's own server in a process of its own, with the answers in memory and nothing but a comparison before them. */
export async function startBare(pages: readonly Page[], authorization: string): Promise<Peer> {
  const port = await freePort();
  const given = {
    port,
    authorization,
    pem: exampleCertificate().pem,
    pages: pages.map(each => ({ ...each, body: each.body.toString('base64') })),
  };
  const program = `
    const { port, authorization, pem, pages } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
    const answers = new Map(pages.map(({ path, body, headers }) => [path, { body: Buffer.from(body, 'base64'), headers }]));
    require('https').createServer({ key: pem, cert: pem }, (request, response) => {
      const { body, headers } = answers.get(request.url.split('?')[0]);
      if (request.headers.authorization !== authorization) return response.writeHead(401).end();
      response.writeHead(200, { 'Content-Type': headers['content-type'], 'Content-Length': body.length,
        ...(headers['content-encoding'] && { 'Content-Encoding': headers['content-encoding'] }) });
      response.end(body);
    }).listen(port, '127.0.0.1');`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(JSON.stringify(given));
  await answering(port);
  return peer(child, port, () => undefined);
}

const credentialsIn = (authorization: string) =>
  Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');

const peer = (child: ChildProcess, port: number, clean: () => void): Peer => ({
  base: `https://127.0.0.1:${port}`,
  pid: child.pid ?? 0,
  stop() {
    child.kill('SIGTERM');
    clean();
  },
});

const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

async function answering(port: number): Promise<void> {
  for (let asked = 0; asked < 200; asked++) {
    const isThere = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy().destroyed)).on('error', () =>
        resolve(false),
      );
    });
    if (isThere) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`nobody listens on port ${port}`);
}
