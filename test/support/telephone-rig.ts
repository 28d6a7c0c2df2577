import { CALL_CODECS } from '../../src/sip/media/contract.ts';
import { freePort } from './sip-rig.ts';
import { type CardEar, cardEar } from './card-ear.ts';
import { startStentor, type Stentor } from './stentor.ts';

/** By how much the speaker's card is faster than the clocks of all others. */
const DRIFT_PPM = 200;

/** Where nobody else has ports: neither tests nor the system gives those away by itself. */
const rtpPort = 32_000 + 64 * (process.pid % 11);

/** A call as `GET /api/sip` tells it. */
export interface ToldCall {
  readonly id: string;
  readonly direction: 'Incoming' | 'Outgoing';
  readonly state: string;
  readonly reason: string;
  readonly details: string;
  readonly remoteUri: string;
  readonly held: boolean;
  readonly statistics?: { readonly codec: string; readonly encrypted: string; readonly lostShare?: number };
}

/** The real speaker as a telephone, in a room where its microphone does not hear it. */
export interface Telephone {
  readonly stentor: Stentor;
  readonly port: number;
  readonly tlsPort: number;
  /** The first of its sound. */
  readonly rtpPort: number;
  /** Where it is called. */
  uri(transport?: 'udp' | 'tcp' | 'tls', host?: string): string;
  /** @throws Error of what was answered */
  ask(method: string, path: string, body?: object): Promise<unknown>;
  set(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** The newest first. */
  calls(): Promise<readonly ToldCall[]>;
  /** Resolves when the newest call with somebody is in this state; tells of it. @param peer begins its URI */
  callIs(state: string, peer: string): Promise<ToldCall>;
  /** Answers who rings. */
  answer(peer: string): Promise<void>;
  /** All that the card plays from now on; asked for the last time it ends. */
  listen(): CardEar;
  /** Resolves when no call runs. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export async function telephone(settings: Readonly<Record<string, unknown>> = {}): Promise<Telephone> {
  // Peers are real programs, which do not wait for a card in lockstep, and have clocks of their own.
  const stentor = await startStentor({
    lockstep: false,
    isPunctual: true,
    arguments: ['--card-drift', String(DRIFT_PPM)],
  });
  await stentor.setUp();
  await stentor.keepGains();
  stentor.card.setRoom({ taps: [], noiseRms: 0 });
  const [port, tlsPort] = [await freePort(), await freePort()];

  const ask = async (method: string, path: string, body?: object) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await stentor.fetch(path, { method, ...init });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  const calls = async () => ((await ask('GET', '/api/sip')) as { calls: ToldCall[] }).calls;
  const eventuallyIs = async <T>(what: string, find: (all: readonly ToldCall[]) => T | undefined): Promise<T> => {
    for (let asked = 0; asked < 400; asked++) {
      const found = find(await calls());
      if (found !== undefined) return found;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(
      `not within 20 s: ${what}; ${JSON.stringify((await calls()).filter(({ state }) => state !== 'Active'))}`,
    );
  };
  const callIs = (state: string, peer: string) =>
    eventuallyIs(`${state}: ${peer}`, all => {
      const newest = all.find(({ remoteUri }) => remoteUri.startsWith(peer));
      return newest?.state === state ? newest : undefined;
    });
  await ask('PATCH', '/api/settings', {
    'Stentor.SIP.Enabled': true,
    'Stentor.SIP.AllowIncoming': true,
    'Stentor.SIP.Port': port,
    'Stentor.SIP.TLSPort': tlsPort,
    'Stentor.SIP.RTPStartPort': rtpPort,
    'Stentor.SIP.MaxCalls': 10,
    'Stentor.SIP.Codecs': CALL_CODECS.join(','),
    ...settings,
  });

  return {
    stentor,
    port,
    tlsPort,
    rtpPort,
    uri: (transport = 'udp', host = '127.0.0.1') =>
      `sip:speaker@${host}:${transport === 'tls' ? tlsPort : port};transport=${transport}`,
    ask,
    async set(changes) {
      await ask('PATCH', '/api/settings', changes);
    },
    calls,
    callIs,
    async answer(peer) {
      const { id } = await callIs('Ringing', peer);
      await ask('POST', `/api/sip/calls/${id}/answer`, {});
      await callIs('Active', peer);
    },
    listen: () => cardEar(stentor.card),
    idle: () =>
      eventuallyIs('no call runs', all => (all.every(call => call.state === 'Terminated') ? true : undefined)).then(
        () => undefined,
      ),
    stop: () => stentor.stop(),
  };
}
