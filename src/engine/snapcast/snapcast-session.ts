import { connect, type Socket } from 'node:net';
import type { Clock, Off } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import { boolean, number, object, parse } from '../../core/schema.ts';
import { msOf } from '../../dsp/format.ts';
import { LIMITER_DELAY } from '../../dsp/limiter.ts';
import type { OpenVoice, Voices } from '../voices.ts';
import { type ChunkDecoder, createChunkDecoder } from './chunk-decoder.ts';
import { BodyReader, buildMessage, type Message, MESSAGE, MessageSplitter, textBody } from './message.ts';
import { ServerClock } from './server-clock.ts';
import type { SnapcastServer, SnapcastStatus } from './snapcast-server.ts';
import { SyncedPlayout } from './synced-playout.ts';

/** Who says nothing for so long, ms, is gone: the server answers our questions for its time. */
const SILENCE_MS = 10_000;
const FIRST_ASK_MS = 40;
const ASK_MS = 500;
/** Questions that come fast, for a first good answer. */
const FAST_ASKS = 20;
const FILL_MS = 10;
/** Nothing to play for so long, ms: the voice ends, so that the speaker can rest. */
const IDLE_MS = 2000;
/** Stamped farther away than this from now, ms, is a jump in time. */
const FARTHEST_MS = 30_000;

const SETTINGS = object({
  bufferMs: number({ minimum: 0, maximum: 20_000 }),
  latency: number({ minimum: -10_000, maximum: 10_000 }),
  muted: boolean(),
  volume: number({ minimum: 0, maximum: 100 }),
});

interface SnapcastSessionDeps {
  readonly clock: Clock;
  readonly server: SnapcastServer;
  readonly voices: Pick<Voices, 'open'>;
  readonly leadMs: () => number;
}

/** One connection to a server of Snapcast, from the greeting to its end. */
export class SnapcastSession {
  readonly #deps: SnapcastSessionDeps;
  readonly #time = new ServerClock();
  readonly #socket: Socket;
  #settings: { bufferMs: number; latency: number; muted: boolean; volume: number } | undefined;
  #decoder: ChunkDecoder | undefined;
  #voice: OpenVoice | undefined;
  #playout: SyncedPlayout | undefined;
  #heardAt = 0;
  #asked = 0;
  #displaced = false;
  #over = false;

  constructor(deps: SnapcastSessionDeps) {
    this.#deps = deps;
    const { host, port } = deps.server;
    this.#socket = connect({ host, port, noDelay: true, timeout: SILENCE_MS });
  }

  /**
   * Plays until the connection ends; returns why, undefined where another source took our place.
   * @throws Fault that says what is wrong with the server
   */
  async run(): Promise<string | undefined> {
    const { clock } = this.#deps;
    this.#socket.once('timeout', () => this.#socket.destroy(new Error('the server is silent')));
    this.#socket.once('connect', () => this.#greet());
    const offs = [clock.every(FILL_MS, () => this.#fill()), this.#askAgain(FIRST_ASK_MS)];
    try {
      await this.#listen();
      return this.#displaced ? undefined : 'the server ended the connection';
    } finally {
      for (const off of offs) off();
      this.end();
      this.#decoder?.close();
    }
  }

  end(): void {
    this.#over = true;
    this.#socket.destroy();
    this.#silence();
  }

  status(): SnapcastStatus {
    const { errorMs, heldMs, placements } = this.#playout ?? {};
    const connected = this.#playout === undefined ? 'idle' : 'playing';
    return {
      state: this.#settings === undefined ? 'connecting' : connected,
      ...(this.#decoder === undefined ? {} : { format: this.#decoder.name }),
      ...(this.#settings === undefined ? {} : settingsOf(this.#settings)),
      ...(this.#voice === undefined ? {} : { voice: this.#voice.voice }),
      ...(heldMs === undefined ? {} : { heldMs, placements: placements ?? 0 }),
      ...(errorMs === undefined ? {} : { errorMs }),
    };
  }

  async #listen(): Promise<void> {
    const splitter = new MessageSplitter();
    try {
      for await (const piece of this.#socket as AsyncIterable<Uint8Array>) {
        const receivedMs = this.#deps.clock.monotonic();
        for (const message of splitter.take(piece)) await this.#hear(message, receivedMs);
      }
    } catch (error) {
      if (error instanceof Fault || this.#over) {
        if (this.#over) return;
        throw error;
      }
      throw new Fault('unavailable', `the server cannot be reached: ${error instanceof Error ? error.message : ''}`);
    }
  }

  async #hear({ type, sentMs, body }: Message, receivedMs: number): Promise<void> {
    switch (type) {
      case MESSAGE.settings: {
        this.#set(new BodyReader(body).text());
        return;
      }
      case MESSAGE.time: {
        this.#time.add(new BodyReader(body).time(), receivedMs - sentMs);
        return;
      }
      case MESSAGE.codecHeader: {
        this.#silence();
        this.#decoder?.close();
        this.#decoder = undefined;
        this.#decoder = await createChunkDecoder(body);
        return;
      }
      case MESSAGE.chunk:
        await this.#hearChunk(new BodyReader(body));
    }
  }

  #set(text: string): void {
    let told: unknown;
    try {
      told = JSON.parse(text);
    } catch {
      throw new Fault('invalid', 'the server sent settings that are no JSON');
    }
    this.#settings = parse(SETTINGS, told, 'settings of the server');
    this.#applyVolume();
  }

  async #hearChunk(reader: BodyReader): Promise<void> {
    const stampMs = reader.time();
    const bytes = reader.bytes();
    if (this.#decoder === undefined || this.#settings === undefined || !this.#time.known) return;
    if (Math.abs(this.#dueMs(stampMs) - this.#deps.clock.monotonic()) > FARTHEST_MS) {
      throw new Fault('invalid', 'the server jumps in time');
    }
    const samples = await decodeWith(this.#decoder, bytes);
    if (this.#over) return;
    this.#heardAt = this.#deps.clock.monotonic();
    this.#playout ??= this.#begin(this.#decoder.sampleRate);
    this.#playout.add(stampMs, samples);
  }

  #begin(sampleRate: number): SyncedPlayout {
    const { clock, voices, leadMs } = this.#deps;
    const voice = voices.open('music', () => {
      if (this.#voice !== voice) return;
      this.#displaced = true;
      this.end();
    });
    this.#voice = voice;
    const playout = new SyncedPlayout({
      sampleRate,
      sink: voice.ring,
      bufferMs: this.#settings?.bufferMs ?? 0,
      now: () => clock.monotonic(),
      leadMs: () => leadMs() + LIMITER_MS,
      dueMs: stampMs => this.#dueMs(stampMs),
    });
    this.#playout = playout;
    this.#applyVolume();
    return playout;
  }

  #dueMs(stampMs: number): number {
    const { bufferMs = 0, latency = 0 } = this.#settings ?? {};
    return this.#time.ours(stampMs) + bufferMs - latency - this.#deps.server.latencyMs;
  }

  #fill(): void {
    if (this.#playout === undefined) return;
    this.#playout.fill();
    if (this.#playout.empty && this.#deps.clock.monotonic() - this.#heardAt > IDLE_MS) this.#silence();
  }

  #silence(): void {
    const voice = this.#voice;
    this.#voice = undefined;
    this.#playout = undefined;
    voice?.stop();
  }

  #applyVolume(): void {
    if (this.#playout === undefined || this.#settings === undefined) return;
    const { muted, volume } = this.#settings;
    // As snapclient's own mixer does it: equal steps of volume are equal steps to the ear.
    this.#playout.gain = muted ? 0 : (10 ** (volume / 100) - 1) / 9;
  }

  #greet(): void {
    const { id, name } = this.#deps.server;
    const hello = {
      Arch: process.arch,
      ClientName: 'Stentor',
      HostName: name,
      ID: id,
      Instance: 1,
      MAC: id,
      OS: 'Linux',
      SnapStreamProtocolVersion: 2,
      Version: '0.26.0',
    };
    this.#send(MESSAGE.hello, textBody(JSON.stringify(hello)));
  }

  /** Asks for the server's time now and then, at first often. */
  #askAgain(ms: number): Off {
    let off: Off = () => undefined;
    const ask = () => {
      if (!this.#socket.connecting) this.#send(MESSAGE.time, new Uint8Array(8));
      off = this.#deps.clock.after(this.#asked < FAST_ASKS ? FIRST_ASK_MS : ASK_MS, ask);
    };
    off = this.#deps.clock.after(ms, ask);
    return () => off();
  }

  #send(type: number, body: Uint8Array): void {
    this.#asked++;
    this.#socket.write(buildMessage({ type, sentMs: this.#deps.clock.monotonic(), body }, this.#asked));
  }
}

const LIMITER_MS = msOf(LIMITER_DELAY);

const settingsOf = ({
  bufferMs,
  latency,
  muted,
  volume,
}: {
  bufferMs: number;
  latency: number;
  muted: boolean;
  volume: number;
}) => ({
  bufferMs,
  latencyMs: latency,
  muted,
  volume,
});

/** Whatever a chunk that is not what was told does to a decoder becomes a Fault. */
async function decodeWith(decoder: ChunkDecoder, bytes: Uint8Array): Promise<Int16Array> {
  try {
    return await decoder.decode(bytes);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('invalid', `the server sent what is not ${decoder.name}`);
  }
}
