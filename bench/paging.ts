/**
 * `make bench WHAT=paging`: from a packet of RTP (PCMU, 20 ms) to the DAC of the virtual sound card, for each latency profile,
 * with and without jitter and loss. Delay counts from the moment the sender's clock gives for a packet, so that jitter is a
 * part of it. The peer is baresip as Debian has it, with its default jitter buffer, concealment, and a virtual card of its own; its
 * version here has no multicast, so it gets the very same packets at the same moments as a call's sound.
 */
import { createSocket } from 'node:dgram';
import { startStentor, type Stentor } from '../test/support/stentor.ts';
import { type Conditions, delays, gaps, send } from './marked-sound.ts';
import { startBaresip } from './paging-peer.ts';
import { inMs } from './statistics.ts';

const LOOPBACK = '127.0.0.1';
const GROUP = '239.80.0.1';
const GROUP_PORT = 47_400;
const PACKETS = 750;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

async function listenFor(stentor: Stentor, latency: string): Promise<string> {
  await stentor.fetch(`/axis-cgi/param.cgi?action=update&Stentor.Audio.Latency=${latency}`);
  const body = JSON.stringify({ name: 'bench', address: GROUP, port: GROUP_PORT, codec: 'PCMU', latency });
  const answer = await stentor.fetch('/api/multicast', { method: 'POST', body });
  await pause(2000);
  return ((await answer.json()) as { id: string }).id;
}

const CONDITIONS: readonly Conditions[] = [
  { packets: PACKETS, jitterMs: 0, lossPercent: 0 },
  { packets: PACKETS, jitterMs: 60, lossPercent: 0 },
  { packets: PACKETS, jitterMs: 60, lossPercent: 5 },
  { packets: PACKETS, jitterMs: 60, lossPercent: 10 },
];

const profiles = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['Normal', 'Low', 'UltraLow'];
const socket = createSocket('udp4');
await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
socket.setMulticastInterface(LOOPBACK);
socket.setMulticastTTL(0);
const stentor = await startStentor({ lockstep: false });
await stentor.setUp();
for (const profile of profiles) {
  const id = await listenFor(stentor, profile);
  for (const conditions of CONDITIONS) {
    const { jitterMs, lossPercent } = conditions;
    console.log(`${profile}, ${jitterMs} ms of jitter, ${lossPercent} % of ${PACKETS} packets lost`);
    const peer = await startBaresip(socket.address().port);
    const ours = { card: stentor.card, address: GROUP, port: GROUP_PORT };
    const [mine, other] = await send(socket, [ours, { ...peer, address: LOOPBACK }], conditions);
    console.log(`    stentor  ${inMs(delays(mine!))}, gaps ${gaps(mine!).toFixed(2)} %`);
    console.log(`    baresip  ${inMs(delays(other!))}, gaps ${gaps(other!).toFixed(2)} %`);
    await peer.stop();
    await pause(1000);
  }
  await stentor.fetch(`/api/multicast/${id}`, { method: 'DELETE' });
}
socket.close();
await stentor.stop();
