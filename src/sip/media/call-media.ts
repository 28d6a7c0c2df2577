import { Fault } from '../../core/fault.ts';
import type { CallCounts, CallFlow, CallNews, CallOrder } from '../../engine/contract.ts';
import { SDP_CODECS } from './call-codecs.ts';
import type { MediaListener, MediaSection, MediaSession, MediaStatistics, MediaWish } from './contract.ts';
import {
  acceptSecurity,
  answerSecurity,
  chooseCodec,
  chooseEvents,
  type ChosenCodec,
  type ChosenSecurity,
  mirrored,
  offeredCrypto,
  offeredFormats,
} from './negotiate.ts';
import { delayOf, estimateMos, lostShareOf } from './quality.ts';
import { type CryptoLine, type Direction, parseSection, type Section } from './section.ts';
import { writeSection } from './write-section.ts';

/** The sound of one call in the audio process. */
export interface CallSound {
  order(order: CallOrder): void;
}

/** Opens a call's sound, and tells what becomes of it. */
export type OpenCallSound = (listener: (news: CallNews) => void) => CallSound;

type Opened = Extract<CallNews, { is: 'open' }>;

interface Current {
  readonly codec: ChosenCodec;
  readonly security: ChosenSecurity;
}

/** A call's media: what is agreed on in SDP becomes what the audio process is told. */
export class CallMedia implements MediaSession {
  readonly #wish: MediaWish;
  readonly #listener: MediaListener;
  readonly #sound: CallSound;
  #opened: Promise<Opened> | undefined;
  #settle: { readonly resolve: (opened: Opened) => void; readonly reject: (error: Error) => void } | undefined;
  #offered: CryptoLine[] | undefined;
  #current: Current | undefined;
  #counts: CallCounts | undefined;
  #closed = false;

  constructor(open: OpenCallSound, wish: MediaWish, listener: MediaListener) {
    this.#wish = wish;
    this.#listener = listener;
    this.#sound = open(news => this.#hear(news));
  }

  async offer(): Promise<MediaSection> {
    const opened = await this.#open();
    const { encryption, localAddress } = this.#wish;
    this.#offered ??= offeredCrypto(encryption);
    return writeSection({
      ...opened,
      ...this.#formatsOfOffer(),
      protocol: encryption === 'mandatory' ? 'RTP/SAVP' : 'RTP/AVP',
      address: localAddress,
      direction: 'sendrecv',
      crypto: this.#offered,
    });
  }

  async answer(text: MediaSection): Promise<MediaSection> {
    const offer = parseSection(text);
    const codec = chooseCodec(this.#wish, offer, 'ours');
    const before = this.#current?.security;
    const security = answerSecurity(this.#wish.encryption, offer, before?.by === 'sdes' ? before.own : undefined);
    const opened = await this.#open();
    const direction = mirrored(offer.direction);
    const events = chooseEvents(this.#wish, offer, codec);
    this.#flow({ codec, security }, offer, direction);
    return writeSection({
      ...opened,
      codecs: [codec],
      events: events === undefined ? [] : [events],
      protocol: offer.protocol,
      address: this.#wish.localAddress,
      direction,
      crypto: security.by === 'sdes' ? [security.own] : [],
    });
  }

  accept(text: MediaSection): Promise<void> {
    // A promise even of what goes wrong at once.
    return Promise.resolve().then(() => {
      const answer = parseSection(text);
      const codec = chooseCodec(this.#wish, answer, 'theirs');
      const security = acceptSecurity(this.#wish.encryption, answer, this.#offered ?? []);
      this.#flow({ codec, security }, answer, mirrored(answer.direction));
    });
  }

  mute(muted: boolean): void {
    this.#sound.order({ is: 'mute', muted });
  }

  setGain(gainDb: number): void {
    this.#sound.order({ is: 'gain', gainDb });
  }

  sendDtmf(tones: string, durationMs: number): void {
    this.#sound.order({ is: 'dtmf', tones, durationMs });
  }

  statistics(): MediaStatistics {
    const counts = this.#counts;
    const current = this.#current;
    return {
      packetsReceived: counts?.received ?? 0,
      packetsSent: counts?.sent ?? 0,
      ...(current === undefined
        ? {}
        : { codec: SDP_CODECS[current.codec.codec].rtpmap, encrypted: current.security.by }),
      ...(counts === undefined || current === undefined || counts.received === 0 ? {} : heardOf(current, counts)),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sound.order({ is: 'close' });
    this.#settle?.reject(new Fault('unavailable', 'the call has ended'));
  }

  /** A description that comes again speaks of the codec that runs, of the same type. */
  #formatsOfOffer() {
    const formats = offeredFormats(this.#wish);
    const codec = this.#current?.codec;
    if (codec === undefined) return formats;
    const others = formats.codecs.filter(each => each.codec !== codec.codec && each.payloadType !== codec.payloadType);
    return { ...formats, codecs: [codec, ...others] };
  }

  #open(): Promise<Opened> {
    if (this.#closed) return Promise.reject(new Fault('unavailable', 'the call has ended'));
    if (this.#opened !== undefined) return this.#opened;
    this.#opened = new Promise<Opened>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const { localAddress, rtpStartPort } = this.#wish;
    this.#sound.order({ is: 'open', opening: { address: localAddress, startPort: rtpStartPort } });
    return this.#opened;
  }

  #flow(current: Current, peer: Section, direction: Direction): void {
    const { codec, security } = current;
    const { clockRate, format } = SDP_CODECS[codec.codec];
    const dtmf = chooseEvents(this.#wish, peer, codec);
    const flow: CallFlow = {
      address: peer.address,
      port: peer.port,
      rtcpPort: peer.rtcpPort,
      codec: { format, clockRate, payloadType: codec.payloadType },
      ...(dtmf === undefined ? {} : { dtmf }),
      send: direction === 'sendrecv' || direction === 'sendonly',
      receive: direction === 'sendrecv' || direction === 'recvonly',
      halfDuplex: this.#wish.halfDuplex,
      ...(security.by === 'sdes' ? { keys: security.keys } : {}),
    };
    this.#current = current;
    this.#sound.order({ is: 'flow', flow });
  }

  #hear(news: CallNews): void {
    if (!this.#closed) this.#heed(news);
  }

  #fail({ kind, why }: Extract<CallNews, { is: 'failed' }>): void {
    this.#settle?.reject(new Fault(kind, why));
    if (this.#current !== undefined) this.#listener.lost(why);
  }

  #heed(news: CallNews): void {
    switch (news.is) {
      case 'open': {
        this.#settle?.resolve(news);
        return;
      }
      case 'failed': {
        this.#fail(news);
        return;
      }
      case 'dtmf': {
        this.#listener.dtmf(news.tone);
        return;
      }
      case 'connected': {
        this.#listener.connected();
        return;
      }
      case 'counts': {
        this.#counts = news.counts;
        return;
      }
      // For who shows all that sounds.
      case 'voice':
    }
  }
}

function heardOf({ codec }: Current, counts: CallCounts) {
  const lostShare = lostShareOf(counts);
  const delayMs = delayOf(counts);
  return { lostShare, jitterMs: counts.jitterMs, delayMs, mos: estimateMos(codec.codec, lostShare, delayMs) };
}
