/**
 * The configuration of a speaker as a file:
 *   npm run -s config -- export URL FILE [--network]     writes it down
 *   npm run -s config -- diff URL FILE                   what the file would change; ends with 2 where that is anything
 *   npm run -s config -- apply URL FILE [--final]        puts it in place, all of it or nothing
 *   npm run -s config -- confirm URL                     keeps the firewall and network that apply only tests unless --final
 * URL is https://ADDRESS; `-` is standard input or output. The log-in is --user (root) with $STENTOR_PASSWORD, or
 * $STENTOR_TOKEN; $STENTOR_PASSPHRASE shuts or opens the secrets. A certificate that the speaker made itself is taken
 * with --fingerprint SHA256, or unseen with --insecure.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import { parseArgs } from 'node:util';
import type { ConfigurationOutlook, Problem } from '../src/api/contract.ts';
import { Fault } from '../src/core/fault.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    user: { type: 'string', default: 'root' },
    network: { type: 'boolean', default: false },
    final: { type: 'boolean', default: false },
    fingerprint: { type: 'string' },
    insecure: { type: 'boolean', default: false },
  },
});

const { STENTOR_PASSWORD, STENTOR_TOKEN, STENTOR_PASSPHRASE } = process.env;
const PATIENCE_MS = 60_000;

function logIn(): string {
  if (STENTOR_TOKEN !== undefined) return `Bearer ${STENTOR_TOKEN}`;
  if (STENTOR_PASSWORD === undefined)
    throw new Fault('invalid', 'set STENTOR_PASSWORD to the password of an administrator, or STENTOR_TOKEN to a token');
  return `Basic ${Buffer.from(`${values.user}:${STENTOR_PASSWORD}`).toString('base64')}`;
}

/** Nothing of the log-in is sent before it is known who listens. */
async function secureAgent({ hostname, port }: URL): Promise<Agent> {
  const wanted = values.fingerprint?.replaceAll(':', '').toUpperCase();
  if (wanted === undefined) return new Agent({ rejectUnauthorized: !values.insecure });
  const certificate = await new Promise<string>((resolve, reject) => {
    const host = hostname.replaceAll(/[[\]]/g, '');
    const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false }, () => {
      const { raw, fingerprint256 } = socket.getPeerCertificate();
      socket.end();
      if (fingerprint256.replaceAll(':', '') === wanted)
        resolve(`-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`);
      else reject(new Fault('forbidden', `the speaker’s certificate is another one: ${fingerprint256}`));
    });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the speaker does not answer')));
    socket.on('error', reject);
  });
  // That certificate and no other, whatever names stand in it.
  return new Agent({ ca: certificate, checkServerIdentity: () => undefined });
}

async function ask(base: string, path: string, body: object): Promise<string> {
  const url = new URL(path, base);
  if (url.protocol !== 'https:') throw new Fault('invalid', 'URL must be https://ADDRESS');
  const agent = await secureAgent(url);
  const headers = { Authorization: logIn(), 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers, agent, timeout: PATIENCE_MS }, answer => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text += piece));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(text);
        else reject(new Fault('failed', problemIn(text, answer.statusCode ?? 0)));
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('the speaker does not answer')));
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });
}

function problemIn(text: string, status: number): string {
  try {
    const { message, field } = JSON.parse(text) as Problem;
    return field === undefined ? message : `${field}: ${message}`;
  } catch {
    return `the speaker refused this (HTTP status ${status})`;
  }
}

const SECRETS = STENTOR_PASSPHRASE === undefined ? {} : { passphrase: STENTOR_PASSPHRASE };

async function exported(url: string, file: string): Promise<void> {
  const text = await ask(url, '/api/configuration/export', { personal: values.network, ...SECRETS });
  if (file === '-') process.stdout.write(text);
  else await writeFile(file, text, { mode: 0o600 });
}

async function imported(what: 'diff' | 'apply', url: string, file: string): Promise<void> {
  const document = JSON.parse(await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')) as unknown;
  const { final } = values;
  const answer = await ask(url, `/api/configuration/${what}`, { document, final, ...SECRETS });
  const { changes, notes } = JSON.parse(answer) as ConfigurationOutlook;
  const signs = { added: '+', removed: '-', changed: ' ' } as const;
  for (const { part, kind, text } of changes) console.log(`${signs[kind]} ${part}: ${text}`);
  for (const note of notes) console.error(`Note: ${note}.`);
  if (changes.length === 0) console.log('Nothing changes.');
  if (what === 'diff' && changes.length > 0) process.exitCode = 2;
}

/** Of the two only what waits can be confirmed; that nothing waits at all is told. */
async function confirmed(url: string): Promise<void> {
  const asked = ['firewall', 'network'].map(what => ask(url, `/api/${what}/confirm`, {}));
  const refused = (await Promise.allSettled(asked)).flatMap(each =>
    each.status === 'rejected' ? [each.reason as Error] : [],
  );
  const [first] = refused;
  if (first !== undefined && refused.length === asked.length) throw first;
}

async function run([what, url, file]: readonly string[]): Promise<void> {
  if (what === 'confirm' && url !== undefined) return confirmed(url);
  if (url === undefined || file === undefined || (what !== 'export' && what !== 'diff' && what !== 'apply'))
    throw new Fault(
      'invalid',
      'say export, diff or apply, then the URL of the speaker and a file; or confirm and the URL',
    );
  return what === 'export' ? exported(url, file) : imported(what, url, file);
}

try {
  await run(positionals);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
