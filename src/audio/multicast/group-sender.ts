import { isIPv4 } from 'node:net';
import { conflict, invalid } from '../../core/fault.ts';
import { factorOf } from '../../dsp/format.ts';
import type { CodecFormat, RtpTarget } from '../../engine/contract.ts';
import type { ClipRecord } from '../clip.ts';
import type { AudioEngine } from '../engine.ts';
import type { LiveVoice } from '../live-voice.ts';
import type { SendSpec, StartedVoice } from '../voice-spec.ts';

/** At one time; each costs the network what a call does. */
const MOST = 8;

interface GroupSenderDeps {
  readonly engine: Pick<AudioEngine, 'send' | 'sendLive'>;
  readonly clips: {
    /** @throws Fault `not-found` */
    match(location: string): ClipRecord;
    pcm(id: string): { readonly file: string; readonly frames: number };
  };
  /** dB with which a clip is as loud as the others. */
  readonly gainDb: (clip: ClipRecord) => number;
}

interface SendClip {
  readonly location: string;
  /** -1 for ever, 0 once, n more times. */
  readonly repeat: number;
  /** Percent of the amplitude. */
  readonly volume: number;
  readonly target: RtpTarget;
}

interface SendLive {
  /** Who talks, for the page. */
  readonly from: string;
  readonly format: CodecFormat;
  /** ms collected before it is sent. */
  readonly bufferMs: number;
  readonly target: RtpTarget;
}

/** Something that is being sent to others. */
export interface Sent {
  readonly voice: number;
  readonly name: string;
  /** Address and port. */
  readonly to: string;
}

/** Sends to other speakers by RTP: clips, the microphone, and what somebody says through a page. */
export class GroupSender {
  readonly #deps: GroupSenderDeps;
  readonly #sending = new Map<Pick<StartedVoice, 'id' | 'stop'>, Omit<Sent, 'voice'>>();

  constructor(deps: GroupSenderDeps) {
    this.#deps = deps;
  }

  /** @throws Fault `not-found` for an unknown clip, `invalid` for an address nobody can send to, `conflict` for too many */
  sendClip({ location, repeat, volume, target }: SendClip): void {
    const { clips, gainDb } = this.#deps;
    const clip = clips.match(location);
    const sound = { from: 'clip', clip: clips.pcm(clip.id), times: repeat === -1 ? -1 : repeat + 1 } as const;
    this.#start(clip.name, { sound, gain: (volume / 100) * factorOf(gainDb(clip)), target });
  }

  /**
   * Sends what the microphone hears, as it is switched and set, until it is stopped.
   * @throws Fault as `sendClip`
   */
  sendMicrophone(target: RtpTarget, ended: () => void = () => undefined): StartedVoice {
    return this.#start('Microphone', { sound: { from: 'microphone' }, gain: 1, target }, ended);
  }

  /** A voice for what somebody says; those who get it hear it. @throws Fault as `sendClip` */
  sendLive({ from, target, ...live }: SendLive): LiveVoice {
    this.#check(target);
    const voice = this.#deps.engine.sendLive({ ...live, target, gain: 1 });
    this.#sending.set(voice, { name: `Talk from ${from}`, to: nameOf(target) });
    void voice.ended.then(() => this.#sending.delete(voice));
    return voice;
  }

  /** What is being sent. */
  list(): readonly Sent[] {
    return [...this.#sending].map(([{ id }, sent]) => ({ voice: id, ...sent }));
  }

  /** Stops all that is being sent. */
  stop(): void {
    for (const voice of [...this.#sending.keys()]) voice.stop();
  }

  #start(name: string, spec: Omit<SendSpec, 'ended'>, over: () => void = () => undefined): StartedVoice {
    this.#check(spec.target);
    const voice = this.#deps.engine.send({
      ...spec,
      ended: () => {
        this.#sending.delete(voice);
        over();
      },
    });
    this.#sending.set(voice, { name, to: nameOf(spec.target) });
    return voice;
  }

  #check(target: RtpTarget): void {
    checkTarget(target);
    if (this.#sending.size >= MOST) throw conflict(`${MOST} sounds are being sent already; stop them first`);
  }
}

const nameOf = ({ address, port }: RtpTarget) => `${address}:${port}`;

function checkTarget({ address, from }: RtpTarget): void {
  const wrong = !isIPv4(address) || address === '0.0.0.0' || address === '255.255.255.255';
  if (wrong) throw invalid(`${address === '' ? 'an empty address' : address} is no IPv4 address to send to`, 'address');
  if (from !== '' && !isIPv4(from)) throw invalid(`${from} is no IPv4 address`, 'interface');
}
