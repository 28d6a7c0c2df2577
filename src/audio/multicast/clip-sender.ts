import { isIPv4 } from 'node:net';
import { conflict, invalid } from '../../core/fault.ts';
import { factorOf } from '../../dsp/format.ts';
import type { RtpTarget } from '../../engine/contract.ts';
import type { ClipRecord } from '../clip.ts';
import type { AudioEngine } from '../engine.ts';
import type { StartedVoice } from '../voice-spec.ts';

/** At one time; each costs the network what a call does. */
const MOST = 8;

interface ClipSenderDeps {
  readonly engine: Pick<AudioEngine, 'sendClip'>;
  readonly clips: {
    /** @throws Fault `not-found` */
    match(location: string): ClipRecord;
    pcm(id: string): { readonly file: string; readonly frames: number };
  };
  /** dB with which a clip is as loud as the others. */
  readonly gainDb: (clip: ClipRecord) => number;
}

interface SendOptions {
  readonly location: string;
  /** -1 for ever, 0 once, n more times. */
  readonly repeat: number;
  /** Percent of the amplitude. */
  readonly volume: number;
  readonly target: RtpTarget;
}

/** Sends clips to other speakers by RTP. */
export class ClipSender {
  readonly #deps: ClipSenderDeps;
  readonly #sending = new Set<StartedVoice>();

  constructor(deps: ClipSenderDeps) {
    this.#deps = deps;
  }

  /** @throws Fault `not-found` for an unknown clip, `invalid` for an address nobody can send to, `conflict` for too many */
  send({ location, repeat, volume, target }: SendOptions): void {
    const { engine, clips, gainDb } = this.#deps;
    const clip = clips.match(location);
    checkTarget(target);
    if (this.#sending.size >= MOST) throw conflict(`${MOST} clips are being sent already; stop them first`);
    const voice = engine.sendClip({
      clip: clips.pcm(clip.id),
      times: repeat === -1 ? -1 : repeat + 1,
      gain: (volume / 100) * factorOf(gainDb(clip)),
      target,
      ended: () => this.#sending.delete(voice),
    });
    this.#sending.add(voice);
  }

  /** Stops all that is being sent. */
  stop(): void {
    for (const voice of this.#sending) voice.stop();
  }
}

function checkTarget({ address, from }: RtpTarget): void {
  const wrong = !isIPv4(address) || address === '0.0.0.0' || address === '255.255.255.255';
  if (wrong) throw invalid(`${address === '' ? 'an empty address' : address} is no IPv4 address to send to`, 'address');
  if (from !== '' && !isIPv4(from)) throw invalid(`${from} is no IPv4 address`, 'interface');
}
