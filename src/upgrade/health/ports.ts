import { join } from 'node:path';
import { readIfThere } from '../../core/files.ts';
import { Fault } from '../../core/fault.ts';
import { integer, object, parse, type Schema } from '../../core/schema.ts';

/** As much of the network's settings as the gate needs; whatever else is there is left out. */
const CHOSEN: Schema<{ readonly content: { readonly web: { readonly httpsPort: number } } }> = object({
  content: object({ web: object({ httpsPort: integer({ minimum: 0, maximum: 65_535 }) }) }),
});

/**
 * Where the supervisor's HTTPS may be found, the likeliest first: the port that somebody chose, and the usual one, which
 * stays open where the other could not be opened.
 * @param state folder of the supervisor's state
 */
export async function httpsPorts(state: string, usual: number): Promise<readonly number[]> {
  try {
    const text = (await readIfThere(join(state, 'network.json'))) ?? '';
    const { httpsPort } = parse(CHOSEN, JSON.parse(text), 'the settings').content.web;
    return httpsPort === 0 || httpsPort === usual ? [usual] : [httpsPort, usual];
  } catch (error) {
    // Nothing chosen, or nothing that can be read: the supervisor takes the usual one then.
    if (error instanceof Fault || error instanceof SyntaxError) return [usual];
    throw error;
  }
}

/** Resolves with the first answer; fails as the last one where none answers. */
export async function firstOf<T>(ports: readonly number[], ask: (port: number) => Promise<T>): Promise<T> {
  let failure: unknown;
  for (const port of ports) {
    try {
      return await ask(port);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
