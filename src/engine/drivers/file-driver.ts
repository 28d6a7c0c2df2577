import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Clock, Off } from '../../core/clock.ts';
import { unavailable } from '../../core/fault.ts';
import { INPUT_CHANNELS, OUTPUT_CHANNELS } from '../control.ts';
import { closeOnce } from './close-once.ts';
import type { AudioDriver, DeviceStream, StreamRequest } from './driver.ts';
import { RingPump } from './ring-pump.ts';

/** What plays into nothing and records silence. */
const NOWHERE = ['default', 'silence', 'none'];
const BYTES = 2;

interface FileDriverDeps {
  readonly clock: Clock;
  /** Hears every block that is played: interleaved stereo, used again after the call. */
  readonly played?: (block: Int16Array) => void;
}

/**
 * No sound card: takes the output ring by the clock. A device is an absolute path of raw int16 samples at 48 kHz, stereo
 * to play (appended), mono to record (silence after its end), or `silence`. For unit tests, and to see what was mixed.
 */
export class FileDriver implements AudioDriver {
  readonly name = 'file';
  readonly version = 'files of raw samples';
  readonly #deps: FileDriverDeps;

  constructor(deps: FileDriverDeps) {
    this.#deps = deps;
  }

  devices(): { outputs: string[]; inputs: string[] } {
    return { outputs: ['silence'], inputs: ['silence'] };
  }

  open(request: StreamRequest): DeviceStream {
    const files = { output: openFile(request.output, 'a'), input: openFile(request.input, 'r') };
    const turns = new Turns({ ...this.#deps, request, files });
    const stop = turns.start();
    return {
      output: request.output,
      input: request.input,
      outputLatencyMs: 0,
      waiter: { by: 'polling' },
      realtime: false,
      lost: () => turns.lost,
      close: closeOnce(() => {
        stop();
        return true;
      }),
    };
  }
}

/** A descriptor; undefined stands for nowhere. */
function openFile(name: string, mode: 'a' | 'r'): number | undefined {
  if (NOWHERE.includes(name)) return undefined;
  if (!isAbsolute(name)) throw unavailable(`no file named ${name}; there are: silence, or any absolute path`);
  try {
    return openSync(name, mode);
  } catch (error) {
    throw unavailable(`${name} cannot be opened: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

interface TurnsDeps extends FileDriverDeps {
  readonly request: StreamRequest;
  readonly files: { readonly output: number | undefined; readonly input: number | undefined };
}

/** What the callback of a sound card would do, as often as the clock says. */
class Turns {
  readonly #deps: TurnsDeps;
  readonly #pump: RingPump;
  readonly #output: Int16Array;
  readonly #input: Int16Array;
  /** Why it turns no more. */
  lost: string | undefined;

  constructor(deps: TurnsDeps) {
    this.#deps = deps;
    this.#pump = new RingPump(deps.request.rings);
    this.#output = new Int16Array(deps.request.callbackFrames * OUTPUT_CHANNELS);
    this.#input = new Int16Array(deps.request.callbackFrames * INPUT_CHANNELS);
  }

  start(): Off {
    const { clock, request, files } = this.#deps;
    const begun = clock.monotonic();
    const frameMs = request.callbackFrames / 48;
    let turns = 0;
    const stop = clock.every(frameMs, () => {
      // A timer that came late is made up for: the samples keep the clock's pace.
      for (; turns < Math.floor((clock.monotonic() - begun) / frameMs + 1e-6); turns++) this.#turn();
    });
    return () => {
      stop();
      for (const file of [files.output, files.input]) if (file !== undefined) closeSync(file);
    };
  }

  #turn(): void {
    if (this.lost !== undefined) return;
    try {
      if (this.#deps.request.output !== 'none') this.#play();
      if (this.#deps.request.input !== 'none') this.#record();
      this.#pump.turned(this.#deps.request.callbackFrames);
    } catch (error) {
      this.lost = error instanceof Error ? error.message : String(error);
      this.#pump.finish();
    }
  }

  #play(): void {
    this.#pump.take(this.#output);
    this.#deps.played?.(this.#output);
    if (this.#deps.files.output !== undefined) writeSync(this.#deps.files.output, this.#output);
  }

  #record(): void {
    const { input } = this.#deps.files;
    const bytes = input === undefined ? 0 : readSync(input, this.#input, 0, this.#input.byteLength, null);
    this.#input.fill(0, Math.floor(bytes / BYTES));
    this.#pump.put(this.#input);
  }
}
