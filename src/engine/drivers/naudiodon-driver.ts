import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../core/clock.ts';
import { unavailable } from '../../core/fault.ts';
import { INPUT_CHANNELS, OUTPUT_CHANNELS } from '../control.ts';
import { type ListedDevice, loadNative } from '../portaudio/native.ts';
import { closeOnce } from './close-once.ts';
import { type Chosen, chooseDevices, namesOf } from './device-choice.ts';
import type { AudioDriver, DeviceStream, StreamRequest } from './driver.ts';
import { RingPump } from './ring-pump.ts';

/** Blocks that wait in naudiodon, on each side. */
const QUEUE = 2;
const BYTES = 2;
const INT16 = 16;
/** Without a block played for this long the card is gone: naudiodon says nothing of it. */
const STILL_MS = 1000;
/**
 * naudiodon waits for the card on libuv's four threads, and a card that went leaves one of them waiting for ever, while an
 * open stream needs two.
 */
const MAX_LOSSES = 2;

interface NaudiodonDevice {
  readonly id: number;
  readonly name: string;
  readonly maxInputChannels: number;
  readonly maxOutputChannels: number;
}

interface SideOptions {
  readonly deviceId: number;
  readonly channelCount: number;
  readonly sampleFormat: number;
  readonly sampleRate: number;
  readonly framesPerBuffer: number;
  readonly maxQueue: number;
  readonly highwaterMark: number;
  readonly closeOnError: boolean;
}

/** The part of naudiodon that is used here. */
interface Naudiodon {
  getDevices(): NaudiodonDevice[];
  getHostAPIs(): { HostAPIs: { defaultInput: number; defaultOutput: number }[] };
  AudioIO(options: { inOptions?: SideOptions; outOptions?: SideOptions }): NaudiodonIo;
}

/** naudiodon opens a device by its index. */
interface IndexedDevice extends ListedDevice {
  readonly index: number;
}

type NaudiodonIo = Duplex & { start(): void; quit: () => Promise<void> };

/**
 * PortAudio by the npm package naudiodon, which is optional. It runs on this thread's event loop: its callback waits for
 * JavaScript, so use it only where the add-on of our own cannot be had.
 */
export class NaudiodonDriver implements AudioDriver {
  readonly name = 'naudiodon';
  readonly version: string;
  readonly #library: Naudiodon;
  readonly #clock: Clock;
  #losses = 0;
  #closing = false;
  #devices: readonly IndexedDevice[] = [];

  /** @throws Fault `unavailable` where the package is not built */
  constructor(clock: Clock) {
    this.#clock = clock;
    // Loaded first, our add-on serves naudiodon too: with Debian's PortAudio, and the guard against its endless loop.
    loadNative();
    const require = createRequire(import.meta.url);
    this.#library = load(require);
    this.version = `naudiodon ${(require('naudiodon/package.json') as { version: string }).version}`;
  }

  devices(): { outputs: string[]; inputs: string[] } {
    return namesOf(this.#list());
  }

  open(request: StreamRequest): DeviceStream {
    if (this.#closing) throw unavailable('naudiodon has not closed the last stream yet; try again');
    if (this.#losses >= MAX_LOSSES) throw unavailable('naudiodon lost its card too often; restart the audio process');
    const chosen = chooseDevices(this.#list(), request);
    try {
      return this.#start(request, chosen);
    } catch (error) {
      throw unavailable(`the sound card cannot be opened: ${String(error)}`, error);
    }
  }

  #start(request: StreamRequest, { output, input, deaf }: Chosen<IndexedDevice>): DeviceStream {
    const io = this.#library.AudioIO({
      ...(output === undefined ? {} : { outOptions: optionsOf(output, OUTPUT_CHANNELS, request.callbackFrames) }),
      ...(input === undefined ? {} : { inOptions: optionsOf(input, INPUT_CHANNELS, request.callbackFrames) }),
    });
    io.on('error', () => undefined); // it has been printed; what counts is whether blocks still move
    const pump = new Pump({
      io,
      clock: this.#clock,
      request,
      plays: output !== undefined,
      records: input !== undefined,
    });
    io.start();
    pump.start();
    return {
      output: output?.name ?? 'none',
      input: input?.name ?? 'none',
      deaf,
      outputLatencyMs: (QUEUE * request.callbackFrames) / 48,
      waiter: { by: 'polling' },
      realtime: false,
      lost: () => pump.lost(),
      close: closeOnce(() => this.#close(io, pump)),
    };
  }

  #close(io: NaudiodonIo, pump: Pump): boolean {
    const isLost = pump.lost() !== undefined;
    pump.stop();
    if (isLost) this.#losses++;
    else this.#closing = true;
    // Frees the threads that wait to play and to record; of a lost stream it never resolves.
    void io.quit().finally(() => (this.#closing = false));
    // The end of the recording makes naudiodon quit a second time, and close what is closed already.
    io.quit = () => Promise.resolve();
    return !isLost;
  }

  /** PortAudio bears no second thread while one closes a stream: meanwhile the list stays as it was. */
  #list(): readonly IndexedDevice[] {
    if (!this.#closing) this.#devices = this.#look();
    return this.#devices;
  }

  #look(): IndexedDevice[] {
    const apis = this.#library.getHostAPIs().HostAPIs;
    return this.#library.getDevices().map(({ id, name, maxInputChannels, maxOutputChannels }) => ({
      index: id,
      name,
      inputs: maxInputChannels,
      outputs: maxOutputChannels,
      isDefaultInput: apis.some(({ defaultInput }) => defaultInput === id),
      isDefaultOutput: apis.some(({ defaultOutput }) => defaultOutput === id),
    }));
  }
}

function load(require: NodeJS.Require): Naudiodon {
  try {
    return require('naudiodon') as Naudiodon;
  } catch (error) {
    throw unavailable('naudiodon is not built on this machine; run make optional, or use the driver portaudio', error);
  }
}

const optionsOf = (device: IndexedDevice, channels: number, frames: number): SideOptions => ({
  deviceId: device.index,
  channelCount: channels,
  sampleFormat: INT16,
  sampleRate: 48_000,
  framesPerBuffer: frames,
  maxQueue: QUEUE,
  highwaterMark: frames * channels * BYTES,
  closeOnError: false,
});

interface PumpDeps {
  readonly io: NaudiodonIo;
  readonly clock: Clock;
  readonly request: StreamRequest;
  readonly plays: boolean;
  readonly records: boolean;
}

/** Moves blocks between naudiodon's stream and the rings, and notices when none moves any more. */
class Pump {
  readonly #deps: PumpDeps;
  readonly #ring: RingPump;
  readonly #block: Int16Array;
  #movedAt: number;
  #running = true;

  constructor(deps: PumpDeps) {
    this.#deps = deps;
    this.#ring = new RingPump(deps.request.rings);
    this.#block = new Int16Array(deps.request.callbackFrames * OUTPUT_CHANNELS);
    this.#movedAt = deps.clock.monotonic();
  }

  start(): void {
    const { io, plays, records } = this.#deps;
    if (records) io.on('data', (bytes: Buffer) => this.#record(bytes));
    if (plays) this.#play();
  }

  stop(): void {
    this.#running = false;
  }

  lost(): string | undefined {
    const still = this.#deps.clock.monotonic() - this.#movedAt > STILL_MS;
    return still ? `the sound card has moved no sample for ${STILL_MS} ms` : undefined;
  }

  #play(): void {
    if (!this.#running) return;
    this.#ring.take(this.#block);
    this.#ring.turned(this.#deps.request.callbackFrames);
    // naudiodon copies the block before it returns, and calls back when its queue has room for the next.
    this.#deps.io.write(Buffer.from(this.#block.buffer), () => {
      this.#movedAt = this.#deps.clock.monotonic();
      this.#play();
    });
  }

  #record(bytes: Buffer): void {
    if (!this.#running) return;
    this.#movedAt = this.#deps.clock.monotonic();
    if (!this.#deps.plays) this.#ring.turned(this.#deps.request.callbackFrames);
    this.#ring.put(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / BYTES));
  }
}
