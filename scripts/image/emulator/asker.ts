import type { Socket } from 'node:net';
import { connectSoon, onLine } from './line-socket.ts';

interface Waiting {
  readonly answer: (line: string) => void;
  readonly fail: (error: Error) => void;
}

/** Asks a line at a time and hands over the line that answers, in order. */
export class Asker {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];

  /** @param isAnswer tells an answer from what is told unasked */
  constructor(socket: Socket, isAnswer: (line: string) => boolean, unasked: (line: string) => void = () => undefined) {
    this.#socket = socket;
    onLine(socket, line => {
      if (isAnswer(line)) this.#waiting.shift()?.answer(line);
      else unasked(line);
    });
    socket.on('close', () => {
      for (const { fail } of this.#waiting.splice(0)) fail(new Error('the emulator has gone'));
    });
  }

  async ask(line: string): Promise<string> {
    return await new Promise((answer, fail) => {
      if (this.#socket.destroyed) {
        fail(new Error('the emulator has gone'));
        return;
      }
      this.#waiting.push({ answer, fail });
      this.#socket.write(`${line}\n`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** QEMU's test protocol: memory and interrupt lines from outside. */
export async function openQtest(path: string): Promise<Asker> {
  return new Asker(await connectSoon(path), line => /^(OK|FAIL|ERR)/.test(line));
}

/** QEMU's control protocol. @param unasked hears the names of events */
export async function openQmp(path: string, unasked: (event: string) => void): Promise<Asker> {
  const tell = (line: string) => {
    const { event } = JSON.parse(line) as { event?: string };
    if (event !== undefined) unasked(event);
  };
  const qmp = new Asker(await connectSoon(path), line => /^\{"(return|error|id)"/.test(line), tell);
  await qmp.ask('{"execute":"qmp_capabilities"}');
  return qmp;
}
