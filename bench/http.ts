/**
 * `make bench WHAT=http`: how fast the speaker answers 50 clients over HTTPS with kept connections and Basic, as cameras ask:
 * the list of all parameters, playing a clip, loading the page; idle, and while a clip plays on a free-running virtual card.
 * Beside it in the same run nginx with one worker, and Node's own server with nothing behind it, serve the very same bytes.
 */
import { readFileSync } from 'node:fs';
import { SEAMLESS_FRAMES } from '../test/support/continuity.ts';
import { counterSignal } from '../test/support/counter-signal.ts';
import { beep, wav } from '../test/support/signals.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../test/support/stentor.ts';
import { type Page, startBare, startNginx } from './http-peers.ts';
import { load, type Load } from './http-load.ts';
import { Losses } from './losses.ts';

const SECONDS = Number(process.argv[2] ?? 5);
const ROUNDS = 2;
const AUTHORIZATION = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;

interface Server {
  readonly name: string;
  readonly base: string;
  readonly pids: () => readonly number[];
}

const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  'param.cgi list': ['/axis-cgi/param.cgi?action=list'],
  'playclip.cgi': ['/axis-cgi/playclip.cgi?location=ding.wav&volume=50'],
  'page load': ['/', '/app.js', '/app.css'],
};

/** Processor time of processes, s. */
const cpuSeconds = (pids: readonly number[]) =>
  pids.reduce((sum, pid) => {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return sum + (Number(user) + Number(system)) / 100;
  }, 0);

const residentMb = (pids: readonly number[]) =>
  pids.reduce(
    (sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    0,
  );

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

interface Result extends Load {
  /** Share of one processor. */
  readonly cpu: number;
  readonly mb: number;
}

async function measure({ base, pids }: Server, paths: readonly string[]): Promise<Result> {
  const before = cpuSeconds(pids());
  const result = await load({ base, paths, authorization: AUTHORIZATION, seconds: SECONDS });
  return { ...result, cpu: (cpuSeconds(pids()) - before) / SECONDS, mb: residentMb(pids()) };
}

/** Counts what the card lacks while something is done. */
async function listening(stentor: Stentor, work: () => Promise<void>): Promise<Losses> {
  const losses = new Losses();
  let from = stentor.card.deviceTime();
  const look = () => {
    const to = stentor.card.deviceTime();
    losses.add(stentor.card.recordSpeaker(from, to - from).left);
    from = to;
  };
  const timer = setInterval(look, 1000);
  await work();
  clearInterval(timer);
  look();
  losses.finish();
  return losses;
}

const best = (results: readonly Result[]): Result =>
  results.reduce((found, each) => (each.perSecond > found.perSecond ? each : found));

const told = ({ perSecond, p50, p99, cpu, mb, errors }: Result) =>
  `${perSecond.toFixed(0).padStart(7)}/s  p50 ${p50.toFixed(1).padStart(6)}  p99 ${p99.toFixed(1).padStart(6)} ms  ` +
  `processor ${(100 * cpu).toFixed(0).padStart(3)} %  ${mb.toFixed(0)} MB${errors === 0 ? '' : `  ${errors} ERRORS`}`;

/** Each server in turn, there and back, so that whatever drifts meets all of them. */
async function compare(servers: readonly Server[], paths: readonly string[]): Promise<Map<string, Result>> {
  const results = new Map<string, Result[]>(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const server of round % 2 === 0 ? servers : servers.toReversed())
      results.get(server.name)?.push(await measure(server, paths));
  return new Map([...results].map(([name, all]) => [name, best(all)]));
}

const stentor = await startStentor({ lockstep: false });
await stentor.setUp();
await stentor.keepGains();
await stentor.upload('ding.wav', wav(beep(200)));
await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
const pid = stentor.process.pid ?? 0;
const ours: Server = { name: 'stentor', base: stentor.https, pids: () => [pid, ...childrenOf(pid)] };

const pages: Page[] = [];
for (const path of Object.values(SCENARIOS).flat()) {
  const { headers, body } = await fetchRaw(path);
  pages.push({ path: path.split('?')[0] ?? '', body, headers });
}
const nginx = await startNginx(pages, AUTHORIZATION);
const bare = await startBare(pages, AUTHORIZATION);
const peers: Server[] = [
  { name: 'nginx', base: nginx.base, pids: () => [nginx.pid, ...childrenOf(nginx.pid)] },
  { name: 'node:https', base: bare.base, pids: () => [bare.pid] },
];

console.log('50 clients, HTTPS, kept connections, Basic; best of 2 rounds; peers serve the same bytes');
const idle = new Map<string, Result>();
for (const [what, paths] of Object.entries(SCENARIOS)) {
  const results = await compare([ours, ...peers], paths);
  for (const [name, result] of results) console.log(`${what.padEnd(15)} ${name.padEnd(10)} ${told(result)}`);
  const own = results.get('stentor')!;
  idle.set(what, own);
  const ratios = peers.map(({ name }) => `${(own.perSecond / results.get(name)!.perSecond).toFixed(2)} to ${name}`);
  console.log(`${what.padEnd(15)} ratio of requests a second: ${ratios.join(', ')}`);
}

const body = JSON.stringify({ location: 'counter.wav', repeat: -1, sourceClass: 'emergency' });
await stentor.fetch('/api/actions/audio.play-clip', { method: 'POST', body });
await eventually('it sounds', () => stentor.card.lastSpeaker(0.1).every(sample => sample !== 0));
for (const [what, paths] of Object.entries(SCENARIOS)) {
  const xruns = stentor.card.xruns().playback;
  let result: Result | undefined;
  const { glitches, lost } = await listening(stentor, async () => {
    result = (await compare([ours], paths)).get('stentor');
  });
  const slower = (result?.perSecond ?? 0) / (idle.get(what)?.perSecond ?? 1);
  console.log(`${what.padEnd(15)} with sound ${told(result!)}`);
  console.log(
    `${what.padEnd(15)} ${slower.toFixed(2)} of idle; ${glitches} glitches, ${lost} frames lost, ` +
      `${stentor.card.xruns().playback - xruns} card underruns`,
  );
}
nginx.stop();
bare.stop();
await stentor.stop();
process.exit(0);

/** The answer as browsers take it: compressed where it is. */
async function fetchRaw(path: string): Promise<{ headers: Record<string, string>; body: Buffer }> {
  const { request } = await import('node:https');
  return new Promise((resolve, reject) => {
    const headers = { authorization: AUTHORIZATION, 'accept-encoding': 'gzip' };
    const asked = request(`${stentor.https}${path}`, { rejectUnauthorized: false, headers }, answer => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () =>
        resolve({ headers: answer.headers as Record<string, string>, body: Buffer.concat(pieces) }),
      );
    });
    asked.on('error', reject).end();
  });
}
