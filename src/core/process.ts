import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import type { Clock } from './clock.ts';
import { Fault, unavailable } from './fault.ts';

/** How much of what a program says on stderr is kept for the message. */
const MAX_COMPLAINT = 2000;

export interface RunOptions {
  readonly clock: Clock;
  /** ms after which the program is killed. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Told what it says on stderr, as it comes. */
  readonly complained?: (text: string) => void;
  /** What it reads on its standard input; none unless told. */
  readonly input?: string;
}

/**
 * Runs a program and hands over its standard output piece by piece, no faster than it is taken. The
 * program is killed when it takes too long, when the signal says so, and when the caller takes no more.
 * @throws Fault `unavailable` where the program is not installed; `failed` with its last words where it fails or is killed
 */
export async function* run(program: string, args: readonly string[], options: RunOptions): AsyncGenerator<Buffer> {
  const { clock, timeoutMs, signal } = options;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  giveInput(child.stdin, options);
  const ended = endOf(child, 'close');
  const complaint = lastWords(child.stderr, options.complained);
  let killed: string | undefined;
  const kill = (why: string) => {
    killed ??= why;
    child.kill('SIGKILL');
    child.stderr.destroy(); // or a grandchild that holds it would keep us waiting
  };
  const abort = () => kill('was stopped');
  const timer = clock.after(timeoutMs, () => kill(`took longer than ${timeoutMs / 1000} s`));
  signal?.addEventListener('abort', abort);
  if (signal?.aborted === true) abort();
  try {
    const failure = await startOf(child);
    if (failure !== undefined) throw unavailable(`${program} cannot be run: ${failure.message}`, failure);
    for await (const piece of child.stdout) yield piece as Buffer;
    const { code } = await ended;
    if (killed !== undefined || code !== 0)
      throw new Fault('failed', `${program} ${killed ?? `failed: ${complaint()}`}`);
  } finally {
    timer();
    signal?.removeEventListener('abort', abort);
    kill('was not needed any more');
    child.stdout.destroy();
    await ended;
  }
}

/**
 * Runs a program without input whose exit code is its answer; what it prints is thrown away.
 * @throws Fault `unavailable` where it is not installed; `failed` where it is killed or takes longer than `timeoutMs`
 */
export async function exitCode(
  program: string,
  args: readonly string[],
  { clock, timeoutMs }: Pick<RunOptions, 'clock' | 'timeoutMs'>,
): Promise<number> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const timer = clock.after(timeoutMs, () => child.kill('SIGKILL'));
  const { code, signal, error } = await endOf(child, 'exit');
  timer();
  if (error !== undefined) throw unavailable(`${program} cannot be run: ${error.message}`, error);
  if (code === null) throw new Fault('failed', `${program} was killed (${signal ?? 'no signal'})`);
  return code;
}

/** A program that turns what is written to it into something else, for as long as it is wanted. */
export interface Filter {
  /** Bytes that it has not taken yet are kept up to `backlogBytes`; what is more is dropped, and the answer is false. */
  write(bytes: Uint8Array): boolean;
  kill(): void;
  /** Why it ended; never rejects. */
  readonly ended: Promise<string>;
}

/** Starts a program that reads its standard input; calls back with every piece of what it prints. */
export function startFilter(
  program: string,
  args: readonly string[],
  { backlogBytes, printed }: { readonly backlogBytes: number; readonly printed: (piece: Buffer) => void },
): Filter {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaint = lastWords(child.stderr);
  child.stdin.on('error', () => undefined); // its end is told by `ended`
  child.stdout.on('data', printed);
  return {
    write(bytes) {
      const takes = child.stdin.writable && child.stdin.writableLength <= backlogBytes;
      if (takes) child.stdin.write(bytes);
      return takes;
    },
    kill: () => void child.kill('SIGKILL'),
    ended: endOf(child, 'close').then(({ code, signal, error }) =>
      error === undefined
        ? `${program} ended with ${code ?? signal ?? 'nothing'}: ${complaint()}`
        : `${program} cannot be run: ${error.message}`,
    ),
  };
}

/** A program whose output is taken as fast as the taker can. */
export interface Source {
  readonly stdout: Readable;
  readonly kill: () => void;
  /** Why it ended; never rejects. */
  readonly ended: Promise<string>;
}

/** Starts a program without input that prints until it is killed, or ends by itself. */
export function startSource(program: string, args: readonly string[]): Source {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const complaint = lastWords(child.stderr);
  return {
    stdout: child.stdout,
    kill: () => void child.kill('SIGKILL'),
    ended: endOf(child, 'exit').then(({ code, signal, error }) =>
      error === undefined
        ? complaint() || `${program} ended with ${code ?? signal ?? 'nothing'}`
        : `${program} cannot be run: ${error.message}`,
    ),
  };
}

/** How a child process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not even be started. */
  readonly error?: Error;
}

export interface StartedChild {
  /** The parent's end of the child's file descriptor 3. */
  readonly socket: Duplex;
  readonly pid: number | undefined;
  kill(signal?: NodeJS.Signals): void;
  /** Never rejects. */
  readonly exited: Promise<Ending>;
}

/**
 * Starts a Node script as a child process that shares our stdout and stderr and has one more duplex pipe, its file
 * descriptor 3 (libuv makes pipes of Unix socket pairs).
 * @param execArgv options for Node itself, before the script
 */
export function startChild(
  script: string,
  { args = [], execArgv = [], env = {} }: { args?: string[]; execArgv?: string[]; env?: NodeJS.ProcessEnv } = {},
): StartedChild {
  const child = spawn(process.execPath, [...execArgv, script, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, ...env },
  });
  const socket = child.stdio[3] as Duplex;
  // Writing to a child that just died is no bug; its end is told by `exited`.
  socket.on('error', () => undefined);
  return {
    socket,
    pid: child.pid,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    exited: endOf(child, 'exit'),
  };
}

/** @param event `close` waits for the program's output as well */
function endOf(child: ChildProcess, event: 'exit' | 'close'): Promise<Ending> {
  return new Promise(resolve => {
    child.on('error', error => resolve({ code: null, signal: null, error }));
    child.once(event, (code: number | null, signal: NodeJS.Signals | null) => resolve({ code, signal }));
  });
}

/** A program that does not read its input to the end may be right. */
function giveInput(stdin: Writable, { input = '' }: Pick<RunOptions, 'input'>): void {
  stdin.on('error', () => undefined);
  stdin.end(input);
}

/** Resolves when the program runs, or with why it does not. */
function startOf(child: ChildProcess): Promise<Error | undefined> {
  return new Promise(resolve => {
    child.once('spawn', () => resolve(undefined));
    child.once('error', resolve);
  });
}

function lastWords(stream: Readable, told: (text: string) => void = () => undefined): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(-MAX_COMPLAINT);
    told(piece);
  });
  return () => text.trim();
}
