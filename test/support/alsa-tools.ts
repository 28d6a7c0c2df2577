import { type ChildProcess, spawn } from 'node:child_process';
import type { TestCard } from './virtual-card.ts';

/** A running aplay or arecord. */
export interface AlsaTool {
  readonly process: ChildProcess;
  /** What it printed to be read by a person. */
  complaint(): string;
  /** What it recorded, once it has ended; throws when it failed. */
  readonly done: Promise<Int16Array>;
}

const RAW = ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', '48000'];

function run(name: string, args: readonly string[], { environment }: TestCard): AlsaTool {
  const child = spawn(name, [...RAW, ...args], { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const recorded: Buffer[] = [];
  let printed = '';
  child.stdin.on('error', () => undefined); // a tool that fails reads no more
  child.stdout.on('data', (bytes: Buffer) => void recorded.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  const done = new Promise<Int16Array>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code !== 0) {
        reject(new Error(`${name} ended with ${code ?? signal}: ${printed}`));
        return;
      }
      resolve(new Int16Array(new Uint8Array(Buffer.concat(recorded)).buffer));
    });
  });
  done.catch(() => undefined); // who cares waits for it
  return { process: child, complaint: () => printed, done };
}

/** Starts aplay, which plays what is written to its standard input. */
export const aplay = (test: TestCard, channels = 2, ...args: string[]): AlsaTool =>
  run('aplay', ['-D', 'stentor_speaker', '-c', `${channels}`, ...args], test);

/** Starts arecord, which records so many frames. */
export const arecord = (test: TestCard, frames: number, channels = 2, ...args: string[]): AlsaTool =>
  run('arecord', ['-D', 'stentor_microphone', '-c', `${channels}`, '-s', `${frames}`, ...args], test);

/** Plays samples to their end. */
export async function playAll(tool: AlsaTool, samples: Int16Array): Promise<void> {
  tool.process.stdin?.end(bytesOf(samples));
  await tool.done;
}

export const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

/** One channel of interleaved samples. */
export const channelOf = (samples: Int16Array, channel: number, channels: number): Int16Array =>
  samples.filter((_, index) => index % channels === channel);
