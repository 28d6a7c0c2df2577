import { Fault, unavailable } from '../core/fault.ts';
import { run } from '../core/process.ts';
import { type Attempt, FILE_MS, WORDS_MS } from './transport.ts';

/** Options of curl's configuration file, in order: `['url', 'https://…']`, `['insecure', true]`. */
export type CurlOption = readonly [name: string, value: string | true];

export interface CurlAnswer {
  /** 0 where the protocol has none. */
  readonly status: number;
}

/** How much of an answer is shown. */
const SHOWN_BYTES = 2000;
const CONNECT_S = 10;
/** curl's own exit codes that no second attempt makes better: unknown protocol, bad address. */
const HOPELESS = /curl: \((?:1|3)\) /;

/**
 * One transfer by curl, which speaks HTTP, FTP and SFTP. It gets everything by its standard input, so that no password
 * stands in the list of processes.
 * @throws Fault `unavailable` with curl's own words; `failed` where the address can never work
 */
export async function curl(attempt: Attempt, options: readonly CurlOption[]): Promise<CurlAnswer> {
  const { file, trust, clock, signal, say } = attempt;
  const timeoutMs = file === undefined ? WORDS_MS : FILE_MS;
  const dialogue = new Dialogue(say);
  const input = [...COMMON, ...trusting(trust), ...options].map(line).join('');
  let shown = '';
  try {
    const limits = { clock, timeoutMs, signal, input, complained: (text: string) => dialogue.hear(text) };
    for await (const piece of run('curl', ['-q', '--config', '-'], limits)) {
      if (shown.length < SHOWN_BYTES) shown += piece.toString('utf8', 0, SHOWN_BYTES);
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const problem = dialogue.problem ?? error.message;
    throw HOPELESS.test(problem) ? new Fault('failed', problem) : unavailable(problem, error);
  } finally {
    dialogue.end();
    for (const each of shown.split('\n').slice(0, 20)) if (each.trim() !== '') say(`< ${each}`);
  }
  return { status: dialogue.status };
}

const COMMON: readonly CurlOption[] = [
  ['silent', true],
  ['show-error', true],
  ['verbose', true],
  ['globoff', true],
  ['proto', 'http,https,ftp,sftp'],
  ['connect-timeout', String(CONNECT_S)],
  ['write-out', '%{stderr}* status %{response_code}\n'],
];

/** The folder of the system's authorities is looked into all the same. */
const trusting = ({ file }: Attempt['trust']): readonly CurlOption[] => (file === undefined ? [] : [['cacert', file]]);

/** A line of a configuration file; see curl's manual, "--config". */
function line([name, value]: CurlOption): string {
  if (value === true) return `${name}\n`;
  const escaped = value
    .replaceAll('\0', '')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n')
    .replaceAll('\v', '\\v');
  return `${name} = "${escaped}"\n`;
}

/** What curl tells on its standard error: the dialogue, its own complaint and the status. */
class Dialogue {
  readonly #say: (line: string) => void;
  #rest = '';
  status = 0;
  problem: string | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const each of lines) this.#line(each.trimEnd());
  }

  end(): void {
    if (this.#rest !== '') this.#line(this.#rest);
    this.#rest = '';
  }

  #line(text: string): void {
    const status = /^\* status (\d+)$/.exec(text)?.[1];
    if (status !== undefined) this.status = Number(status);
    else if (text.startsWith('curl: (')) this.#complain(text);
    // Braces tell how many bytes went by.
    else if (/^[<>*] ?\S/.test(text)) this.#say(text);
  }

  #complain(text: string): void {
    this.problem = text;
    this.#say(`* ${text}`);
  }
}
