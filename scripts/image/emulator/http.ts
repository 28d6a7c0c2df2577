import { request } from 'node:https';
import { createServer } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One GET; the certificate is the speaker's own. */
export async function get(url: string): Promise<HttpAnswer> {
  return await new Promise((resolve, reject) => {
    const asked = request(url, { rejectUnauthorized: false, timeout: 20_000, agent: false }, answer => {
      let body = '';
      answer
        .setEncoding('utf8')
        .on('data', (text: string) => (body += text))
        .on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
        .on('error', reject);
    });
    asked
      .on('timeout', () => asked.destroy(new Error('no answer')))
      .on('error', reject)
      .end();
  });
}

/** A loopback port that nobody uses just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  return await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
