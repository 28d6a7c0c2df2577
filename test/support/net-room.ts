/** Two network namespaces with a cable between them: a speaker's and that of whoever looks for it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const MAIN = new URL('../../dist/stentord.mjs', import.meta.url).pathname;

export type NetRoom = ReturnType<typeof netRoom>;

/** Why there can be none here; undefined where there can. */
export function noRoom(): string | undefined {
  const { status, stderr } = spawnSync(
    'unshare',
    ['-n', 'ip', 'link', 'add', 'a0', 'type', 'veth', 'peer', 'name', 'b0'],
    {
      encoding: 'utf8',
    },
  );
  return status === 0 ? undefined : `no network namespaces here: ${stderr || 'no unshare'}`;
}

interface SpeakerOptions {
  readonly serial: string;
  readonly settings?: object;
  /** Where an earlier one left its state; a new folder unless told. */
  readonly state?: string;
  readonly more?: readonly string[];
}

/** @param addresses of the speaker's end and of the other, with prefix; without one only link-local IPv6 is there */
export function netRoom(addresses: { readonly speaker?: string; readonly other?: string } = {}) {
  const id = randomBytes(3).toString('hex');
  const names = { speaker: `st-s${id}`, other: `st-o${id}` };
  const folder = mkdtempSync(join(tmpdir(), 'stentor-room-'));
  const children: ChildProcess[] = [];
  const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  for (const name of Object.values(names)) {
    ip('netns', 'add', name);
    ip('-n', name, 'link', 'set', 'lo', 'up');
  }
  ip('link', 'add', 'eth0', 'netns', names.speaker, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', names.other);
  for (const [end, name] of Object.entries(names) as ['speaker' | 'other', string][]) {
    // Without it an IPv6 address is tentative for a second.
    const settings = [
      'net.ipv6.conf.eth0.accept_dad=0',
      'net.ipv6.conf.eth0.dad_transmits=0',
      'net.ipv4.conf.eth0.promote_secondaries=1',
    ];
    spawnSync('ip', ['netns', 'exec', name, 'sysctl', '-qw', ...settings]);
    const address = addresses[end];
    if (address !== undefined) ip('-n', name, 'addr', 'add', address, 'dev', 'eth0');
    ip('-n', name, 'link', 'set', 'eth0', 'up');
    ip('-n', name, 'route', 'add', '224.0.0.0/4', 'dev', 'eth0');
  }
  const inside = (end: 'speaker' | 'other', program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const child = spawn('ip', ['netns', 'exec', names[end], program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    children.push(child);
    return child;
  };

  return {
    names,
    folder,
    ip,
    inside,
    /** Runs a program to its end; resolves with what it printed. */
    run: (end: 'speaker' | 'other', program: string, args: readonly string[], env?: NodeJS.ProcessEnv) =>
      new Promise<{ code: number | null; text: string }>(resolve => {
        const child = inside(end, program, args, env);
        let text = '';
        child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
        child.stderr.on('data', (piece: Buffer) => (text += piece.toString()));
        child.once('close', code => resolve({ code, text }));
      }),
    /** A script in one file: it starts in no time, again and again. */
    async bundled(script: string): Promise<string> {
      const outfile = join(folder, `${randomBytes(3).toString('hex')}.mjs`);
      const banner = {
        js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
      };
      await build({
        entryPoints: [script],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        banner,
        logLevel: 'error',
      });
      return outfile;
    },
    /** Starts a speaker; resolves with what ends it, when it is ready. */
    async startSpeaker({ serial, settings = {}, state: kept, more = [] }: SpeakerOptions) {
      const state = kept ?? mkdtempSync(join(folder, 'state-'));
      if (kept === undefined)
        writeFileSync(join(state, 'settings.json'), JSON.stringify({ version: 1, content: settings }));
      const cardFile = `/dev/shm/stentor-room-${id}-${serial}`;
      const ports = ['--http', '80', '--https', '443', '--rtsp', '554'];
      const board = ['--state', state, '--sound', 'virtual', '--card', cardFile, '--serial', serial, ...more];
      const child = inside('speaker', process.execPath, [MAIN, ...ports, ...board]);
      let printed = '';
      await new Promise<void>((resolve, reject) => {
        child.stdout.on('data', (piece: Buffer) => {
          printed += piece.toString();
          if (printed.includes('ready at')) resolve();
        });
        child.stderr.on('data', (piece: Buffer) => (printed += piece.toString()));
        child.once('exit', code => reject(new Error(`stentord ended with ${code}:\n${printed}`)));
      });
      return {
        process: child,
        state,
        output: () => printed,
        stop: async () => {
          child.kill('SIGTERM');
          if (child.exitCode === null && child.signalCode === null)
            await new Promise(resolve => child.once('exit', resolve));
          rmSync(cardFile, { force: true });
        },
      };
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
      for (const name of Object.values(names)) spawnSync('ip', ['netns', 'del', name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
