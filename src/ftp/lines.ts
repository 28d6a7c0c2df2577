/** A line of a command is short: the longest path of a clip has less than 100 characters. */
const LONGEST = 1024;

/** Telnet's controls (RFC 854): what clients send before ABOR. */
const CONTROLS = /[\u0080-\u00ff]/g;

/** Bytes of the control connection as lines. */
export class Lines {
  #rest = '';

  /** The lines that are complete now. @throws Error where a line does not end */
  take(piece: Buffer): readonly string[] {
    const parts = (this.#rest + piece.toString('latin1')).split('\n');
    this.#rest = parts.pop() ?? '';
    if (this.#rest.length > LONGEST || parts.some(part => part.length > LONGEST)) throw new Error('a line is too long');
    return parts.map(decoded);
  }

  /** What was sent in the clear before TLS began must not be taken for what came over it. */
  forget(): void {
    this.#rest = '';
  }
}

/** Names are UTF-8 (RFC 2640); what is not is Telnet's. */
function decoded(line: string): string {
  const bytes = Buffer.from(line.replace(/\r$/, ''), 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1').replaceAll(CONTROLS, '') : text;
}
