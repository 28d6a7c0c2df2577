import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { Off } from '../../core/clock.ts';
import { unavailable } from '../../core/fault.ts';
import { BTN_0, EV, INPUT_EVENT_BYTES, type InputEvent, parseInputEvents, SW_MUTE_DEVICE, SYN } from './input-event.ts';
import type { WatchReadable } from './watch-readable.ts';

/** How button and switch stand at this moment: the device tells changes only. */
export type QueryPanel = (device: string, what: 'button' | 'switch') => Promise<boolean>;

interface PanelInputListener {
  /** `timeMs` is the kernel's, or undefined where events were lost and only the result is known. */
  button(pressed: boolean, timeMs: number | undefined): void;
  muted(muted: boolean): void;
  /** The device is gone; nothing more is told. */
  lost(reason: string): void;
}

interface PanelInputDeps {
  readonly device: string;
  /** Whether the microphone switch matters. */
  readonly hasSwitch: boolean;
  readonly query: QueryPanel;
  readonly watch: WatchReadable;
}

/** The kernel keeps 64 events. */
const BUFFER_BYTES = 64 * INPUT_EVENT_BYTES;

/** Button and microphone switch as an input device of the kernel (gpio-keys). */
export class PanelInput {
  readonly #deps: PanelInputDeps;
  readonly #descriptor: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #pressed = false;
  #muted = false;
  /** The kernel's queue ran over; what follows up to the next report is worthless. */
  #dropping = false;
  #heard = 0;
  #listener: PanelInputListener | undefined;
  #unwatch: Off = () => undefined;

  private constructor(deps: PanelInputDeps, descriptor: number) {
    this.#deps = deps;
    this.#descriptor = descriptor;
  }

  /** Opens the device and asks how everything stands. @throws Fault `unavailable` */
  static async open(deps: PanelInputDeps): Promise<PanelInput> {
    const input = new PanelInput(deps, opened(deps.device));
    try {
      [input.#pressed, input.#muted] = await input.#ask();
    } catch (error) {
      closeSync(input.#descriptor);
      throw error;
    }
    return input;
  }

  get pressed(): boolean {
    return this.#pressed;
  }

  get muted(): boolean {
    return this.#muted;
  }

  /** Tells what happens from now on, until it is stopped, which closes the device. */
  start(listener: PanelInputListener): Off {
    this.#listener = listener;
    this.#unwatch = this.#deps.watch(this.#descriptor, () => this.#read());
    return () => this.#close();
  }

  #close(): void {
    if (this.#listener === undefined) return;
    this.#listener = undefined;
    this.#unwatch();
    closeSync(this.#descriptor);
  }

  #read(): void {
    let events: readonly InputEvent[];
    try {
      const read = readSync(this.#descriptor, this.#buffer, 0, BUFFER_BYTES, null);
      events = parseInputEvents(this.#buffer.subarray(0, read));
    } catch (error) {
      if (!hasCode(error, 'EAGAIN')) this.#lose(error);
      return;
    }
    for (const event of events) this.#take(event);
  }

  #take({ type, code, value, timeMs }: InputEvent): void {
    if (type === EV.SYN) this.#synchronise(code);
    else if (this.#dropping) return;
    else if (type === EV.KEY && code === BTN_0 && value < 2) this.#setPressed(value === 1, timeMs);
    else if (type === EV.SW && code === SW_MUTE_DEVICE) this.#setMuted(value === 1);
  }

  #synchronise(code: number): void {
    if (code === SYN.DROPPED) this.#dropping = true;
    if (code !== SYN.REPORT || !this.#dropping) return;
    this.#dropping = false;
    this.#resync().catch((error: unknown) => this.#lose(error));
  }

  async #resync(): Promise<void> {
    for (;;) {
      const heard = this.#heard;
      const [pressed, muted] = await this.#ask();
      // What was heard meanwhile is newer than the answer.
      if (heard !== this.#heard) continue;
      if (pressed !== this.#pressed) this.#setPressed(pressed, undefined);
      if (muted !== this.#muted) this.#setMuted(muted);
      return;
    }
  }

  #ask(): Promise<[boolean, boolean]> {
    const { device, hasSwitch, query } = this.#deps;
    return Promise.all([query(device, 'button'), hasSwitch && query(device, 'switch')]);
  }

  #setPressed(pressed: boolean, timeMs: number | undefined): void {
    this.#heard++;
    this.#pressed = pressed;
    this.#listener?.button(pressed, timeMs);
  }

  #setMuted(muted: boolean): void {
    this.#heard++;
    this.#muted = muted;
    this.#listener?.muted(muted);
  }

  #lose(error: unknown): void {
    const listener = this.#listener;
    this.#close();
    listener?.lost(error instanceof Error ? error.message : String(error));
  }
}

function opened(device: string): number {
  try {
    // Without O_NONBLOCK a read would keep a thread of Node's for ever, and the process from ending.
    return openSync(device, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unavailable(
      `the panel cannot be opened (${reason}); the supervisor's user must be in the group input`,
      error,
    );
  }
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;
