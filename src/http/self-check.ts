import { request } from 'node:https';
import type { Clock } from '../core/clock.ts';

const PATIENCE_MS = 10_000;

interface SelfCheckOptions {
  readonly port: number;
  readonly address: string;
  readonly clock: Clock;
}

/**
 * Asks the speaker's own HTTPS server, which is always open, for anything; resolves with what is wrong, or undefined where
 * it answers. Nobody vouches for its certificate.
 */
export function selfCheck({ port, address, clock }: SelfCheckOptions): Promise<string | undefined> {
  return new Promise(resolve => {
    const asking = request({
      host: address,
      port,
      path: '/icon.svg',
      method: 'HEAD',
      agent: false,
      rejectUnauthorized: false,
    });
    const end = (wrong: string | undefined) => {
      timer();
      asking.destroy();
      resolve(wrong);
    };
    const timer = clock.after(PATIENCE_MS, () => end('the HTTP server does not answer'));
    asking.on('response', ({ statusCode = 0 }) =>
      end(statusCode < 500 ? undefined : `the HTTP server answers with status ${statusCode}`),
    );
    asking.on('error', error => end(`the HTTP server cannot be reached: ${error.message}`));
    asking.end();
  });
}
