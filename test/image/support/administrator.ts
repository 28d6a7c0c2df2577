import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Upgrade } from '../../../src/api/contract.ts';
import { PASSWORD } from '../../support/stentor.ts';

const start = promisify(execFile);

/** What the person does who looks after a speaker: asks it as root, over HTTPS, by curl. */
export class Administrator {
  readonly #address: () => string;

  /** @param address the speaker's address over HTTPS; another after each start */
  constructor(address: () => string) {
    this.#address = address;
  }

  /** Sets the first password. */
  async setUp(): Promise<void> {
    const query = `action=add&user=root&pwd=${encodeURIComponent(PASSWORD)}&grp=root&sgrp=admin:operator:viewer`;
    const { stdout } = await start('curl', ['-ksS', `${this.#address()}/axis-cgi/pwdgrp.cgi?${query}`]);
    if (!/account/i.test(stdout)) throw new Error(stdout);
  }

  async get(path: string): Promise<string> {
    return await this.#curl(path, []);
  }

  async post(path: string, body: string): Promise<string> {
    return await this.#curl(path, ['-H', 'Content-Type: application/json', '-d', body]);
  }

  /**
   * Sends a release as VAPIX clients do.
   * @param address the speaker's over HTTP: an emulated computer deciphers 140 MB in minutes; over HTTPS unless told
   * @returns the answer of firmwaremanagement.cgi
   */
  async upgrade(bundle: string, address = this.#address()): Promise<unknown> {
    const request = JSON.stringify({ apiVersion: '1.0', method: 'upgrade' });
    const parts = ['--digest', '-F', `data=${request};type=application/json`, '-F', `file=@${bundle}`];
    return JSON.parse(await this.#curl('/axis-cgi/firmwaremanagement.cgi', parts, address)) as unknown;
  }

  /** How the upgrade stands. */
  async upgradeState(): Promise<Upgrade> {
    return JSON.parse(await this.get('/api/upgrade')) as Upgrade;
  }

  async #curl(path: string, options: readonly string[], address = this.#address()): Promise<string> {
    const { stdout } = await start(
      'curl',
      ['-ksS', '--max-time', '1800', '-u', `root:${PASSWORD}`, ...options, `${address}${path}`],
      { maxBuffer: 16_000_000 },
    );
    return stdout;
  }
}

/** Asks again until it is so. @throws Error with the last answer after `limitMs` */
export async function soon<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, limitMs = 900_000): Promise<T> {
  let last: unknown;
  for (const end = Date.now() + limitMs; Date.now() < end;) {
    try {
      const answer = await ask();
      if (holds(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error; // it may be restarting
    }
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
  throw new Error(
    `not within ${limitMs / 1000} s; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
  );
}
