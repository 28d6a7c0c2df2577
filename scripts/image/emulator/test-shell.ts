import type { Socket } from 'node:net';
import { TextStream } from './text-stream.ts';

/** What a command in the speaker printed (both outputs) and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** The root shell on a terminal of its own that a test may open in an emulator (see appliance/initramfs/init). */
export class TestShell {
  readonly #terminal = new TextStream();
  readonly #socket: Socket;
  #ready: Promise<unknown> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #commands = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#terminal.attach(socket);
  }

  /** Runs a command line of sh, one after the other; waits for the shell where the speaker is still starting. */
  async run(command: string, timeoutMs = 300_000): Promise<Outcome> {
    const running = this.#last.then(() => this.#run(command, timeoutMs));
    this.#last = running.catch(() => undefined);
    return await running;
  }

  async #run(command: string, timeoutMs: number): Promise<Outcome> {
    this.#ready ??= this.#terminal.waitFor(/stentor-test-shell\r?\n/, 900_000);
    await this.#ready;
    const end = `end-of-command-${++this.#commands}`;
    this.#terminal.mark();
    // The command goes as one word, so that its quotes and lines stay its own.
    const word = Buffer.from(command).toString('base64');
    this.#socket.write(`(eval "$(echo ${word} | base64 -d)") </dev/null 2>&1; echo "${end}:$?"\n`);
    const [said, code] = await this.#terminal.waitFor(new RegExp(`(?:[^]*?)${end}:(\\d+)\\r?\\n`), timeoutMs);
    return { code: Number(code), output: said.slice(0, said.lastIndexOf(end)).replace(/\r\n/g, '\n') };
  }
}
