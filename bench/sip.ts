/**
 * `make bench WHAT=sip [Normal|Low|UltraLow] [punctual] [setup|ringing|delay|cpu …]`: calls over UDP and PCMU on this machine, beside
 * baresip as Debian has it (its default jitter buffer), each with a virtual card that keeps real time:
 *
 * - INVITE to 200;
 * - the manual's "Set up audio for incoming SIP calls": last sample of the clip at the DAC to the 200 of the caller;
 * - mouth to ear: what the microphone hears to the packet, and a packet's moment to the DAC, clean and at 5 % loss and 60 ms
 *   of jitter, where both get the same packets at the same moments; gaps;
 * - CPU time of all processes per call, at 1 and 10 calls.
 *
 * `punctual` lets Stentor have the processor before all others on a busy machine: what its own work costs, without the waiting.
 */
import { createSocket, type Socket } from 'node:dgram';
import { beep, wav } from '../test/support/signals.ts';
import { createEncoder } from '../src/engine/codecs/index.ts';
import { buildRtp } from '../src/engine/rtp/rtp-packet.ts';
import { type Conditions, delays, gaps, PACKET_MS, send } from './marked-sound.ts';
import type { Call } from './sip-caller.ts';
import { type End, startBaresipEnd, startStentorEnd } from './sip-ends.ts';
import { mouthDelays } from './sip-mouth.ts';
import { inMs, spread } from './statistics.ts';

const LOOPBACK = '127.0.0.1';
const SET_UPS = 60;
const RINGS = 15;
const MARKS = 20;
const CPU_MS = 15_000;
const IDLE_MS = 5000;
const CONDITIONS: readonly Conditions[] = [
  { packets: 1000, jitterMs: 0, lossPercent: 0 },
  { packets: 1500, jitterMs: 60, lossPercent: 5 },
];

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const ratio = (ours: number, theirs: number) => (ours / theirs).toFixed(2);

async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
  return socket;
}

async function setup(ends: readonly End[]): Promise<void> {
  const socket = await openSocket();
  const took = ends.map(() => [] as number[]);
  for (let n = 0; n < SET_UPS; n++) {
    for (const [i, end] of ends.entries()) {
      const talk = await end.call(socket.address().port);
      took[i]?.push(talk.tookMs);
      await pause(50);
      await talk.hangUp();
      await pause(100);
    }
  }
  socket.close();
  console.log(`INVITE to 200, ${SET_UPS} calls each`);
  ends.forEach(({ name }, i) => console.log(`    ${name}  ${inMs(took[i]!)}`));
  const [ours, theirs] = took.map(spread);
  console.log(`    ratio  p50 ${ratio(ours!.p50, theirs!.p50)}  p95 ${ratio(ours!.p95, theirs!.p95)}`);
}

type StentorEnd = Awaited<ReturnType<typeof startStentorEnd>>;

async function ringing(end: StentorEnd): Promise<void> {
  const { stentor, card } = end;
  const change = async (method: string, path: string, body: object) => {
    const answer = await stentor.fetch(path, { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  await stentor.upload('Ring.wav', wav(beep(400)));
  await change('PATCH', '/api/sip/accounts/peer-to-peer', { autoAnswer: false });
  const rings = { event: 'call.state', fields: { state: 'Ringing' } };
  const play = { id: 'audio.play-clip', args: { location: 'Ring.wav' } };
  await change('POST', '/api/rules', { name: 'Ring', conditions: [rings], action: play });
  const ends = { event: 'audio.clip-playing', fields: { playing: true }, invert: true };
  const answer = { id: 'call.answer', args: {} };
  await change('POST', '/api/rules', { name: 'Answer', conditions: [ends, rings], trigger: true, action: answer });
  const socket = await openSocket();
  const waited: number[] = [];
  for (let n = 0; n < RINGS; n++) {
    const from = card.deviceTime();
    const talk = await end.call(socket.address().port);
    const [now, device] = [performance.now(), card.deviceTime()];
    const last = card.recordSpeaker(from, device - from).left.findLastIndex(sample => sample !== 0);
    waited.push(talk.answeredAt - (now - (device - from - last - 1) / 48));
    await talk.hangUp();
    await pause(300);
  }
  socket.close();
  await change('PATCH', '/api/sip/accounts/peer-to-peer', { autoAnswer: true });
  console.log(`end of the clip at the DAC to 200, ${RINGS} calls (bar: 100 ms)`);
  console.log(`    stentor  ${inMs(waited)}`);
}

/** What each card plays of the very same packets. */
async function ear(ends: readonly End[], conditions: Conditions) {
  const socket = await openSocket();
  const talks = await Promise.all(ends.map(end => end.call(socket.address().port)));
  await pause(500);
  const to = ends.map(({ card }, i) => ({ card, address: LOOPBACK, port: talks[i]!.port }));
  const heard = await send(socket, to, conditions);
  for (const talk of talks) await talk.hangUp();
  socket.close();
  return heard;
}

async function delay(ends: readonly End[]): Promise<void> {
  const mouths: number[][] = [];
  for (const end of ends) mouths.push(await mouthDelays(end, MARKS));
  console.log(`mouth: microphone to packet, ${MARKS} marks each`);
  ends.forEach(({ name }, i) => console.log(`    ${name}  ${inMs(mouths[i]!)} of ${mouths[i]!.length}`));
  for (const conditions of CONDITIONS) {
    const heard = await ear(ends, conditions);
    const { jitterMs, lossPercent, packets } = conditions;
    console.log(`ear: packet to DAC, ${jitterMs} ms of jitter, ${lossPercent} % of ${packets} packets lost`);
    heard.forEach((each, i) =>
      console.log(`    ${ends[i]!.name}  ${inMs(delays(each))}, gaps ${gaps(each).toFixed(2)} %`),
    );
    const whole = heard.map((each, i) => spread(mouths[i]!).p50 + spread(delays(each)).p50);
    const late = heard.map((each, i) => spread(mouths[i]!).p95 + spread(delays(each)).p95);
    const told = (values: readonly number[]) =>
      `${values.map((value, i) => `${ends[i]!.name} ${value.toFixed(1)}`).join(', ')} ms, ratio ${ratio(values[0]!, values[1]!)}`;
    console.log(`    mouth to ear, p50: ${told(whole)}; p95: ${told(late)}`);
  }
}

/** % of a core that an end takes while `count` calls talk both ways. */
async function load(end: End, count: number): Promise<{ percent: number; returned: number }> {
  const sockets = await Promise.all(Array.from({ length: count }, openSocket));
  const talks: Call[] = [];
  for (const socket of sockets) talks.push(await end.call(socket.address().port));
  let received = 0;
  for (const socket of sockets) socket.on('message', () => received++);
  const encoder = createEncoder({ codec: 'PCMU', sampleRate: 8000, channels: 1 });
  const frames = 8 * PACKET_MS;
  const payload = encoder.encode(Int16Array.from({ length: frames }, (_, i) => 5000 * Math.cos((Math.PI * i) / 10)));
  const [begin, before] = [performance.now(), end.cpuMs()];
  received = 0;
  for (let n = 0; n * PACKET_MS < CPU_MS; n++) {
    const packet = { payloadType: 0, marker: n === 0, sequence: n, timestamp: n * frames, ssrc: 0x5eed, payload };
    sockets.forEach((socket, i) => socket.send(buildRtp(packet), talks[i]!.port, LOOPBACK));
    await pause(Math.max(0, begin + (n + 1) * PACKET_MS - performance.now()));
  }
  const percent = ((end.cpuMs() - before) / (performance.now() - begin)) * 100;
  const returned = (received / count / (CPU_MS / PACKET_MS)) * 100;
  for (const talk of talks) await talk.hangUp();
  for (const socket of sockets) socket.close();
  return { percent, returned };
}

async function cpu(ends: readonly End[]): Promise<void> {
  const before = ends.map(end => end.cpuMs());
  await pause(IDLE_MS);
  const idle = ends.map((end, i) => ((end.cpuMs() - before[i]!) / IDLE_MS) * 100);
  console.log('CPU without a call, % of a core');
  ends.forEach(({ name }, i) => console.log(`    ${name}  ${idle[i]!.toFixed(1)}`));
  for (const count of [1, 10]) {
    const took = [];
    for (const end of ends) took.push(await load(end, count));
    console.log(`CPU of ${count} call${count === 1 ? '' : 's'}, % of a core for each`);
    took.forEach(({ percent, returned }, i) =>
      console.log(
        `    ${ends[i]!.name}  ${(percent / count).toFixed(2)} (${percent.toFixed(1)} in all; ${returned.toFixed(0)} % of the packets came back)`,
      ),
    );
    console.log(`    ratio  ${ratio(took[0]!.percent, took[1]!.percent)}`);
  }
}

const words = process.argv.slice(2);
const latency = words.find(word => ['Normal', 'Low', 'UltraLow'].includes(word)) ?? 'Normal';
const isPunctual = words.includes('punctual');
const parts = words.filter(word => word !== latency && word !== 'punctual');
const wants = (part: string) => parts.length === 0 || parts.includes(part);
console.log(`latency profile ${latency}`);
const ours = await startStentorEnd(latency, isPunctual);
const theirs = await startBaresipEnd();
const ends = [ours, theirs];
try {
  if (wants('setup')) await setup(ends);
  if (wants('ringing')) await ringing(ours);
  if (wants('delay')) await delay(ends);
  if (wants('cpu')) await cpu(ends);
} finally {
  for (const end of ends) await end.stop();
}
