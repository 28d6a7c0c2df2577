/**
 * `make bench WHAT=soak [minutes]`: while a live stream is played, clips loop, files are uploaded, pages ask and a WebSocket
 * listens, on a free-running virtual card: frames that the card did not get, how the delay from sender to DAC and the memory
 * of both processes change. First with an idle event loop (the peer), then with one that is blocked 40 of every 400 ms.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { WebSocket } from 'ws';
import { counterAt } from '../test/support/counter-signal.ts';
import { music, wav } from '../test/support/signals.ts';
import { PASSWORD, startStentor, type Stentor } from '../test/support/stentor.ts';
import { Losses } from './losses.ts';
import { spread } from './statistics.ts';

const MINUTES = Number(process.argv[2] ?? 10);
/** Part of the time in which a process still grows to what it needs, and its memory does not count. */
const WARM_UP = 1 / 3;
const PERIOD = 40_000;
const RATE = 48_000;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

interface Sample {
  readonly minute: number;
  readonly value: number;
}

/** The slope of a line through the samples, per minute (least squares). */
function slope(samples: readonly Sample[]): number {
  const mean = (pick: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ value }) => value)];
  let [xy, xx] = [0, 0];
  for (const { minute, value } of samples) {
    xy += (minute - x) * (value - y);
    xx += (minute - x) ** 2;
  }
  return xy / xx;
}

/** Sends the counter as live sound, as fast as it is to be heard. `sent` are its frames so far. */
function startSender(stentor: Stentor) {
  const post = request(`${stentor.https}/axis-cgi/audio/transmit.cgi`, {
    rejectUnauthorized: false,
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`,
      'content-type': 'audio/L16;rate=48000',
    },
  });
  post.on('response', answer => {
    if (answer.statusCode !== 200) throw new Error(`transmit.cgi answered ${answer.statusCode ?? 0}`);
    answer.resume();
  });
  post.on('error', () => undefined);
  const began = performance.now();
  let sent = 0;
  const due = () => Math.floor(((performance.now() - began) * RATE) / 1000);
  const timer = setInterval(() => {
    const frames = due() - sent;
    if (frames <= 0) return;
    const bytes = Buffer.alloc(2 * frames);
    for (let n = 0; n < frames; n++) bytes.writeInt16BE(counterAt(sent + n), 2 * n);
    post.write(bytes);
    sent += frames;
  }, 20);
  return {
    due,
    stop() {
      clearInterval(timer);
      post.destroy();
    },
  };
}

/** What else goes on. */
function startTraffic(stentor: Stentor) {
  const file = wav(music(1));
  const quietly = (what: Promise<unknown>) => void what.catch(() => undefined);
  const socket = new WebSocket(`${stentor.https.replace('http', 'ws')}/api/live`, {
    auth: `root:${PASSWORD}`,
    rejectUnauthorized: false,
  });
  socket.on('error', () => undefined);
  const timers = [
    setInterval(() => quietly(stentor.fetch('/axis-cgi/param.cgi?action=list').then(answer => answer.text())), 500),
    setInterval(() => quietly(stentor.fetch('/api/audio').then(answer => answer.text())), 250),
    setInterval(() => {
      quietly(
        stentor
          .upload('passing.wav', file)
          .then(id => stentor.fetch(`/axis-cgi/mediaclip.cgi?action=remove&clip=${id}`)),
      );
    }, 10_000),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
    socket.close();
  };
}

function rssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

function childOf(pid: number): number {
  const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return Number(child);
}

/** What is seen of the speaker second by second. */
class Watch {
  readonly losses = new Losses();
  readonly delays: Sample[] = [];
  readonly memory = { stentord: [] as Sample[], audiod: [] as Sample[] };
  readonly #stentor: Stentor;
  readonly #began = performance.now();
  #from: number;

  constructor(stentor: Stentor) {
    this.#stentor = stentor;
    this.#from = stentor.card.deviceTime();
  }

  /** @param due how many frames the sender has sent now */
  look(due: () => number): void {
    const { card, process: child } = this.#stentor;
    const to = card.deviceTime();
    const sent = due();
    this.losses.add(card.recordSpeaker(this.#from, to - this.#from).left);
    this.#from = to;
    const minute = (performance.now() - this.#began) / 60_000;
    const played = (this.losses.last ?? 0) - counterAt(0);
    this.delays.push({ minute, value: ((((sent - played) % PERIOD) + PERIOD) % PERIOD) / 48 });
    if (minute < MINUTES * WARM_UP) return;
    const pid = child.pid ?? 0;
    this.memory.stentord.push({ minute, value: rssMb(pid) });
    this.memory.audiod.push({ minute, value: rssMb(childOf(pid)) });
  }

  async tell(): Promise<void> {
    this.losses.finish();
    const { glitches, lost } = this.losses;
    const { engine } = (await (await this.#stentor.fetch('/api/audio')).json()) as {
      engine: { counters: Record<string, number> };
    };
    const { ringUnderruns = 0, sourceUnderruns = 0 } = engine.counters;
    console.log(
      `  ${glitches} glitches, ${lost} frames lost (${(lost / 48).toFixed(0)} ms); card underruns ` +
        `${this.#stentor.card.xruns().playback}, ring ${ringUnderruns}, source ${sourceUnderruns}`,
    );
    const { p50 } = spread(this.delays.map(({ value }) => value));
    console.log(`  sender to DAC: median ${p50.toFixed(0)} ms, slope ${slope(this.delays).toFixed(2)} ms/min`);
    for (const [name, samples] of Object.entries(this.memory)) {
      const last = samples.at(-1)?.value ?? NaN;
      console.log(`  ${name}: ${last.toFixed(0)} MB, slope ${slope(samples).toFixed(2)} MB/min`);
    }
  }
}

/** Frames lost in so many minutes. */
async function soak(blocked: boolean): Promise<number> {
  const preload = new URL('block-loop.mjs', import.meta.url).pathname;
  const stentor = await startStentor({ lockstep: false, node: blocked ? ['--import', preload] : [] });
  await stentor.setUp();
  await stentor.keepGains();
  await stentor.fetch(
    '/axis-cgi/param.cgi?action=update&Stentor.Audio.Class.Paging.Lower=mix&Audio.ReceiverBuffer=200',
  );
  // Silence that is mixed with the counter changes none of its samples.
  await stentor.upload('silence.wav', wav(new Int16Array(RATE)));
  await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
  const stopTraffic = startTraffic(stentor);
  const sender = startSender(stentor);
  await pause(3000);
  const watch = new Watch(stentor);
  for (let second = 0; second < MINUTES * 60; second++) {
    await pause(1000);
    watch.look(sender.due);
  }
  sender.stop();
  stopTraffic();
  console.log(`event loop ${blocked ? 'blocked 40 of 400 ms' : 'idle'}, ${MINUTES} min:`);
  await watch.tell();
  await stentor.stop();
  return watch.losses.lost;
}

const idle = await soak(false);
const blocked = await soak(true);
console.log(
  `ratio of lost frames, blocked to idle: ${(blocked / Math.max(1, idle)).toFixed(2)} (${blocked} to ${idle})`,
);
process.exit(); // the senders' sockets may linger
