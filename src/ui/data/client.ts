import type { Problem } from '../../api/contract.ts';
import type { Address, Answer, Asker } from './answers.ts';
import { sentence } from '../text/sentence.ts';
import { Refusal } from './refusal.ts';
import { t } from '../language/translate.ts';

/** A request that changes something. */
export interface Change {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Is sent as JSON; a Blob as it is, with its own type. */
  readonly body?: unknown;
  /** How long the speaker may take for it, ms; 20 s unless told. */
  readonly patienceMs?: number;
}

interface ClientOptions {
  /** The token that goes with every change. */
  readonly csrf: () => string | undefined;
  /** Asks for the token again, because another tab may have logged in. */
  readonly renewCsrf: () => Promise<string | undefined>;
  /** The speaker does not know the login any more. */
  readonly onLoggedOut: () => void;
}

const PATIENCE_MS = 20_000;
const SILENT = t('The speaker does not answer. Check that it is switched on and that this computer is on its network.');

/** Speaks to the speaker over HTTP: JSON in, JSON out, and every refusal as a Refusal. */
export class Client implements Asker {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** @throws Refusal */
  async ask<A extends Address>(address: A): Promise<Answer<A>> {
    return (await this.#exchange(address, { method: 'GET' })) as Answer<A>;
  }

  /** What the speaker answers at an address that is no resource of its own. @throws Refusal */
  read(path: string): Promise<unknown> {
    return this.#exchange(path, { method: 'GET' });
  }

  /** @throws Refusal */
  async change({ method, path, body, patienceMs }: Change): Promise<unknown> {
    const before = this.#options.csrf();
    try {
      return await this.#exchange(path, withBody(method, body, before), patienceMs);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 403) throw error;
      const token = await this.#options.renewCsrf();
      if (token === undefined || token === before) throw error;
      return await this.#exchange(path, withBody(method, body, token), patienceMs);
    }
  }

  async #exchange(path: string, init: Init, patienceMs = PATIENCE_MS): Promise<unknown> {
    // The header tells the speaker that a script asks: it must not make the browser open its own password window. What a
    // hidden page asks by itself does not keep the login alive.
    const headers = { ...init.headers, 'X-Requested-With': document.hidden ? 'hidden-page' : 'page' };
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(path, { ...init, headers, cache: 'no-store', signal }).catch(() => {
      throw new Refusal({ message: SILENT }, 0);
    });
    const answer = await bodyOf(response);
    if (response.ok) return answer;
    if (response.status === 401 && path !== '/api/login') this.#options.onLoggedOut();
    throw new Refusal(problemIn(answer, response.status), response.status);
  }
}

interface Init {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
}

function withBody(method: string, body: unknown, csrf: string | undefined): Init {
  return {
    method,
    headers: {
      ...(csrf === undefined ? {} : { 'X-CSRF-Token': csrf }),
      ...(body === undefined || body instanceof Blob ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
  };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The sentence in an answer of 400 or more, or one of our own where there is none. */
export function problemIn(answer: unknown, status: number): Problem {
  const problem = (answer ?? {}) as Partial<Problem>;
  if (typeof problem.message !== 'string')
    return { message: t('The speaker refused this (HTTP status {status}).', { status }) };
  const message = sentence(problem.message);
  return problem.field === undefined ? { message } : { message, field: problem.field };
}
