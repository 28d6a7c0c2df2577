/** Who is called in `bench sip`: a Stentor, and baresip as Debian has it, each with a virtual card that keeps real time. */
import { readFileSync } from 'node:fs';
import type { SipState } from '../src/api/contract.ts';
import type { VirtualCard } from '../src/board/virtual/card.ts';
import { startBaresipPhone } from '../test/support/baresip-phone.ts';
import { startStentor, type Stentor } from '../test/support/stentor.ts';
import { type Call, call } from './sip-caller.ts';

export interface End {
  readonly name: 'stentor' | 'baresip';
  readonly card: VirtualCard;
  /** Calls it and resolves when it has answered; sound comes from `rtpPort`. */
  call(rtpPort: number): Promise<Call>;
  /** CPU time of all its processes so far, ms; the kernel counts in steps of 10. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** At a time. */
const CALLS = 10;
const SIP_PORT = 40_000 + 10 * (process.pid % 900);

/**
 * A Stentor that answers, with the latency profile of its settings as told.
 * @param isPunctual before all else on this machine
 */
export async function startStentorEnd(
  latency: string,
  isPunctual: boolean,
): Promise<End & { readonly stentor: Stentor }> {
  const stentor = await startStentor({ lockstep: false, isPunctual });
  await stentor.setUp();
  const settings = {
    'Stentor.SIP.Port': SIP_PORT,
    'Stentor.SIP.TLSPort': SIP_PORT + 1,
    'Stentor.SIP.RTPStartPort': SIP_PORT + 2000,
    'Stentor.SIP.MaxCalls': CALLS,
    'Stentor.SIP.Enabled': true,
    'Stentor.SIP.AllowIncoming': true,
    'Stentor.Audio.Latency': latency,
  };
  const answer = await stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(settings) });
  if (!answer.ok) throw new Error(await answer.text());
  await new Promise(resolve => setTimeout(resolve, 2000));
  let talking = 0;
  return {
    name: 'stentor',
    stentor,
    card: stentor.card,
    async call(rtpPort) {
      const asked = call({ sipPort: SIP_PORT, rtpPort, direction: 'sendrecv' });
      // The first one is answered by itself; to ask for it would cost the time that is measured.
      if (talking++ > 0) await answerSecond(stentor);
      const talk = await asked;
      return {
        ...talk,
        async hangUp() {
          await talk.hangUp();
          talking--;
        },
      };
    },
    cpuMs: () => [stentor.process.pid!, ...childrenOf(stentor.process.pid!)].reduce((sum, pid) => sum + cpuOf(pid), 0),
    stop: () => stentor.stop(),
  };
}

/** While a call runs another one rings until somebody answers it. */
async function answerSecond(stentor: Stentor): Promise<void> {
  const state = async () => ((await (await stentor.fetch('/api/sip')).json()) as SipState).calls;
  if ((await state()).every(each => each.state !== 'Active')) return;
  for (let asked = 0; asked < 100; asked++) {
    const ringing = (await state()).find(each => each.state === 'Ringing');
    if (ringing === undefined) continue;
    await stentor.fetch(`/api/sip/calls/${ringing.id}/answer`, { method: 'POST', body: '{}' });
    return;
  }
}

/** baresip shares no sound card among calls and lets a second one ring: each call at a time gets a process of its own. */
export async function startBaresipEnd(): Promise<End> {
  const start = () => startBaresipPhone({ answers: true, lockstep: false, microphone: true });
  const first = await start();
  const all = [first];
  const free = [first];
  return {
    name: 'baresip',
    card: first.card,
    async call(rtpPort) {
      const phone = free.pop() ?? (await start());
      if (!all.includes(phone)) all.push(phone);
      const talk = await call({ sipPort: phone.sipPort, rtpPort, direction: 'sendrecv' });
      return {
        ...talk,
        async hangUp() {
          await talk.hangUp();
          free.push(phone);
        },
      };
    },
    cpuMs: () => all.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
    async stop() {
      for (const phone of all) await phone.stop();
    },
  };
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** User and system time of all threads. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
