import { type ChildProcess, spawn } from 'node:child_process';
import { until } from './until.ts';
import type { TestCard } from './virtual-card.ts';

const RAW = ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', '48000'];
/** More than arecord has recorded and not yet handed over, unless it is asked for larger buffers. */
const UNREAD_FRAMES = 30_000;

/** aplay, playing what is written to its standard input. */
export interface Player {
  readonly process: ChildProcess;
  /** Rejects with its complaint when it fails. */
  readonly done: Promise<void>;
  write(samples: Int16Array): void;
  /** Plays these, and all, to the end. */
  finish(samples: Int16Array): Promise<void>;
}

/** arecord, until it is stopped. */
export interface Recorder {
  readonly process: ChildProcess;
  /** Frames handed over so far. */
  frames(): number;
  /** All it recorded, everything that has happened by now included. */
  stop(): Promise<Int16Array>;
}

export function aplay({ environment }: TestCard, channels = 2, ...args: string[]): Player {
  const child = spawn('aplay', ['-D', 'stentor_speaker', '-c', `${channels}`, ...RAW, ...args], {
    env: environment,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stdin.on('error', () => undefined); // one that fails reads no more
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`aplay ended with ${code ?? signal}: ${complaint}`));
    });
  });
  done.catch(() => undefined); // who cares waits for it
  return {
    process: child,
    done,
    write: samples => void child.stdin.write(bytesOf(samples)),
    finish(samples) {
      child.stdin.end(bytesOf(samples));
      return done;
    },
  };
}

/** Resolves when it has begun to record. */
export async function arecord({ environment }: TestCard, channels = 2, ...args: string[]): Promise<Recorder> {
  const child = spawn('arecord', ['-D', 'stentor_microphone', '-c', `${channels}`, ...RAW, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const recorded: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (more: Buffer) => {
    recorded.push(more);
    bytes += more.length;
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  const frames = () => Math.floor(bytes / 2 / channels);
  await until('it records', () => bytes > 0 || child.exitCode !== null);
  return {
    process: child,
    frames,
    async stop() {
      const enough = frames() + UNREAD_FRAMES;
      await until('the rest is recorded', () => frames() >= enough);
      child.kill('SIGKILL');
      await ended;
      return new Int16Array(new Uint8Array(Buffer.concat(recorded)).buffer, 0, frames() * channels);
    },
  };
}

const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

/** One channel of interleaved samples. */
export const channelOf = (samples: Int16Array, channel: number, channels: number): Int16Array =>
  samples.filter((_, index) => index % channels === channel);
