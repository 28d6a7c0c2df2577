import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootEnv, freshBootState, readBootEnv } from '../boot-env.ts';
import { BOOT_STATE } from '../layout.ts';
import { tool } from '../tool.ts';
import { cardPiece } from './card-piece.ts';
import { type Asker, openQmp, openQtest } from './asker.ts';
import { freePort, get, type HttpAnswer } from './http.ts';
import { command, type Kind, SOCKETS } from './command.ts';
import { connectSoon } from './line-socket.ts';
import { type Light, panelWires, type PanelWires } from './panel-wires.ts';
import { type Outcome, TestShell } from './test-shell.ts';
import { TextStream } from './text-stream.ts';

/** Words of the kernel's command line. */
const WORDS = {
  shell: 'stentor.test',
  /** The environment of all services. */
  jitless: 'systemd.setenv=NODE_OPTIONS=--jitless',
  /**
   * ALSA's loopback under the name that the I2S overlays give theirs: a kernel timer moves its samples. An emulated USB card
   * takes so much of the guest's time that nothing else gets done.
   */
  sound: 'modules_load=snd-aloop snd_aloop.id=stentor',
} as const;

export interface MachineOptions {
  readonly kind: Kind;
  /** The card's image, raw; it is never written to. */
  readonly card: string;
  /** A folder of this machine's own: the disk, logs, sockets. What is there of a disk is used again. */
  readonly folder: string;
  /** Unpacked packages with boot loaders and device trees. */
  readonly hardware: string;
  /** The panel's compiled overlay. */
  readonly panel: string;
  /** Opens a root shell for tests. */
  readonly shell?: boolean;
  /** Whether the control button is held when power comes. */
  readonly held?: boolean;
  /** Size of the card (a power of two of MiB, as QEMU wants it). */
  readonly cardMib?: number;
  /** Whether there is a sound card; there is unless told. */
  readonly sound?: boolean;
  /**
   * Whether Node's programs compile to machine code; they do unless told. To translate that once
   * more is what takes an emulator longest.
   */
  readonly jit?: boolean;
  /** More words of the kernel's command line. */
  readonly words?: readonly string[];
  /** More of QEMU's arguments. */
  readonly more?: readonly string[];
}

/** An emulated computer with the card in it: power, button, LED, serial line, network, and a shell for tests. */
export class Machine {
  readonly serial = new TextStream();
  readonly disk: string;
  /** Of this machine's own: what a test lays there goes with it. */
  readonly folder: string;
  /** Base addresses of the page and the API, on loopback ports. */
  https = '';
  http = '';
  readonly #options: MachineOptions;
  #process: ChildProcess | undefined;
  #qmp: Asker | undefined;
  #qtest: Asker | undefined;
  #wires: PanelWires | undefined;
  #shell: TestShell | undefined;
  #pressed: boolean;
  #microphone = true;
  #still = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: MachineOptions) {
    this.#options = options;
    this.#pressed = options.held ?? false;
    this.folder = options.folder;
    this.disk = join(options.folder, 'disk.qcow2');
  }

  /** A machine with a fresh copy of the card, switched on. */
  static async start(options: MachineOptions): Promise<Machine> {
    const machine = new Machine(options);
    machine.insertCard();
    await machine.boot();
    return machine;
  }

  /** A fresh card: all that was written is gone. */
  insertCard(): void {
    const { folder, card, cardMib = 2048 } = this.#options;
    mkdirSync(folder, { recursive: true });
    rmSync(this.disk, { force: true });
    tool('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', card, '-F', 'raw', this.disk, `${cardMib}M`]);
    this.writeBootState(freshBootState(this.#words()));
  }

  #words(): string | undefined {
    const { shell = false, sound = true, jit = true, words = [] } = this.#options;
    const all = [
      ...(shell ? [WORDS.shell] : []),
      ...(jit ? [] : [WORDS.jitless]),
      ...(sound ? [WORDS.sound] : []),
      ...words,
    ];
    return all.length === 0 ? undefined : all.join(' ');
  }

  /** Power comes. The button may be held before. */
  async boot(): Promise<void> {
    const { kind, folder, hardware, panel, shell = false, more = [] } = this.#options;
    if (this.#process !== undefined) throw new Error('it runs already');
    for (const name of Object.values(SOCKETS)) rmSync(join(folder, name), { force: true });
    const [http, https] = [await freePort(), await freePort()];
    [this.http, this.https] = [`http://127.0.0.1:${http}`, `https://127.0.0.1:${https}`];
    const wiring = { kind, disk: this.disk, folder, hardware, panel, http, https, shell, more };
    const [program, ...args] = command(wiring);
    // It waits with its first instruction until the wires lie as they should.
    const child = spawn(program, [...args, '-S'], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    this.#ended = new Promise(resolve => child.once('close', () => resolve()));
    void this.#ended.then(() => {
      if (this.#process === child) this.#process = undefined;
    });
    const died = this.#ended.then(() => {
      throw new Error(`${program} ended: ${complaint}`);
    });
    this.#still = false;
    await Promise.race([this.#connect(shell), died]);
    died.catch(() => undefined);
  }

  async #connect(shell: boolean): Promise<void> {
    const path = (name: keyof typeof SOCKETS) => join(this.#options.folder, SOCKETS[name]);
    this.serial.mark();
    this.serial.attach(await connectSoon(path('serial')));
    const shellSocket = await connectSoon(path('shell'));
    this.#shell = shell ? new TestShell(shellSocket) : undefined;
    // A reset clears the levels of the wires in QEMU, but nobody let go of the button.
    this.#qmp = await openQmp(path('qmp'), event => {
      if (event === 'RESET') void this.#wire().catch(() => undefined);
    });
    this.#qtest = await openQtest(path('qtest'));
    this.#wires = panelWires(this.#options.kind, this.#qtest, await this.#gpioPath());
    await this.#wire();
    await this.#qmp.ask('{"execute":"cont"}');
  }

  /** Pulls the plug: nothing that was not on the card is left. Resolves when the machine is dark. */
  async powerCut(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#ended;
    this.#process = undefined;
    for (const asker of [this.#qmp, this.#qtest]) asker?.close();
  }

  /** The machine stands still: its clock too. */
  async pause(): Promise<void> {
    await this.#qmp?.ask('{"execute":"stop"}');
    this.#still = true;
  }

  async resume(): Promise<void> {
    this.#still = false;
    await this.#qmp?.ask('{"execute":"cont"}');
  }

  /** Pulls the plug and plugs it in again. */
  async powerCycle(): Promise<void> {
    await this.powerCut();
    await this.boot();
  }

  get running(): boolean {
    return this.#process !== undefined;
  }

  /** Holds the control button down, also while the power is off. */
  async press(): Promise<void> {
    this.#pressed = true;
    if (this.running) await this.#wires?.button(true);
  }

  async release(): Promise<void> {
    this.#pressed = false;
    if (this.running) await this.#wires?.button(false);
  }

  /** Moves the microphone switch. */
  async microphone(on: boolean): Promise<void> {
    this.#microphone = on;
    if (this.running) await this.#wires?.microphone(on);
  }

  /** What the status LED shows this very moment. */
  async led(): Promise<Light> {
    if (this.#wires === undefined || !this.running) return 'unlit';
    return await this.#wires.light();
  }

  /** Resolves when the LED shows this. @throws Error that tells what it showed meanwhile */
  async waitForLed(light: Light, timeoutMs = 600_000): Promise<void> {
    const seen = new Set<Light>();
    for (const end = Date.now() + timeoutMs; Date.now() < end;) {
      const now = await this.led();
      if (now === light) return;
      seen.add(now);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`the LED was not ${light} within ${timeoutMs / 1000} s, only ${[...seen].join(', ')}`);
  }

  /** Runs a command as root in the speaker; the options must have asked for a shell. */
  async shell(line: string, timeoutMs?: number): Promise<Outcome> {
    if (this.#shell === undefined) throw new Error('start the machine with shell: true');
    return await this.#shell.run(line, timeoutMs);
  }

  /**
   * Resolves with what the speaker answers, as soon as it answers at all; no matter what, or only when `wanted` says so.
   * @throws Error with the last words of its serial line where it does not in time (ms)
   */
  async waitForHttp(path = '/', { timeoutMs = 900_000, wanted = () => true }: HttpWait = {}): Promise<HttpAnswer> {
    for (const end = Date.now() + timeoutMs; Date.now() < end;) {
      if (!this.running) throw new Error(`the emulator has gone; last words:\n${this.serial.tail}`);
      const answer = await get(`${this.https}${path}`).catch(() => undefined);
      if (answer !== undefined && wanted(answer)) return answer;
      await new Promise(resolve => setTimeout(resolve, 250));
    }
    throw new Error(`no answer from ${path} within ${timeoutMs / 1000} s; last words:\n${this.serial.tail}`);
  }

  /** CPU time that the emulator took since it started (s): what a run costs on any machine. */
  get cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#process?.pid ?? 0}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(stat[11]) + Number(stat[12])) / 100;
  }

  /** U-Boot's counters on the card, while the power is off. */
  readBootState(): Readonly<Record<string, string>> | undefined {
    if (this.running) throw new Error('the power is on');
    const copy = join(this.#options.folder, 'boot-state.bin');
    cardPiece(this.disk, BOOT_STATE, copy);
    return readBootEnv(readFileSync(copy));
  }

  /** Writes U-Boot's counters, while the power is off. */
  writeBootState(state: Readonly<Record<string, string>>): void {
    this.writeDisk(BOOT_STATE.offset, bootEnv(state, BOOT_STATE.size));
  }

  /** Writes bytes to the card, while the power is off. */
  writeDisk(offset: number, bytes: Buffer): void {
    if (this.running) throw new Error('the power is on');
    const file = join(this.#options.folder, 'patch.bin');
    tool('dd', [`of=${file}`, 'status=none'], { input: bytes });
    tool('qemu-io', ['-f', 'qcow2', '-c', `write -q -s ${file} ${offset} ${bytes.length}`, this.disk]);
  }

  /**
   * Takes a copy of the card as a power cut would leave it now: the power is off, or the machine stands still.
   * `restoreCard` brings it back.
   * @returns the copy's path; it may be removed
   */
  saveCard(name: string): string {
    if (this.running && !this.#still) throw new Error('the power is on');
    tool('cp', ['--sparse=always', this.disk, this.#copy(name)]);
    return this.#copy(name);
  }

  restoreCard(name: string): void {
    if (this.running) throw new Error('the power is on');
    tool('cp', ['--sparse=always', this.#copy(name), this.disk]);
  }

  #copy(name: string): string {
    return join(this.#options.folder, `card-${name}.qcow2`);
  }

  async #wire(): Promise<void> {
    await this.#wires?.button(this.#pressed);
    await this.#wires?.microphone(this.#microphone);
  }

  async #gpioPath(): Promise<string> {
    const answer = await this.#qmp!.ask('{"execute":"qom-list","arguments":{"path":"/machine/unattached"}}');
    const { return: children } = JSON.parse(answer) as { return: readonly { name: string; type: string }[] };
    return `/machine/unattached/${children.find(({ type }) => type === 'child<pl061>')?.name ?? ''}`;
  }
}

interface HttpWait {
  readonly timeoutMs?: number;
  readonly wanted?: (answer: HttpAnswer) => boolean;
}
