import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualCard } from '../../src/board/virtual/card.ts';
import { punctual } from './punctual.ts';

const MAIN = new URL('../../dist/stentord.mjs', import.meta.url).pathname;
export const PASSWORD = 'correct horse';

interface StentorOptions {
  /** The card waits for its host, so that a slow machine loses no sample. On unless told. */
  readonly lockstep?: boolean;
  /** Where the state is; a new folder that is removed at the end unless told. */
  readonly state?: string;
  readonly arguments?: readonly string[];
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** It gets the processor before what else this machine does. */
  readonly isPunctual?: boolean;
}

/** The real speaker: its processes, its ports, its virtual sound card. */
export interface Stentor {
  readonly https: string;
  readonly http: string;
  readonly rtsp: string;
  readonly card: VirtualCard;
  readonly state: string;
  readonly process: ChildProcess;
  /** All that it printed. */
  output(): string;
  /** Basic log-in of root over HTTPS. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  setUp(): Promise<void>;
  upload(name: string, file: Uint8Array): Promise<string>;
  /** From now on clips and live sources play as they are, not all equally loud. */
  keepGains(): Promise<void>;
  /** Resolves when `holds` is true; asks again until it is. */
  stop(): Promise<void>;
}

/** Starts stentord on the virtual board with free ports. */
export async function startStentor({
  lockstep = true,
  state,
  arguments: more = [],
  node = [],
  isPunctual = false,
}: StentorOptions = {}): Promise<Stentor> {
  // The certificate is the speaker's own.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  const folder = state ?? (await mkdtemp(join(tmpdir(), 'stentor-')));
  const cardFile = `/dev/shm/stentor-test-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const command = (program: string, args: readonly string[]) =>
    isPunctual ? punctual('speaker', program, args) : ([program, args] as const);
  const child = spawn(
    ...command(process.execPath, [
      ...node,
      MAIN,
      '--http',
      '0',
      '--https',
      '0',
      '--rtsp',
      '0',
      '--listen',
      '127.0.0.1',
      '--state',
      folder,
      '--sound',
      'virtual',
      '--card',
      cardFile,
      ...(lockstep ? [] : ['--free-running']),
      ...more,
    ]),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  const ready = new Promise<{ https: string; http: string; rtsp: string }>((resolve, reject) => {
    const hear = (text: Buffer) => {
      printed += text.toString();
      const https = /https:\/\/[^\s/]+/.exec(printed)?.[0];
      const http = /http:\/\/[^\s/]+/.exec(printed)?.[0];
      const rtsp = /rtsp:\/\/[^\s/]+/.exec(printed)?.[0];
      if (https === undefined || http === undefined || rtsp === undefined) return;
      if (/\bready\b/.test(printed)) resolve({ https, http, rtsp });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', (text: Buffer) => (printed += text.toString()));
    child.once('exit', code => reject(new Error(`stentord ended with ${code}:\n${printed}`)));
  });
  const { https, http, rtsp } = await ready;
  const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${https}${path}`, { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } });
  const card = VirtualCard.attach(cardFile);

  return {
    https,
    http,
    rtsp,
    card,
    state: folder,
    process: child,
    output: () => printed,
    fetch: ask,
    async setUp() {
      const query = new URLSearchParams({
        action: 'add',
        user: 'root',
        pwd: PASSWORD,
        grp: 'root',
        sgrp: 'admin:operator:viewer',
      });
      const answer = await fetch(`${https}/axis-cgi/pwdgrp.cgi?${query.toString()}`);
      if (!answer.ok) throw new Error(await answer.text());
    },
    async upload(name, file) {
      const body = new FormData();
      body.set('file', new Blob([new Uint8Array(file)]), name);
      const answer = await ask(`/axis-cgi/mediaclip.cgi?action=upload&media=audio`, { method: 'POST', body });
      const text = await answer.text();
      const id = /uploaded=(\d+)/.exec(text)?.[1];
      if (id === undefined) throw new Error(text);
      return id;
    },
    async keepGains() {
      const body = JSON.stringify({ 'Stentor.Audio.Loudness.Enabled': false, 'Stentor.Audio.Leveller.Enabled': false });
      const answer = await ask('/api/settings', { method: 'PATCH', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null)
        await new Promise(resolve => child.once('exit', resolve));
      card.close();
      if (state === undefined) await rm(folder, { recursive: true, force: true });
      await rm(cardFile, { force: true });
    },
  };
}

/** Asks again and again until the answer is true, for half a minute at the most. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let asked = 0; asked < 600; asked++) {
    if (await holds()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`not within 30 s: ${what}`);
}
