import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.ts';

/**
 * RAUC's own service on a bus of its own, with slots that are plain files and a boot loader that is a shell script which
 * keeps its choice in files.
 */
export class RaucMachine {
  readonly address: string;
  readonly #folder: string;
  readonly #children: ChildProcess[] = [];
  #output = '';

  constructor(folder: string) {
    this.#folder = folder;
    this.address = `unix:path=${join(folder, 'bus')}`;
  }

  async start(keyring: string): Promise<void> {
    for (const name of ['mnt', 'data', 'loader']) mkdirSync(this.#at(name));
    for (const name of ['rootA', 'rootB', 'bootA', 'bootB']) writeFileSync(this.#at(name), Buffer.alloc(1_000_000));
    writeFileSync(this.#at('loader.sh'), loaderOf(this.#at('loader')), { mode: 0o755 });
    writeFileSync(this.#at('system.conf'), this.#configuration(keyring));
    writeFileSync(this.#at('bus.conf'), busConfiguration(this.address));
    this.#run('dbus-daemon', ['--nofork', `--config-file=${this.#at('bus.conf')}`]);
    await until('the bus is there', () => existsSync(this.#at('bus')));
    this.#run('rauc', ['--conf', this.#at('system.conf'), '--override-boot-slot=A', 'service']);
    await this.#waitForService();
  }

  /** What the slot's files hold. */
  slot(name: 'A' | 'B'): Buffer {
    return readFileSync(this.#at(`root${name}`));
  }

  /** The slot that the boot loader would start next. */
  primary(): string {
    const file = this.#at('loader/primary');
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'A';
  }

  output(): string {
    return this.#output;
  }

  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }

  #run(program: string, args: readonly string[]): ChildProcess {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: this.address },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (this.#output += text.toString()));
    this.#children.push(child);
    return child;
  }

  async #waitForService(): Promise<void> {
    for (let asked = 0; asked < 200; asked++) {
      const names = spawn('busctl', [`--address=${this.address}`, 'status', 'de.pengutronix.rauc'], {
        stdio: 'ignore',
      });
      const [code] = (await once(names, 'exit')) as [number];
      if (code === 0) return;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`RAUC's service did not start: ${this.#output}`);
  }

  #configuration(keyring: string): string {
    const slots = (['A', 'B'] as const).flatMap((name, i) => [
      `[slot.rootfs.${i}]`,
      `device=${this.#at(`root${name}`)}`,
      'type=raw',
      `bootname=${name}`,
      `[slot.boot.${i}]`,
      `device=${this.#at(`boot${name}`)}`,
      'type=raw',
      `parent=rootfs.${i}`,
    ]);
    return [
      '[system]',
      'compatible=stentor-test',
      'bootloader=custom',
      `mountprefix=${this.#at('mnt')}`,
      `data-directory=${this.#at('data')}`,
      'bundle-formats=plain verity',
      '[keyring]',
      `path=${keyring}`,
      '[handlers]',
      `bootloader-custom-backend=${this.#at('loader.sh')}`,
      ...slots,
      '',
    ].join('\n');
  }
}

/** RAUC's custom boot loader backend: get-primary, set-primary NAME, get-state NAME, set-state NAME STATE. */
const loaderOf = (folder: string) => `#!/bin/sh
case "$1" in
  get-primary) cat ${folder}/primary 2>/dev/null || echo A ;;
  set-primary) echo "$2" > ${folder}/primary; echo good > ${folder}/state.$2 ;;
  get-state) cat ${folder}/state.$2 2>/dev/null || echo good ;;
  set-state) echo "$3" > ${folder}/state.$2 ;;
  get-current) echo A ;;
esac
`;

const busConfiguration = (address: string) => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>custom</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
