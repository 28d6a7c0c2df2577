import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { CodecFormat, Decoder } from '../codecs/codec.ts';
import type { Command, Report } from '../contract.ts';
import type { Ears } from '../listening/ears.ts';
import type { PacketEncoder } from '../rtp/rtp-packetizer.ts';
import { RTP_FORMATS, type SoundFormat } from './rtp-format.ts';
import { RtpRoute } from './rtp-route.ts';
import { sendClip, type Sending, type SendingParts, sendLive, sendMicrophone } from './sending.ts';

interface RtpSendingsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (report: Report) => void;
  readonly ears: Pick<Ears, 'add'>;
  /** @throws Fault where the codec is missing on this machine */
  readonly encoder: (format: SoundFormat) => PacketEncoder;
  /** @throws Fault where the format cannot be decoded here */
  readonly decoder: (format: CodecFormat) => Decoder;
}

type Send = Extract<Command, { do: 'send' }>;

/** What is on its way to others: each sent in time, told when it is over. */
export class RtpSendings {
  readonly #deps: RtpSendingsDeps;
  readonly #sendings = new Map<number, Sending>();

  constructor(deps: RtpSendingsDeps) {
    this.#deps = deps;
  }

  /** Ends all. */
  stopAll(): void {
    for (const sending of this.#sendings.values()) sending.stop();
    this.#sendings.clear();
  }

  /** Whether there was a sending of this number, which has ended now. */
  stop(voice: number): boolean {
    const known = this.#sendings.has(voice);
    if (known) this.#end(voice, 'stopped');
    return known;
  }

  start(command: Send): void {
    const { voice, target } = command;
    const route = new RtpRoute(target);
    const failed = (error: unknown) => this.#end(voice, 'failed', String(error));
    try {
      const { clock, log, encoder } = this.#deps;
      const done = () => this.#end(voice, 'done');
      const made = encoder(RTP_FORMATS[target.codec].format);
      const sending = this.#begin(command, { ...command, clock, log, encoder: made, route, done, failed });
      const stop = () => {
        sending.stop();
        route.close();
      };
      this.#sendings.set(voice, { ...sending, stop });
      route.open(failed);
    } catch (error) {
      this.#deps.report({ tell: 'ended', voice, why: 'failed', error: String(error) });
    }
  }

  /** Whether there is a sending of this number, which has got the bytes now. */
  push(voice: number, bytes: Uint8Array): boolean {
    this.#sendings.get(voice)?.push?.(bytes);
    return this.#sendings.has(voice);
  }

  /** Whether there is a sending of this number, which ends when it has sent what there is. */
  finish(voice: number): boolean {
    this.#sendings.get(voice)?.finish?.();
    return this.#sendings.has(voice);
  }

  #begin({ voice, sound }: Send, parts: SendingParts): Sending {
    const { ears, decoder, report } = this.#deps;
    switch (sound.from) {
      case 'clip':
        return sendClip(parts, sound);
      case 'live':
        return sendLive(parts, sound, { decoder, taken: bytes => report({ tell: 'taken', voice, bytes }) });
      case 'microphone':
        return sendMicrophone(parts, ears);
    }
  }

  #end(voice: number, why: 'done' | 'stopped' | 'failed', error?: string): void {
    const sending = this.#sendings.get(voice);
    if (sending === undefined) return;
    this.#sendings.delete(voice);
    sending.stop();
    this.#deps.report({ tell: 'ended', voice, why, ...(error === undefined ? {} : { error }) });
  }
}
