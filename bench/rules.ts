/**
 * `make bench WHAT=rules [SECONDS]`: 256 rules that all look at every event, 200 events/s, while a clip plays. From an event to
 * the event that the rule's action makes, both as the speaker's own bus dates them (ms); and what the sound card did not
 * get meanwhile. The peer is json-rules-engine with the same 256 rules in a process that does nothing else.
 */
import { Agent, request } from 'node:https';
import { Engine } from 'json-rules-engine';
import WebSocket from 'ws';
import { SEAMLESS_FRAMES } from '../test/support/continuity.ts';
import { counterSignal } from '../test/support/counter-signal.ts';
import { wav } from '../test/support/signals.ts';
import { PASSWORD, startStentor, type Stentor } from '../test/support/stentor.ts';
import { Losses } from './losses.ts';
import { inMs, spread } from './statistics.ts';

const SECONDS = Number(process.argv[2] ?? 20);
const RULES = 256;
const PORTS = 64;
const EVERY_MS = 5;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Rules 0 to 63 and 128 to 191 raise a virtual input, the others lower it, so that every action is told. */
const raises = (rule: number) => Math.floor(rule / PORTS) % 2 === 0;

const rule = (number: number) => ({
  name: `Rule ${number}`,
  trigger: true,
  conditions: [
    { event: 'call.dtmf', fields: { event: `code ${number}` } },
    { event: 'audio.clip-playing', fields: { playing: true } },
  ],
  action: { id: 'rules.set-virtual-input', args: { port: (number % PORTS) + 1, active: raises(number) } },
});

interface Told {
  readonly type: string;
  readonly event?: { readonly id: string; readonly at: string };
}

const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
const agent = new Agent({ keepAlive: true, maxSockets: 4, rejectUnauthorized: false });

const post = (url: string, body: string) =>
  new Promise<void>((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers: { authorization } }, answer => {
      answer.resume().once('end', resolve);
    });
    sending.once('error', reject).end(body);
  });

/** ms from each event to what the action made of it; every action is done before the next event of its rule. */
async function ours(stentor: Stentor): Promise<number[]> {
  const live = new WebSocket(`${stentor.https.replace('https', 'wss')}/api/live`, {
    headers: { authorization },
    rejectUnauthorized: false,
  });
  await new Promise((resolve, reject) => live.once('open', resolve).once('error', reject));
  const delays: number[] = [];
  let asked: string[] = [];
  live.on('message', (text: Buffer) => {
    const { event } = JSON.parse(text.toString()) as Told;
    if (event?.id === 'call.dtmf') asked.push(event.at);
    const cause = event?.id === 'rules.virtual-input' ? asked[0] : undefined;
    if (cause === undefined) return;
    asked = asked.slice(1);
    delays.push(Date.parse(event!.at) - Date.parse(cause));
  });
  const sent: Promise<unknown>[] = [];
  const began = performance.now();
  for (let n = 0; n < (1000 / EVERY_MS) * SECONDS; n++) {
    const late = began + n * EVERY_MS - performance.now();
    if (late > 0) await pause(late);
    const body = JSON.stringify({ event: 'call.dtmf', data: { event: `code ${n % RULES}` } });
    sent.push(post(`${stentor.https}/api/board/event`, body));
  }
  await Promise.all(sent);
  console.log(`${sent.length} events in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await pause(500);
  live.close();
  return delays;
}

/** The same rules and events in json-rules-engine. */
async function peer(): Promise<number[]> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  const delays: number[] = [];
  let began = 0;
  for (let number = 0; number < RULES; number++) {
    engine.addRule({
      conditions: {
        all: [
          { fact: 'code', operator: 'equal', value: `code ${number}` },
          { fact: 'playing', operator: 'equal', value: true },
        ],
      },
      event: { type: String(number) },
      onSuccess: () => delays.push(performance.now() - began),
    });
  }
  for (let n = 0; n < 1000; n++) {
    began = performance.now();
    await engine.run({ code: `code ${n % RULES}`, playing: true });
    await pause(EVERY_MS);
  }
  return delays;
}

const stentor = await startStentor({ lockstep: false });
await stentor.setUp();
await stentor.keepGains();
await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
const rules = Array.from({ length: RULES }, (_, number) => rule(number));
const imported = await stentor.fetch('/api/rules/import', { method: 'POST', body: JSON.stringify({ rules }) });
if (!imported.ok) throw new Error(await imported.text());
await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
await pause(1500);

const losses = new Losses();
let from = stentor.card.deviceTime();
const listening = setInterval(() => {
  const to = stentor.card.deviceTime();
  losses.add(stentor.card.recordSpeaker(from, to - from).left);
  from = to;
}, 1000);
const delays = await ours(stentor);
clearInterval(listening);
losses.finish();
await stentor.stop();
const theirs = await peer();

console.log(`stentor, event to the event its action makes   ${inMs(delays)}   (${delays.length} actions)`);
console.log(`json-rules-engine, run to the rule's callback  ${inMs(theirs)}   (${theirs.length} actions)`);
console.log(`sound: ${losses.glitches} glitches, ${losses.lost} frames lost`);
console.log(`ratio of p95, stentor to json-rules-engine: ${(spread(delays).p95 / spread(theirs).p95).toFixed(3)}`);
process.exit(0);
