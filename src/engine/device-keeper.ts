import type { Clock, Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { framesOf, msOf } from '../dsp/format.ts';
import type { DeviceConfig, DeviceStatus } from './contract.ts';
import { CONTROL, createDeviceRings, type DeviceRings, monotonicUs } from './control.ts';
import type { AudioDriver, DeviceStream } from './drivers/driver.ts';
import { TIMINGS } from './latency.ts';
import type { WorkerStream } from './worker-contract.ts';

const WATCH_MS = 100;
const RETRY_MS = 500;
/** The longest without a callback before the card counts as gone. */
const STILL_MS = 2000;
const RING_CAPACITY = 8192;

const NOTHING_WANTED = { driver: 'none', output: 'none', input: 'none', latency: 'Normal', separate: 'auto' } as const;
const NO_STREAM = { outputLatencyMs: 0, realtime: true };

interface DeviceKeeperDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** @throws Fault `unavailable` where the driver is not there */
  readonly driver: (name: DeviceConfig['driver']) => AudioDriver;
  /** A call follows that may block this thread for long. */
  readonly busy: () => void;
  /** The process can't go on: the supervisor shall start another. */
  readonly giveUp: (why: string) => void;
  /** Called with the new stream, or undefined when there is none any more. */
  readonly changed: (stream: WorkerStream | undefined) => void;
}

/** Keeps the configured sound card open: opens it by name, notices when it goes, opens it again when it is back. */
export class DeviceKeeper {
  readonly #deps: DeviceKeeperDeps;
  readonly #past = new Int32Array(CONTROL.FRAMES_OUT + 1);
  #config: DeviceConfig | undefined;
  #stream: DeviceStream | undefined;
  #rings: DeviceRings | undefined;
  #reason: string | undefined;
  #opens = 0;
  #retryAt = 0;
  #callbacks = 0;
  #callbackAt = 0;
  #names: { outputs: readonly string[]; inputs: readonly string[] } = { outputs: [], inputs: [] };

  constructor(deps: DeviceKeeperDeps) {
    this.#deps = deps;
  }

  start(): Off {
    return this.#deps.clock.every(WATCH_MS, () => this.#watch());
  }

  /** Closes what is open and opens this instead. */
  configure(config: DeviceConfig): void {
    this.#config = config;
    this.#leave('configuration changed');
    this.#open();
  }

  get opens(): number {
    return this.#opens;
  }

  /** The sum of a control word over all streams since the start. */
  count(word: number): number {
    return (this.#past[word]! + this.#present(word)) >>> 0;
  }

  /** Of the open stream; a microphone with a clock of its own has its own overruns. */
  #present(word: number): number {
    const of = (rings: DeviceRings | undefined) => (rings === undefined ? 0 : Atomics.load(rings.control, word));
    const isOfInput = word === CONTROL.RING_OVERRUNS || word === CONTROL.DEVICE_OVERRUNS;
    return of(this.#rings) + (isOfInput ? of(this.#stream?.microphone) : 0);
  }

  /**
   * ms from now until what the mixer puts into the ring next leaves the DAC. Single answers may be wrong by a block: the
   * other threads go on meanwhile.
   */
  get leadMs(): number {
    const control = this.#rings?.control;
    if (control === undefined) return 0;
    const load = (word: number) => Atomics.load(control, word);
    const sinceUs = (monotonicUs() - load(CONTROL.CALLBACK_US)) >>> 0;
    const ahead = load(CONTROL.CALLBACK_FRAMES) + ((load(CONTROL.OUT_WRITE) - load(CONTROL.OUT_READ)) >>> 0);
    return (load(CONTROL.DAC_US) - sinceUs) / 1000 + msOf(ahead);
  }

  status(realtime: boolean): DeviceStatus {
    const wanted = this.#config ?? NOTHING_WANTED;
    const { ringFrames, callbackFrames } = TIMINGS[wanted.latency];
    // A stream that is not open has what is wanted of it.
    const { output, input, outputLatencyMs, realtime: callbackRealtime } = this.#stream ?? { ...NO_STREAM, ...wanted };
    return {
      state: this.#state,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      ...(this.#stream?.deaf === undefined ? {} : { deaf: this.#stream.deaf }),
      driver: wanted.driver,
      output,
      input,
      realtime: realtime && callbackRealtime,
      outputLatencyMs,
      ringMs: msOf(ringFrames),
      callbackFrames,
      ...this.#names,
    };
  }

  get #state(): DeviceStatus['state'] {
    if (this.#stream !== undefined) return 'open';
    return this.#opens > 0 ? 'lost' : 'closed';
  }

  close(): void {
    this.#leave('closed');
  }

  #open(): void {
    const config = this.#config;
    if (config === undefined) return;
    const { callbackFrames, latencyS, ringFrames } = TIMINGS[config.latency];
    this.#deps.busy();
    const rings = createDeviceRings(RING_CAPACITY);
    Atomics.store(rings.control, CONTROL.IDLE, 1);
    try {
      const driver = this.#deps.driver(config.driver);
      const { output, input, separate } = config;
      this.#stream = driver.open({ output, input, separate, callbackFrames, latencyS, rings });
      this.#names = driver.devices();
      this.#rings = rings;
      this.#opens++;
      this.#reason = undefined;
      this.#callbackAt = this.#deps.clock.monotonic();
      this.#deps.log.info('sound card open', { output: this.#stream.output, input: this.#stream.input });
      if (this.#stream.deaf !== undefined) this.#deps.log.warn('no microphone', { reason: this.#stream.deaf });
      const { waiter, outputLatencyMs, microphone } = this.#stream;
      // PortAudio's figure leaves out the period that the callback has just filled.
      const latencyFrames = framesOf(outputLatencyMs) + callbackFrames;
      this.#deps.changed({ rings, microphone, waiter, ringFrames, callbackFrames, latencyFrames });
    } catch (error) {
      const reason = error instanceof Fault ? error.message : String(error);
      if (reason !== this.#reason) this.#deps.log.warn('no sound card', { reason });
      this.#reason = reason;
      this.#retryAt = this.#deps.clock.monotonic() + RETRY_MS;
    }
  }

  #watch(): void {
    if (this.#stream === undefined) {
      if (this.#config !== undefined && this.#deps.clock.monotonic() >= this.#retryAt) this.#open();
      return;
    }
    const why = this.#stream.lost() ?? this.#still();
    if (why === undefined) return;
    this.#deps.log.warn('sound card lost', { why });
    this.#leave(why);
  }

  /** A card whose callbacks have stopped is as good as gone, whatever PortAudio says. */
  #still(): string | undefined {
    const callbacks = this.#rings === undefined ? 0 : Atomics.load(this.#rings.control, CONTROL.CALLBACKS);
    const now = this.#deps.clock.monotonic();
    if (callbacks !== this.#callbacks) this.#callbackAt = now;
    this.#callbacks = callbacks;
    return now - this.#callbackAt > STILL_MS ? `no callback for ${STILL_MS} ms` : undefined;
  }

  #leave(why: string): void {
    if (this.#stream === undefined) return;
    this.#deps.changed(undefined);
    this.#deps.busy();
    if (!this.#stream.close()) this.#deps.giveUp('a stream could not be closed');
    for (let word = 0; word < this.#past.length; word++) this.#past[word]! += this.#present(word);
    this.#stream = undefined;
    this.#rings = undefined;
    this.#reason = why;
    this.#retryAt = 0;
  }
}
