const BLANK = '•••';
const MOST_LINES = 400;
const LONGEST = 500;
/** What stands behind these in a dialogue is secret whatever it is: Digest answers, tokens, cookies. */
const HEADER = /^([<>] (?:proxy-)?(?:authorization|cookie|set-cookie): *\S+).*/i;

/** The dialogue with a server, line by line, without secrets. */
export class Transcript {
  readonly #secrets: readonly string[];
  readonly #lines: string[] = [];

  /** @param secrets what must not be seen, in any of the forms in which protocols write it */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets
      .filter(secret => secret !== '')
      .flatMap(formsOf)
      .sort((a, b) => b.length - a.length);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  readonly say = (line: string): void => {
    if (this.#lines.length < MOST_LINES) this.#lines.push(this.blanked(line.trimEnd()).slice(0, LONGEST));
  };

  /** The text without secrets. */
  blanked(text: string): string {
    const bare = this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, BLANK), text);
    return bare.replace(HEADER, `$1 ${BLANK}`);
  }
}

const formsOf = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  JSON.stringify(secret).slice(1, -1),
];
