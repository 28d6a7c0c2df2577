/**
 * Sends broken requests to a speaker that plays, and prints what came of it as JSON. Runs in a network namespace of its own,
 * since what is broken may name any address: `unshare --net node --import tsx main.ts COUNT SEED`.
 */
import { execFileSync } from 'node:child_process';
import { SEAMLESS_FRAMES, watchCounter } from '../continuity.ts';
import { counterSignal } from '../counter-signal.ts';
import { Random } from '../random.ts';
import { beep, wav } from '../signals.ts';
import { eventually, startStentor, type Stentor } from '../stentor.ts';
import type { ListedRoute } from '../../../src/api/contract.ts';
import { CORPUS, missingIn } from './corpus.ts';
import { faultsIn, type Findings, isOurFault, residentMb } from './findings.ts';
import { type Logins, makeLogins } from './logins.ts';
import { bytesOf, messageOf } from './message.ts';
import { mutate } from './mutate.ts';
import { fuzzRtsp, type RtspFindings } from './rtsp.ts';
import type { Seed } from './seed.ts';
import { type Told, Wire } from './wire.ts';

const COUNT = Number(process.argv[2] ?? 1000);
const SEED = Number(process.argv[3] ?? 1);
/** Whether the card waits for nobody, as a real one. */
const IS_FREE = process.argv[4] === 'free';
/** Connections at once. */
const CROWD = 64;
/** This share of the requests comes after the sound has been judged and may do harm to it. */
const HARMFUL_SHARE = 0.2;
/** For so many requests of HTTP there is a connection of RTSP, with about eight requests. */
const PER_RTSP = 20;

const statuses: Record<string, number> = {};
const wrong: string[] = [];
const memory = { stentord: [] as number[], audiod: [] as number[] };

const audiod = (stentor: Stentor) =>
  Number([...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1]);
const look = (stentor: Stentor) => {
  memory.stentord.push(residentMb(stentor.process.pid));
  memory.audiod.push(residentMb(audiod(stentor)));
};

function loginFor({ harms }: Seed, logins: Logins, random: Random, mayHarm: boolean): readonly string[] {
  if (harms === 'end' || (harms === 'sound' && !mayHarm)) return logins.none;
  if (random.chance(0.15)) return random.pick([logins.none, logins.viewer]);
  return random.pick(logins.root);
}

/** Request number `n`: the same for the same seed, whatever the others come to. */
function requestOf(n: number, logins: Logins, mayHarm: boolean): { bytes: Buffer; after: Buffer; random: Random } {
  const random = new Random(SEED * 1_000_003 + n);
  const seed = random.pick(CORPUS);
  const message = messageOf(seed, loginFor(seed, logins, random, mayHarm));
  const bytes = bytesOf(mutate(message, random, random.pick(CORPUS).body));
  const after = Buffer.from(Array.from({ length: random.whole(0, 200) }, () => random.whole(0, 255)));
  return { bytes: random.chance(0.03) ? Buffer.concat([bytes, bytes]) : bytes, after, random };
}

function note(n: number, bytes: Buffer, { status, text }: Told): void {
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (!isOurFault(status, text)) return;
  wrong.push(`request ${n}: ${JSON.stringify(bytes.toString('latin1', 0, 700))} was answered ${JSON.stringify(text)}`);
}

const hasEnded = ({ process: { exitCode, signalCode } }: Stentor) => exitCode !== null || signalCode !== null;

/** All requests from one number to another, over a crowd of connections. */
async function send(stentor: Stentor, logins: Logins, [from, to]: readonly [number, number], mayHarm: boolean) {
  let next = from;
  const ports = { http: Number(new URL(stentor.http).port), https: Number(new URL(stentor.https).port) };
  const worker = async (): Promise<void> => {
    let wire: Wire | undefined;
    while (next < to && !hasEnded(stentor)) {
      const n = next++;
      if (n % 500 === 0) look(stentor);
      const { bytes, after, random } = requestOf(n, logins, mayHarm);
      // Wrong passwords slow their address down: the broken ones of one shall not hide those of the others.
      const address = `127.${random.whole(1, 254)}.${random.whole(0, 255)}.${random.whole(1, 254)}`;
      const isSecure = random.chance(0.15);
      wire ??= new Wire(isSecure ? ports.https : ports.http, address, isSecure);
      const told = await wire.ask(bytes, after);
      note(n, bytes, told);
      if (told.isOpen && random.chance(0.95)) continue;
      wire.close();
      wire = undefined;
    }
    wire?.close();
  };
  await Promise.all(Array.from({ length: CROWD }, worker));
}

/** What is said of a number that nothing has, and of what cannot be now. */
const NOT_THERE =
  /\bno (audio|SIP|call|such|session)|there is no|NotFound|ResourceUnknown|prior calibration|SIP is off|for RTSP/;

/** Each request as it is, unbroken: a corpus that the speaker does not understand would test little. */
async function sendWhole(stentor: Stentor, logins: Logins): Promise<void> {
  const port = Number(new URL(stentor.http).port);
  const whole = CORPUS.filter(({ harms }) => harms !== 'end').values();
  const worker = async () => {
    for (const seed of whole) {
      const wire = new Wire(port, '127.0.0.1', false);
      const { status, text } = await wire.ask(bytesOf(messageOf(seed, logins.root[0] ?? [])), Buffer.alloc(0));
      wire.close();
      const isUnderstood = ![400, 401, 403, 405, 411, 413, 415, 500, 501].includes(status);
      if (isUnderstood || NOT_THERE.test(text) || seed.target === '/api/login') continue;
      wrong.push(
        `unbroken: ${seed.method} ${seed.target} ${seed.body.toString()}: ${status} ${text.split('\r\n\r\n')[1] ?? ''}`,
      );
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

async function prepare(stentor: Stentor): Promise<Logins> {
  await stentor.setUp();
  await stentor.keepGains();
  const settings = {
    'Network.HTTP.AuthenticationPolicy': 'basic_digest',
    'System.PreventDoSAttack.ActivatePasswordThrottling': false,
  };
  await stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(settings) });
  await stentor.upload('ding.wav', wav(beep(20)));
  return makeLogins(stentor);
}

async function play(stentor: Stentor): Promise<void> {
  await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
  const body = JSON.stringify({ location: 'counter.wav', repeat: -1, sourceClass: 'emergency' });
  const answer = await stentor.fetch('/api/actions/audio.play-clip', { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
  await eventually('it sounds', () => stentor.card.lastSpeaker(0.1).every(sample => sample !== 0));
}

async function checkCorpus(): Promise<void> {
  const stentor = await startStentor();
  const logins = await prepare(stentor);
  const routes = (await (await stentor.fetch('/api/routes')).json()) as ListedRoute[];
  wrong.push(...missingIn(routes).map(route => `nothing in the corpus asks for ${route}`));
  await sendWhole(stentor, logins);
  wrong.push(...faultsIn(stentor.output()).map(line => `unbroken: ${line}`));
  await stentor.stop();
}

async function speakRtsp(stentor: Stentor, { root, viewer, none }: Logins): Promise<RtspFindings> {
  const [basic = []] = root;
  const logins = [basic, basic, basic, viewer, none];
  return fuzzRtsp({ stentor, logins, seed: SEED, count: Math.ceil(COUNT / PER_RTSP) });
}

async function fuzz(): Promise<Pick<Findings, 'frames' | 'xruns' | 'rtsp'>> {
  const stentor = await startStentor({ lockstep: !IS_FREE, node: ['--max-old-space-size=256'] });
  const logins = await prepare(stentor);
  await play(stentor);
  look(stentor);
  const xruns = stentor.card.xruns().playback;
  const watch = watchCounter(stentor.card);
  const rtsp = await speakRtsp(stentor, logins);
  wrong.push(...rtsp.wrong);
  look(stentor);
  const harmless = Math.round(COUNT * (1 - HARMFUL_SHARE));
  await send(stentor, logins, [0, harmless], false);
  const { breaks, frames } = watch.end();
  wrong.push(...breaks.map(told => `the sound broke at ${told}`));
  const lacked = stentor.card.xruns().playback - xruns;
  await send(stentor, logins, [harmless, COUNT], true);
  if (hasEnded(stentor)) wrong.push(`the speaker ended: ${stentor.output().slice(-3000)}`);
  else await eventually('it answers as ever', async () => (await stentor.fetch('/api/status')).status === 200);
  look(stentor);
  wrong.push(...new Set(faultsIn(stentor.output())));
  await stentor.stop();
  return { frames, xruns: lacked, rtsp };
}

execFileSync('ip', ['link', 'set', 'lo', 'up', 'multicast', 'on']);
execFileSync('ip', ['route', 'add', '224.0.0.0/4', 'dev', 'lo']);
await checkCorpus();
const began = performance.now();
const sound = await fuzz();
const pace = Math.round((COUNT * 1000) / (performance.now() - began));
const summed = ([first = 0, ...rest]: readonly number[]) => [first, Math.max(first, ...rest), rest.at(-1) ?? first];
const findings: Findings = {
  seed: SEED,
  requests: COUNT,
  pace,
  statuses,
  wrong,
  memory: { stentord: summed(memory.stentord), audiod: summed(memory.audiod) },
  ...sound,
};
process.stdout.write(`${JSON.stringify(findings)}\n`, () => process.exit(0));
