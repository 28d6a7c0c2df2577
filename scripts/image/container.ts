import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { tool } from './tool.ts';

export interface ContainerOptions {
  /** A furnished root file system of this machine's architecture; it is never written to. */
  readonly root: string;
  /** A folder of this container's own; data/ in it is the data partition. */
  readonly folder: string;
  /** Loopback ports for 80 and 443; 0 for free ones. */
  readonly http?: number;
  readonly https?: number;
}

/**
 * The speaker's whole user space, systemd and all, in systemd-nspawn: boots in seconds, needs root. There is no kernel, boot
 * loader or initramfs of its own, so the data partition is a folder, and slots are not there.
 */
export class Container {
  http = '';
  https = '';
  readonly #options: ContainerOptions;
  readonly #servers: Server[] = [];
  #nspawn: ChildProcess | undefined;
  #relay: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #output = '';

  constructor(options: ContainerOptions) {
    this.#options = options;
  }

  /** All that its console said. */
  get output(): string {
    return this.#output;
  }

  /** Furnishes the data folder as the initramfs would, and boots. */
  async start(): Promise<void> {
    const { root, folder } = this.#options;
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    this.#furnish(data);
    const options = [
      ...['--quiet', `--directory=${root}`, '--read-only', '--overlay=+/etc::/etc', '--boot', '--private-network'],
      ...[`--bind=${data}:/data`, `--bind=${data}/var:/var`, '--register=no', '--keep-unit', '--machine=stentor'],
      ...[`--uuid=${readFileSync(join(data, 'system/machine-id'), 'utf8').trim()}`, '--kill-signal=SIGRTMIN+3'],
      '--console=pipe',
    ];
    const child = spawn('systemd-nspawn', options, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#nspawn = child;
    const hear = (text: Buffer) => (this.#output += text.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.#ended = new Promise(resolve => child.once('close', () => resolve()));
    await this.#openDoors(await this.#leader());
  }

  /** A network cable into it: `inside` is its end there, `outside` the other one, in the network namespace `room`. */
  plug(room: string, outside: string, inside: string): void {
    const pid = `${this.#inside()}`;
    tool('ip', ['-n', room, 'link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', pid]);
  }

  /** Runs a command as root inside; both outputs. @throws Error with its last words where it fails */
  run(command: string): string {
    const pid = this.#inside();
    return tool('nsenter', ['-t', `${pid}`, '-a', '/bin/sh', '-c', `exec 2>&1; ${command}`]);
  }

  /** Asks systemd to power off, and waits for it. */
  async stop(): Promise<void> {
    this.#relay?.kill();
    for (const server of this.#servers.splice(0)) server.close();
    this.#nspawn?.kill('SIGTERM');
    await this.#ended;
    this.#nspawn = undefined;
  }

  /** Kills everything at once. */
  async kill(): Promise<void> {
    if (this.#nspawn?.pid !== undefined) {
      try {
        process.kill(this.#inside(), 'SIGKILL');
      } catch {
        // It was gone before.
      }
    }
    await this.stop();
  }

  /** The very functions of the initramfs, on a folder. */
  #furnish(data: string): void {
    const script = resolve(import.meta.dirname, '../../appliance/initramfs/data.sh');
    const { root } = this.#options;
    tool('sh', ['-euc', `root='${root}'; . '${script}'; furnish_data '${data}'`]);
  }

  async #leader(): Promise<number> {
    for (let tries = 0; tries < 600; tries++) {
      const pid = this.#nspawn === undefined ? 0 : this.#inside();
      // Its network is there as soon as it is not ours any more.
      if (pid !== 0 && existsSync(`/proc/${pid}/ns/net`) && differs(pid)) return pid;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`systemd-nspawn did not start:\n${this.#output}`);
  }

  /** The container's first process, as this machine numbers it; 0 where there is none. */
  #inside(): number {
    const pid = this.#nspawn?.pid ?? 0;
    const file = `/proc/${pid}/task/${pid}/children`;
    const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
    return Number(children.at(-1) ?? 0);
  }

  async #openDoors(pid: number): Promise<void> {
    const { folder, http = 0, https = 0 } = this.#options;
    const doors = [
      { port: http, inside: 80, file: join(folder, 'http.sock') },
      { port: https, inside: 443, file: join(folder, 'https.sock') },
    ];
    for (const { file } of doors) rmSync(file, { force: true });
    const relay = join(import.meta.dirname, 'relay.ts');
    this.#relay = spawn(
      'nsenter',
      [
        '-t',
        `${pid}`,
        '-n',
        process.execPath,
        '--import',
        'tsx',
        relay,
        ...doors.map(door => `${door.file}=${door.inside}`),
      ],
      { stdio: 'inherit', cwd: resolve(import.meta.dirname, '../..') },
    );
    const [first, second] = await Promise.all(doors.map(door => this.#listen(door.port, door.file)));
    this.http = `http://127.0.0.1:${first}`;
    this.https = `https://127.0.0.1:${second}`;
  }

  async #listen(port: number, file: string): Promise<number> {
    const server = createServer(caller => {
      const inside = connect(file);
      caller.on('error', () => inside.destroy());
      inside.on('error', () => caller.destroy());
      caller.pipe(inside).pipe(caller);
    });
    this.#servers.push(server);
    return await new Promise((resolve, reject) => {
      server
        .once('error', reject)
        .listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
  }
}

const differs = (pid: number) => {
  try {
    return tool('readlink', [`/proc/${pid}/ns/net`]) !== tool('readlink', ['/proc/self/ns/net']);
  } catch {
    return false;
  }
};
