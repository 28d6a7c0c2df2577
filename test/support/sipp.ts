import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodedByFfmpeg } from './codec-sounds.ts';
import { toInt16 } from '../../src/dsp/int16.ts';
import { punctual } from './punctual.ts';
import { freePort } from './sip-rig.ts';
import { type Peer, startPeer } from './sip-peers.ts';
import type { SippSound } from './sipp-scenarios.ts';
import { sine, toneOfPhone } from './sounds.ts';
import { until } from './until.ts';
import { fromTls, type TlsBridge, towardsTls } from './tls-bridge.ts';

/** What sipp can send of its own: a codec, and ffmpeg's words for it. */
export const SIPP_CODECS = {
  PCMU: { payloadType: 0, rtpmap: 'PCMU/8000', rate: 8000, encoder: ['-f', 'mulaw'] },
  PCMA: { payloadType: 8, rtpmap: 'PCMA/8000', rate: 8000, encoder: ['-f', 'alaw'] },
  G722: { payloadType: 9, rtpmap: 'G722/8000', rate: 16_000, encoder: ['-c:a', 'g722', '-f', 'g722'] },
} as const;

interface SippOptions {
  /** Its part of a call, out of what it is to say. */
  readonly scenario: (sound: SippSound) => string;
  readonly codec: keyof typeof SIPP_CODECS;
  /** Of the tone that it sends, Hz. */
  readonly hz: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** Whether the tone never pauses. */
  readonly endless?: boolean;
  /** It calls this port of the speaker, and is called where there is none. */
  readonly calls?: number;
}

/** sipp as a telephone for one call: it sends a tone of its own making. */
export interface SippPhone {
  /** How the URI begins by which the speaker knows it. */
  readonly name: string;
  /** Where it is called. */
  readonly uri: string;
  output(): string;
  /** Its exit code: 0 where all went as it was to. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

let made = 0;

export async function sipp(options: SippOptions): Promise<SippPhone> {
  const { transport, calls } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stentor-sipp-'));
  const port = await freePort();
  const name = `sipp${made++}`;
  const bridge = transport === 'tls' ? await bridgeFor(calls, port) : undefined;
  const steps = await scenarioFile(folder, options);
  const own = ['-i', '127.0.0.1', '-mi', '127.0.0.1', '-p', `${port}`, '-mp', `${await freePort()}`, '-s', name];
  const ways = ['-t', transport === 'udp' ? 'u1' : 't1', '-m', '1', '-nostdin'];
  const target = calls === undefined ? [] : [`127.0.0.1:${bridge?.port ?? calls}`];
  const command = punctual('telephone', 'sipp', ['-sf', steps, ...own, ...ways, ...target]);
  // What it keeps of its own lies where it was started.
  const peer: Peer = startPeer(...command, { cwd: folder });
  if (calls === undefined) await until('sipp listens', () => isTaken(transport === 'udp' ? 'udp' : 'tcp', port));
  return {
    name: `sip:${name}@127.0.0.1`,
    uri: `sip:${name}@127.0.0.1:${bridge?.port ?? port};transport=${transport}`,
    output: peer.output,
    ended: peer.ended,
    async stop() {
      await peer.stop();
      bridge?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param calls the port that sipp calls; it is called at `port` where there is none */
const bridgeFor = (calls: number | undefined, port: number): Promise<TlsBridge> =>
  calls === undefined ? fromTls(port) : towardsTls(calls);

/** Writes what it does and what it says. @returns the path of the scenario */
async function scenarioFile(folder: string, { scenario, codec, hz, endless = false }: SippOptions): Promise<string> {
  const [tone, steps] = [join(folder, 'tone.raw'), join(folder, 'scenario.xml')];
  const { rate, encoder, ...sound } = SIPP_CODECS[codec];
  const samples = endless ? sine(hz, rate, 30 * rate, 0.1) : toneOfPhone(hz, rate);
  await writeFile(tone, encodedByFfmpeg(toInt16(samples), encoder, rate));
  await writeFile(steps, scenario({ file: tone, ...sound }));
  return steps;
}

/** Whether somebody on this machine has a port: nobody is disturbed who waits for one call only. */
const isTaken = (protocol: 'udp' | 'tcp', port: number) =>
  readFileSync(`/proc/net/${protocol}`, 'latin1').includes(
    `:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000`,
  );
