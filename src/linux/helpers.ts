import { connect } from 'node:net';
import { join } from 'node:path';
import { startFilter } from '../core/process.ts';

/** A program with one right more than the supervisor: it reads what it shall do, and prints what comes of it. */
export type HelperName = 'firewall' | 'dot1x';

/** A helper at work. */
export interface RunningHelper {
  /** Lets go of it, and it ends. */
  close(): void;
  /** Why it ended, as far as that is known; never rejects. */
  readonly ended: Promise<string>;
}

/**
 * Starts a helper.
 * @param input what it reads, with its last line
 * @param heard told every line that it prints
 */
export type Helpers = (name: HelperName, input: string, heard: (line: string) => void) => RunningHelper;

/** Each behind a socket of systemd's: `/run/stentor-firewall.sock`. See docs/decisions/0125-helpers.md. */
export const serviceHelpers =
  (folder: string): Helpers =>
  (name, input, heard) => {
    const socket = connect(join(folder, `stentor-${name}.sock`));
    socket.on('data', linesTo(heard)).write(input);
    const ended = new Promise<string>(resolve => {
      socket.once('error', error => resolve(`the service for it cannot be reached: ${error.message}`));
      socket.once('close', () => resolve('the service for it ended; the system log says why'));
    });
    return { close: () => socket.destroy(), ended };
  };

/** The programs themselves, from a folder: where the supervisor may do what they do. */
export const programHelpers =
  (folder: string): Helpers =>
  (name, input, heard) => {
    const program = startFilter(join(folder, name), [], {
      backlogBytes: MOST_INPUT,
      printed: linesTo(heard),
    });
    program.write(Buffer.from(input));
    return { close: () => program.kill(), ended: program.ended };
  };

const MOST_INPUT = 1_000_000;
const LONGEST_LINE = 4096;

/** Pieces of output as lines; of a line that is too long to be one, the beginning. */
function linesTo(heard: (line: string) => void): (piece: Buffer) => void {
  let rest = '';
  return piece => {
    const lines = (rest + piece.toString('latin1')).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) heard(line.slice(0, LONGEST_LINE));
  };
}
