/** baresip where datagrams are lost, beside the speaker: what can be had there at all. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Baresip, baresip } from './baresip.ts';
import { lossyWay } from './lossy-way.ts';
import { type Peer, startPeer } from './sip-peers.ts';
import { freePort } from './sip-rig.ts';
import { PATIENT_CALLEE, PATIENT_CALLER } from './sipp-scenarios.ts';

interface Losses {
  readonly share: number;
  readonly seed: number;
  /** For scenarios. */
  readonly folder: string;
}

/** As many of it at a time, each with one call after the other: it lets a second one ring. */
const TOGETHER = 6;
const PATIENCE_MS = 45_000;

/** Starts sipp with a scenario; it is at `port`. */
export async function sippAt(port: number, scenario: string, folder: string, ...args: string[]): Promise<Peer> {
  const file = join(folder, `scenario${port}.xml`);
  await writeFile(file, scenario);
  const own = ['-i', '127.0.0.1', '-p', String(port), '-mp', String(await freePort()), '-nostdin'];
  return startPeer('sipp', ['-sf', file, ...own, ...args]);
}

const count = (phone: Baresip, type: string) => phone.events.filter(event => event.type === type).length;

/** Has baresip take so many calls. @returns how many were set up */
export const callsToBaresip = (calls: number, losses: Losses): Promise<number> => amongAll(calls, losses, callsToOne);

/** Has baresip make so many calls. @returns how many were set up */
export const callsOfBaresip = (calls: number, losses: Losses): Promise<number> => amongAll(calls, losses, callsOfOne);

async function amongAll(calls: number, losses: Losses, have: typeof callsOfOne): Promise<number> {
  const all = Array.from({ length: TOGETHER }, (_, n) => have(calls / TOGETHER, { ...losses, seed: losses.seed + n }));
  return (await Promise.all(all)).reduce((sum, each) => sum + each, 0);
}

async function callsToOne(calls: number, losses: Losses): Promise<number> {
  const [port, peer] = [await freePort(), await freePort()];
  const phone = await baresip({ port, hz: 500, codec: 'PCMU/8000/1' });
  const way = await lossyWay({ speaker: port, peer, ...losses });
  // It is nobody but who it says it is.
  const scenario = PATIENT_CALLER.replaceAll('sip:speaker@', 'sip:peer@');
  const often = ['-m', String(calls), '-l', '1', '-r', '8', '-max_invite_retrans', '6'];
  const caller = await sippAt(peer, scenario, losses.folder, ...often, `127.0.0.1:${way.speakerPort}`);
  await caller.ended;
  const set = count(phone, 'CALL_ESTABLISHED');
  await phone.stop();
  way.stop();
  return set;
}

async function callsOfOne(calls: number, losses: Losses): Promise<number> {
  const [port, peer] = [await freePort(), await freePort()];
  const phone = await baresip({ port, hz: 500, codec: 'PCMU/8000/1' });
  const way = await lossyWay({ speaker: port, peer, ...losses });
  const callee = await sippAt(peer, PATIENT_CALLEE, losses.folder);
  const isOver = (ended: number) => happens(() => count(phone, 'CALL_CLOSED') > ended);
  for (let made = 0; made < calls; made++) {
    const [set, ended] = [count(phone, 'CALL_ESTABLISHED'), count(phone, 'CALL_CLOSED')];
    phone.run('dial', `sip:peer@127.0.0.1:${way.peerPort}`);
    await happens(() => count(phone, 'CALL_ESTABLISHED') > set || count(phone, 'CALL_CLOSED') > ended);
    if (count(phone, 'CALL_CLOSED') === ended) phone.run('hangup');
    await isOver(ended);
  }
  const set = count(phone, 'CALL_ESTABLISHED');
  await Promise.all([phone.stop(), callee.stop()]);
  way.stop();
  return set;
}

async function happens(what: () => boolean): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS && !what(); waited += 20)
    await new Promise(resolve => setTimeout(resolve, 20));
}
