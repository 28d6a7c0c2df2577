import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { EventBus, type Happening } from '../../src/events/index.ts';
import { ParamStore } from '../../src/settings/index.ts';
import { CALL_EVENTS, createSip, SIP_PARAMS } from '../../src/sip/index.ts';
import type { Names } from '../../src/sip/transport/index.ts';
import type { MediaFactory } from '../../src/sip/media/contract.ts';
import { memoryFile } from './memory-file.ts';
import { plainMedia } from './plain-media.ts';

interface SipRigOptions {
  readonly clock?: Clock;
  readonly address?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What is asked of DNS. */
  readonly names?: Names;
  /** What carries the sound; a simple one unless told. */
  readonly factory?: MediaFactory;
}

let certificate: Promise<{ cert: string; key: string }> | undefined;

/** A certificate for `localhost`, one for all tests: it costs a second. */
export const testCertificate = () =>
  (certificate ??= generate([{ name: 'commonName', value: 'localhost' }]).then(pair => ({
    cert: pair.cert,
    key: pair.private,
  })));

/** The telephone of a speaker in this process, with real sockets and accounts on a disk. */
export async function sipRig({
  clock = systemClock,
  address = '127.0.0.1',
  settings = {},
  factory,
  names,
}: SipRigOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-sip-'));
  const logged: string[] = [];
  const log = createLog((level, area, message, details) =>
    logged.push(`${level} ${area}: ${message} ${JSON.stringify(details ?? {})}`),
  );
  const events = new EventBus({ catalog: CALL_EVENTS, clock, log });
  const happened: Happening[] = [];
  events.onAny(happening => void happened.push(happening));
  const free = {
    'Stentor.SIP.Enabled': true,
    'Stentor.SIP.AllowIncoming': true,
    'Stentor.SIP.Port': await freePort(),
    'Stentor.SIP.TLSPort': await freePort(),
  };
  const params = new ParamStore({
    file: memoryFile<Record<string, unknown>>({ ...free, ...settings }),
    defs: SIP_PARAMS,
  });
  await params.load();
  const pair = await testCertificate();
  const media = plainMedia();
  const telephone = createSip({
    callee: to => ({ to, account: '' }),
    folder,
    params,
    events,
    media: factory ?? media.factory,
    certificate: () => pair,
    trusted: () => [],
    onCertificate: () => () => undefined,
    clock,
    log,
    version: 'test',
    address,
    ...(names === undefined ? {} : { names }),
  });
  const off = await telephone.start();
  const { sip, actions } = telephone;
  return {
    sip,
    actions,
    params,
    events,
    happened,
    logged,
    folder,
    media: media.calls,
    /** `{state: reason}` of all changes so far. */
    changes: () =>
      happened
        .filter(({ def }) => def.id === 'call.state-change')
        .map(({ data }) => `${(data as { state: string }).state} ${(data as { reason: string }).reason}`),
    run: (id: string, args: object = {}) => actions.find(action => action.id === id)?.run(args),
    async stop() {
      await off();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Below those that the system gives away by itself. */
const [FIRST_PORT, LAST_PORT] = [20_000, 32_000];
/** A telephone takes some more behind its first. */
const TOGETHER = 4;
let lastPort = FIRST_PORT + TOGETHER * Math.floor((Math.random() * (LAST_PORT - FIRST_PORT)) / TOGETHER);

/** One that nobody has, nor the three after it, over UDP and TCP: tests beside this one take others. */
export async function freePort(): Promise<number> {
  for (;;) {
    lastPort = lastPort + TOGETHER < LAST_PORT ? lastPort + TOGETHER : FIRST_PORT;
    const ports = Array.from({ length: TOGETHER }, (_, n) => lastPort + n);
    if ((await Promise.all(ports.map(isFree))).every(free => free)) return ports[0]!;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const socket = createSocket('udp4');
  try {
    await once(server.listen(port), 'listening');
    socket.bind(port);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
    socket.close();
  }
}
