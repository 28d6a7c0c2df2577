import { request } from 'node:https';
import type { Clock } from '../../core/clock.ts';
import { Fault, unavailable } from '../../core/fault.ts';
import { parse } from '../../core/schema.ts';
import { type Health, HEALTH } from './health.ts';

const PATIENCE_MS = 5000;
const MAX_BYTES = 10_000;

/**
 * Asks the speaker's own HTTPS server how it is. Its certificate is its own and on loopback, so nobody vouches for it.
 * @throws Fault `unavailable` where it does not answer, `invalid` where it answers something else
 */
export async function askSupervisor(port: number, clock: Clock): Promise<Health> {
  const text = await new Promise<string>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/api/health', rejectUnauthorized: false, agent: false };
    const asking = request(options, response => {
      let body = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
        if (body.length > MAX_BYTES) asking.destroy();
      });
      response.on('end', () => resolve(body));
    });
    const late = clock.after(PATIENCE_MS, () => asking.destroy(new Error('no answer in time')));
    asking.on('error', error => reject(unavailable(`the web server does not answer: ${error.message}`, error)));
    asking.on('close', () => {
      late();
      reject(unavailable('the web server broke off its answer'));
    });
    asking.end();
  });
  try {
    return parse(HEALTH, JSON.parse(text), 'the answer');
  } catch (error) {
    throw new Fault('invalid', 'the web server answers, but not as the speaker does', { cause: error });
  }
}
