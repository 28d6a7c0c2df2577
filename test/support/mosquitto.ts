import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions } from 'mqtt';
import { generate } from 'selfsigned';

const PROGRAM = '/usr/sbin/mosquitto';
export const BROKER_USER = 'speaker';
export const BROKER_PASSWORD = 'pa55 wörd';

interface Ports {
  /** With user and password. */
  readonly tcp: number;
  /** With TLS, user and password. */
  readonly tls: number;
  /** With TLS and a client certificate. */
  readonly mutual: number;
  /** A WebSocket, with TLS, user and password. */
  readonly wss: number;
}

/** A message as another client sees it. */
export interface Seen {
  readonly topic: string;
  readonly text: string;
  readonly retain: boolean;
  readonly qos: number;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

const isOpen = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const pause = () => new Promise(resolve => setTimeout(resolve, 20));

/** A real mosquitto that keeps what is retained over a restart. */
export async function startMosquitto() {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-mosquitto-'));
  const ports: Ports = {
    tcp: await freePort(),
    tls: await freePort(),
    mutual: await freePort(),
    wss: await freePort(),
  };
  const file = (name: string) => join(folder, name);
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const extensions = [{ name: 'subjectAltName' as const, altNames }];
  const server = await generate([{ name: 'commonName', value: 'localhost' }], { extensions });
  const client = await generate([{ name: 'commonName', value: 'speaker' }]);
  await writeFile(file('server.crt'), server.cert);
  await writeFile(file('server.key'), server.private);
  await writeFile(file('client.crt'), client.cert);
  execFileSync('mosquitto_passwd', ['-b', '-c', file('passwords'), BROKER_USER, BROKER_PASSWORD]);
  const tls = [`certfile ${file('server.crt')}`, `keyfile ${file('server.key')}`];
  await writeFile(
    file('mosquitto.conf'),
    [
      `user ${userInfo().username}`,
      'per_listener_settings false',
      'allow_anonymous false',
      `password_file ${file('passwords')}`,
      'persistence true',
      `persistence_location ${folder}/`,
      `listener ${ports.tcp} 127.0.0.1`,
      `listener ${ports.tls} 127.0.0.1`,
      ...tls,
      `listener ${ports.mutual} 127.0.0.1`,
      ...tls,
      `cafile ${file('client.crt')}`,
      'require_certificate true',
      'use_identity_as_username true',
      `listener ${ports.wss} 127.0.0.1`,
      'protocol websockets',
      ...tls,
      '',
    ].join('\n'),
  );
  let printed = '';
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(PROGRAM, ['-c', file('mosquitto.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.on('data', text => (printed += String(text)));
    child.stderr?.on('data', text => (printed += String(text)));
    for (let asked = 0; asked < 1000; asked++) {
      if (await isOpen(ports.wss)) return;
      await pause();
    }
    throw new Error(`mosquitto does not listen: ${printed}`);
  };
  const kill = async () => {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise(resolve => child?.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  await start();

  const clients: (() => unknown)[] = [];
  /** Another client, which sees all that is published. */
  const watch = async (filter = '#', options: IClientOptions = {}) => {
    const login = { username: BROKER_USER, password: BROKER_PASSWORD };
    const other = await connectAsync(`mqtt://127.0.0.1:${ports.tcp}`, {
      ...login,
      protocolVersion: 5,
      reconnectPeriod: 50,
      ...options,
    });
    clients.push(() => other.endAsync(true));
    const seen: Seen[] = [];
    other.on('message', (topic, payload, { retain, qos }) =>
      seen.push({ topic, text: payload.toString(), retain, qos }),
    );
    other.on('error', () => undefined);
    // Retained as published, so that a retained message is known as one.
    await other.subscribeAsync(filter, { qos: 2, rap: true });
    return {
      seen,
      last: (topic: string) => seen.findLast(each => each.topic === topic),
      publish: (topic: string, payload: string | Buffer, retain = false) =>
        other.publishAsync(topic, payload, { qos: 1, retain }),
      end: () => other.endAsync(true),
    };
  };
  return {
    ports,
    ca: server.cert,
    clientCertificate: client.cert,
    clientKey: client.private,
    watch,
    kill,
    start,
    printed: () => printed,
    async stop() {
      for (const end of clients) await end();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
