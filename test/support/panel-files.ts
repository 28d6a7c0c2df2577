import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BTN_0, EV, SW_MUTE_DEVICE, SYN } from '../../src/board/pi/input-event.ts';

const LEDS = ['red', 'green'] as const;

/**
 * The files that a kernel with the panel's overlay shows, in a folder of their own: a pipe in the place of the input
 * device, plain files in that of the LEDs, and an evtest that says what the test wants.
 */
export class PanelFiles {
  /** Stands for `/`. */
  readonly root = mkdtempSync(join(tmpdir(), 'stentor-panel-'));
  readonly device = join(this.root, 'dev/input/event3');
  /** A folder for PATH. */
  readonly bin = join(this.root, 'bin');
  readonly leds = join(this.root, 'sys/class/leds');
  #writer: number;

  constructor() {
    mkdirSync(join(this.root, 'proc/device-tree/stentor-panel'), { recursive: true });
    this.#file('sys/class/input/event2/device/name', 'gpio_ir_recv');
    this.#file('sys/class/input/event3/device/name', 'stentor-panel');
    for (const colour of LEDS) this.makeLamp(colour);
    mkdirSync(join(this.root, 'dev/input'), { recursive: true });
    spawnSync('mkfifo', [this.device]);
    // Both ends, so that it neither waits for a reader nor ends without a writer.
    this.#writer = openSync(this.device, 'r+');
    // evtest --query DEVICE TYPE CODE: exit 10 where the file CODE says 1.
    this.#file('bin/evtest', `#!/bin/sh\n[ "$(cat "${this.root}/$4" 2>/dev/null)" = 1 ] && exit 10\nexit 0\n`, 0o755);
  }

  /** What evtest will say. */
  stand({ pressed = false, muted = false }: { pressed?: boolean; muted?: boolean }): void {
    this.#file('BTN_0', pressed ? '1' : '0');
    this.#file('SW_MUTE_DEVICE', muted ? '1' : '0');
  }

  button(pressed: boolean, timeMs = 0): void {
    this.#events([EV.KEY, BTN_0, pressed ? 1 : 0], timeMs);
  }

  muted(muted: boolean): void {
    this.#events([EV.SW, SW_MUTE_DEVICE, muted ? 1 : 0], 0);
  }

  /** The kernel lost events. */
  drop(): void {
    this.#events([EV.SYN, SYN.DROPPED, 0], 0);
  }

  /** The content of a LED's file. */
  led(colour: (typeof LEDS)[number], file: string): string {
    return readFileSync(join(this.leds, `stentor:${colour}:status`, file), 'utf8');
  }

  /** Both lamps, red first: `10` is red. */
  lamps(): string {
    return LEDS.map(colour => this.led(colour, 'brightness')).join('');
  }

  /** Makes the files of a LED. */
  makeLamp(colour: (typeof LEDS)[number]): void {
    this.#file(`sys/class/leds/stentor:${colour}:status/trigger`, '[none] timer heartbeat');
    this.#file(`sys/class/leds/stentor:${colour}:status/brightness`, '1');
    this.#file(`sys/class/leds/stentor:${colour}:status/max_brightness`, '1');
  }

  /** Makes the files that the kernel makes with a trigger. */
  makeDelays(): void {
    for (const name of ['delay_on', 'delay_off']) this.#file(`sys/class/leds/stentor:red:status/${name}`, '500');
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
  }

  close(): void {
    closeSync(this.#writer);
    rmSync(this.root, { recursive: true, force: true });
  }

  #events(event: readonly [number, number, number], timeMs: number): void {
    const bytes = Buffer.alloc(48);
    for (const [i, [type, code, value]] of [event, [EV.SYN, SYN.REPORT, 0] as const].entries()) {
      bytes.writeBigInt64LE(BigInt(Math.floor(timeMs / 1000)), i * 24);
      bytes.writeBigInt64LE(BigInt(Math.round((timeMs % 1000) * 1000)), i * 24 + 8);
      bytes.writeUInt16LE(type, i * 24 + 16);
      bytes.writeUInt16LE(code, i * 24 + 18);
      bytes.writeInt32LE(value, i * 24 + 20);
    }
    writeSync(this.#writer, bytes);
  }

  #file(path: string, text: string, mode = 0o644): void {
    const whole = join(this.root, path);
    mkdirSync(join(whole, '..'), { recursive: true });
    writeFileSync(whole, text, { mode });
  }
}
