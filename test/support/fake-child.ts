import { Duplex } from 'node:stream';
import type { AudioChild } from '../../src/audio/index.ts';
import { MessageLink } from '../../src/core/framing.ts';
import type { Command, EngineStatus, Report } from '../../src/engine/contract.ts';

/** The other side of an audio process that the test plays itself. */
export interface FakeChild extends AudioChild {
  readonly commands: Command[];
  /** What was sent to live voices. */
  readonly sent: { readonly voice: number; readonly bytes: Uint8Array }[];
  tell(report: Report): void;
  /** Sends a packet to somebody who listens. */
  packet(listener: number, bytes: Uint8Array): void;
  die(why?: string): void;
  killed: boolean;
}

export function fakeChild(): FakeChild {
  const commands: Command[] = [];
  const sent: FakeChild['sent'] = [];
  let heard: (report: Report) => void = () => undefined;
  let packet: FakeChild['packet'] = () => undefined;
  let exit: (why: string) => void = () => undefined;
  const exited = new Promise<string>(resolve => (exit = resolve));
  const link = new MessageLink<Report, Command>(new Duplex({ read: () => undefined, write: (_b, _e, done) => done() }));
  link.send = command => void commands.push(structuredClone(command));
  link.receive = listener => {
    heard = listener.heard;
    packet = (channel, bytes) => listener.bytes?.(channel, bytes);
  };
  link.sendBytes = (voice, bytes) => void sent.push({ voice, bytes: Uint8Array.from(bytes) });
  const child: FakeChild = {
    link,
    exited,
    commands,
    sent,
    killed: false,
    tell: report => heard(report),
    packet: (listener, bytes) => packet(listener, bytes),
    die: (why = 'signal SIGKILL') => exit(why),
    kill: () => {
      child.killed = true;
      exit('signal SIGKILL');
    },
  };
  return child;
}

/** A report of a process whose card is open and whose voices are where told. */
export const statusReport = (voices: EngineStatus['voices'] = [], open = true): Report => ({
  tell: 'status',
  status: {
    drivers: [{ name: 'portaudio' }],
    device: {
      state: open ? 'open' : 'lost',
      driver: 'portaudio',
      output: 'card',
      input: 'card',
      realtime: true,
      outputLatencyMs: 30,
      ringMs: 30,
      callbackFrames: 480,
      outputs: [],
      inputs: [],
    },
    counters: {
      callbacks: 1,
      ringUnderruns: 0,
      ringUnderrunFrames: 0,
      ringOverruns: 0,
      deviceUnderruns: 0,
      deviceOverruns: 0,
      sourceUnderruns: 0,
      opens: 1,
      framesOut: 0,
    },
    meters: {
      outputPeakDb: -120,
      outputRmsDb: -120,
      inputPeakDb: -120,
      inputRmsDb: -120,
      limiterDb: 0,
      automaticDb: 0,
    },
    voices,
  },
});
