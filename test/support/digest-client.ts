import { createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** A client that logs in by Digest (RFC 7616, MD5) over one kept connection, as a camera that plays clips often would. */
export class DigestClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #base: string;
  readonly #user: string;
  readonly #password: string;
  #nonce = '';
  #realm = '';
  #count = 0;

  constructor(base: string, user: string, password: string) {
    this.#base = base;
    this.#user = user;
    this.#password = password;
  }

  /** GETs a path; answers a challenge where one comes. */
  async get(path: string): Promise<{ status: number; text: string }> {
    const first = await this.#ask(path);
    if (first.status !== 401) return first;
    this.#nonce = /nonce="([^"]+)"/.exec(first.challenge)?.[1] ?? '';
    this.#realm = /realm="([^"]+)"/.exec(first.challenge)?.[1] ?? '';
    this.#count = 0;
    return this.#ask(path);
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(path: string): Promise<{ status: number; text: string; challenge: string }> {
    const headers = this.#nonce === '' ? {} : { authorization: this.#authorization(path) };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.#base}${path}`, { agent: this.#agent, headers }, answer => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('end', () => {
          const challenge =
            [answer.headers['www-authenticate']].flat().find(line => line?.includes('algorithm=MD5')) ?? '';
          resolve({ status: answer.statusCode ?? 0, text, challenge });
        });
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  #authorization(uri: string): string {
    const nc = (++this.#count).toString(16).padStart(8, '0');
    const cnonce = randomBytes(8).toString('hex');
    const ha1 = md5(`${this.#user}:${this.#realm}:${this.#password}`);
    const response = md5(`${ha1}:${this.#nonce}:${nc}:${cnonce}:auth:${md5(`GET:${uri}`)}`);
    const fields = { username: this.#user, realm: this.#realm, nonce: this.#nonce, uri, cnonce, response };
    const quoted = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
    return `Digest ${quoted.join(', ')}, qop=auth, nc=${nc}, algorithm=MD5`;
  }
}
