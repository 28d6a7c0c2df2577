/** Calls where datagrams are lost, with sipp: those of the speaker, and beside it baresip's, for what can be had there at all. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Baresip, baresip } from './baresip.ts';
import { type LossyNet, wayIn } from './lossy-net.ts';
import { type Peer, startPeer } from './sip-peers.ts';
import { freePort, sipRig } from './sip-rig.ts';
import { PATIENT_CALLEE, PATIENT_CALLER } from './sipp-scenarios.ts';

/** How many of the calls were set up. */
export interface LossyCalls {
  readonly taken: number;
  readonly made: number;
  /** Why calls of ours were not. */
  readonly failed: readonly string[];
  /** The same of baresip. */
  readonly theirs: { readonly taken: number; readonly made: number };
}

export const CALLS = 60;
/** As many of baresip at a time, each with one call after the other: it lets a second one ring. */
const TOGETHER = 10;
const PATIENCE_MS = 45_000;
const CALLER = ['-r', '8', '-max_invite_retrans', '6'];

/** Has all of them made at the same time. */
export async function lossyCalls(net: LossyNet): Promise<LossyCalls> {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-lossy-'));
  const each = async (have: typeof toBaresip) => {
    const all = Array.from({ length: TOGETHER }, (_, turn) => have({ net, folder }, turn));
    return (await Promise.all(all)).reduce((sum, set) => sum + set, 0);
  };
  const place = { net, folder };
  const [taken, ours, theirsTaken, theirsMade] = await Promise.all([
    toSpeaker(place),
    ofSpeaker(place),
    each(toBaresip),
    each(ofBaresip),
  ]);
  await rm(folder, { recursive: true, force: true });
  return { taken, ...ours, theirs: { taken: theirsTaken, made: theirsMade } };
}

interface Place {
  readonly net: LossyNet;
  readonly folder: string;
}

/** Calls of sipp's that were answered and ended, of the last of the tables that it prints. */
const successes = (caller: Peer) =>
  Number([...caller.output().matchAll(/Successful call *\| *\d+ *\| *(\d+)/g)].at(-1)?.[1] ?? 0);

const speaker = ({ net }: Place) => sipRig({ address: net.speaker, settings: { 'Stentor.SIP.MaxCalls': 10 } });
type Speaker = Awaited<ReturnType<typeof speaker>>;
const started = (rig: Speaker, change: string) => rig.changes().filter(each => each === change).length;

/** Starts sipp with a scenario, at a port of the peer's end. */
async function sippAt({ net, folder }: Place, port: number, scenario: string, args: readonly string[]): Promise<Peer> {
  const file = join(folder, `scenario${port}.xml`);
  await writeFile(file, scenario);
  const own = ['-i', net.peer, '-p', String(port), '-mp', String(await freePort()), '-nostdin'];
  const [program = '', ...rest] = [...net.room, 'sipp', '-sf', file, ...own, ...args];
  // What it keeps of its own lies where it was started.
  return startPeer(program, rest, { cwd: folder });
}

async function toSpeaker(place: Place): Promise<number> {
  const rig = await speaker(place);
  rig.sip.calls.onChange(call => {
    // A second call is not answered by itself.
    if (call.state === 'Ringing') setImmediate(() => call.state === 'Ringing' && rig.sip.calls.answer(call.id));
  });
  const peer = await freePort();
  const way = await wayIn(place.net, { speaker: rig.sip.status.port, peer });
  const caller = await sippAt(place, peer, PATIENT_CALLER, ['-m', String(CALLS), '-l', '8', ...CALLER, way.speaker]);
  await caller.ended;
  await rig.stop();
  way.stop();
  return successes(caller);
}

async function ofSpeaker(place: Place): Promise<Pick<LossyCalls, 'made' | 'failed'>> {
  const rig = await speaker(place);
  const peer = await freePort();
  const way = await wayIn(place.net, { speaker: rig.sip.status.port, peer });
  const callee = await sippAt(place, peer, PATIENT_CALLEE, []);
  const failed: string[] = [];
  rig.sip.calls.onChange(call => {
    const { state, answeredAt, reason, details } = call.info;
    if (state === 'Active') setTimeout(() => call.end(), 300);
    if (state === 'Terminated' && answeredAt === undefined) failed.push(`${reason}: ${details}`);
  });
  for (let made = 0; made < CALLS || rig.sip.calls.running.length > 0;) {
    if (made < CALLS && !rig.sip.calls.isFull) {
      rig.sip.calls.make(`sip:peer@${way.peer}`);
      made++;
    }
    await pause(50);
  }
  await Promise.all([rig.stop(), callee.stop()]);
  way.stop();
  return { made: started(rig, 'Active AcceptedByRemote'), failed };
}

const count = (phone: Baresip, type: string) => phone.events.filter(event => event.type === type).length;

async function toBaresip(place: Place, turn: number): Promise<number> {
  const [port, peer] = [await freePort(), await freePort()];
  const phone = await baresip({ port, hz: 500, codec: 'PCMU/8000/1', address: place.net.speaker });
  const way = await wayIn(place.net, { speaker: port, peer }, turn);
  // It is nobody but who it says it is.
  const scenario = PATIENT_CALLER.replaceAll('sip:speaker@', 'sip:peer@');
  const often = ['-m', String(CALLS / TOGETHER), '-l', '1', ...CALLER];
  const caller = await sippAt(place, peer, scenario, [...often, way.speaker]);
  await caller.ended;
  await phone.stop();
  way.stop();
  return successes(caller);
}

async function ofBaresip(place: Place, turn: number): Promise<number> {
  const [port, peer] = [await freePort(), await freePort()];
  const phone = await baresip({ port, hz: 500, codec: 'PCMU/8000/1', address: place.net.speaker });
  const way = await wayIn(place.net, { speaker: port, peer }, turn);
  const callee = await sippAt(place, peer, PATIENT_CALLEE, []);
  for (let made = 0; made < CALLS / TOGETHER; made++) {
    const [set, ended] = [count(phone, 'CALL_ESTABLISHED'), count(phone, 'CALL_CLOSED')];
    phone.run('dial', `sip:peer@${way.peer}`);
    await happens(() => count(phone, 'CALL_ESTABLISHED') > set || count(phone, 'CALL_CLOSED') > ended);
    if (count(phone, 'CALL_CLOSED') === ended) phone.run('hangup');
    await happens(() => count(phone, 'CALL_CLOSED') > ended);
  }
  await Promise.all([phone.stop(), callee.stop()]);
  way.stop();
  return count(phone, 'CALL_ESTABLISHED');
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

async function happens(what: () => boolean): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS && !what(); waited += 20) await pause(20);
}
