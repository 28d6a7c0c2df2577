import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../../core/fault.ts';
import type { CallCounts, CallFlow, CallKeys, CallNews, CallOrder, DtlsFlow } from '../../engine/contract.ts';
import { SDP_CODECS } from './call-codecs.ts';
import type { MediaListener, MediaSection, MediaSession, MediaStatistics, MediaWish } from './contract.ts';
import { chooseCodec, chooseEvents, type ChosenCodec, mirrored, offeredFormats } from './negotiate.ts';
import { CallNat, type CallNatDeps } from './call-nat.ts';
import { delayOf, estimateMos, lostShareOf } from './quality.ts';
import { type CryptoLine, type Direction, parseSection, type Section } from './section.ts';
import {
  acceptSecurity,
  answerSecurity,
  type ChosenSecurity,
  offeredCrypto,
  offeredProtocol,
  offersDtls,
  setupOf,
} from './security.ts';
import { writeSection } from './write-section.ts';

/** The sound of one call in the audio process. */
export interface CallSound {
  order(order: CallOrder): void;
}

/** Opens a call's sound, and tells what becomes of it. */
export type OpenCallSound = (listener: (news: CallNews) => void) => CallSound;

export interface CallMediaDeps extends CallNatDeps {
  readonly openSound: OpenCallSound;
  /** Does something when what is done now is over. */
  readonly later: (run: () => void) => void;
}

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
  readonly #nat: CallNat;
  readonly #later: CallMediaDeps['later'];
  #opened: Promise<Opened> | undefined;
  #settle: { readonly resolve: (opened: Opened) => void; readonly reject: (error: Error) => void } | undefined;
  #offered: CryptoLine[] | undefined;
  #current: Current | undefined;
  #flows: CallFlow | undefined;
  #counts: CallCounts | undefined;
  #closed = false;

  constructor({ openSound, later, ...nat }: CallMediaDeps, wish: MediaWish, listener: MediaListener) {
    this.#wish = wish;
    this.#listener = listener;
    this.#later = later;
    this.#nat = new CallNat(wish, nat);
    this.#sound = openSound(news => this.#hear(news));
  }

  prepare(offer: MediaSection | undefined): void {
    // What is wrong with it is told to who answers.
    void this.#begin(offer).catch(() => undefined);
  }

  async offer(): Promise<MediaSection> {
    const isDtls = offersDtls(this.#wish);
    const opened = await this.#open({ dtls: isDtls });
    this.#offered ??= offeredCrypto(this.#wish);
    return writeSection({
      ...this.#nat.offered(opened),
      ...this.#formatsOfOffer(),
      protocol: offeredProtocol(this.#wish),
      direction: 'sendrecv',
      crypto: this.#offered,
      ...(isDtls ? { dtls: { fingerprint: fingerprintOf(opened), setup: 'actpass' } } : {}),
    });
  }

  async answer(text: MediaSection): Promise<MediaSection> {
    const { offer, codec, security } = this.#choose(text);
    const isDtls = security.by === 'dtls';
    const opened = await this.#open({ rtcpMux: offer.rtcpMux, dtls: isDtls });
    const dtls = isDtls ? { fingerprint: fingerprintOf(opened), setup: setupOf(security.flow) } : undefined;
    const direction = mirrored(offer.direction);
    const events = chooseEvents(this.#wish, offer, codec);
    this.#nat.agree(offer, 'answers');
    this.#flow({ codec, security }, offer, direction);
    // The audio process takes the processor for it, and whoever calls waits for the answer.
    this.#later(() => this.#tellFlow());
    return writeSection({
      ...this.#nat.answered(opened),
      codecs: [codec],
      events: events === undefined ? [] : [events],
      protocol: offer.protocol,
      direction,
      crypto: security.by === 'sdes' ? [security.own] : [],
      dtls,
    });
  }

  accept(text: MediaSection): Promise<void> {
    // A promise even of what goes wrong at once.
    return Promise.resolve().then(() => {
      const answer = parseSection(text);
      const codec = chooseCodec(this.#wish, answer, 'theirs');
      const security = acceptSecurity(this.#wish, answer, this.#offered ?? []);
      this.#nat.agree(answer, 'offered');
      this.#flow({ codec, security }, answer, mirrored(answer.direction));
      this.#tellFlow();
    });
  }

  trickle(section: MediaSection): void {
    if (this.#flows?.ice === undefined || !this.#nat.trickled(section)) return;
    const { ice } = this.#nat;
    this.#flows = { ...this.#flows, ...(ice === undefined ? {} : { ice }) };
    this.#tellFlow();
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
      ...(counts === undefined || current === undefined ? {} : heardOf(current, counts)),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sound.order({ is: 'close' });
    this.#settle?.reject(new Fault('unavailable', 'the call has ended'));
  }

  /** @throws Fault `unsupported` */
  #choose(text: MediaSection) {
    const offer = parseSection(text);
    const codec = chooseCodec(this.#wish, offer, 'ours');
    return { offer, codec, security: answerSecurity(this.#wish, offer, this.#current?.security) };
  }

  async #begin(text: MediaSection | undefined): Promise<void> {
    if (text === undefined) {
      await this.#open({ dtls: offersDtls(this.#wish) });
      return;
    }
    const { offer, security } = this.#choose(text);
    await this.#open({ rtcpMux: offer.rtcpMux, dtls: security.by === 'dtls' });
  }

  /** A description that comes again speaks of the codec that runs, of the same type. */
  #formatsOfOffer() {
    const formats = offeredFormats(this.#wish);
    const codec = this.#current?.codec;
    if (codec === undefined) return formats;
    const others = formats.codecs.filter(each => each.codec !== codec.codec && each.payloadType !== codec.payloadType);
    return { ...formats, codecs: [codec, ...others] };
  }

  /** Once for all descriptions. */
  #open({ rtcpMux = false, dtls }: { readonly rtcpMux?: boolean; readonly dtls: boolean }): Promise<Opened> {
    if (this.#closed) return Promise.reject(new Fault('unavailable', 'the call has ended'));
    if (this.#opened !== undefined) return this.#opened;
    this.#opened = new Promise<Opened>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const { localAddress, rtpStartPort } = this.#wish;
    void this.#nat.wanted().then(nat => {
      const more = {
        ...(rtcpMux ? { rtcpMux } : {}),
        ...(dtls ? { dtls } : {}),
        ...(nat === undefined ? {} : { nat }),
      };
      const opening = { address: localAddress, startPort: rtpStartPort, ...more };
      if (!this.#closed) this.#sound.order({ is: 'open', opening });
    });
    return this.#opened;
  }

  #flow(current: Current, peer: Section, direction: Direction): void {
    const { codec, security } = current;
    const { clockRate, format } = SDP_CODECS[codec.codec];
    const dtmf = chooseEvents(this.#wish, peer, codec);
    const flow: CallFlow = {
      address: peer.address,
      port: peer.port,
      ...this.#nat.flow(peer),
      codec: { format, clockRate, payloadType: codec.payloadType },
      ...(dtmf === undefined ? {} : { dtmf }),
      send: direction === 'sendrecv' || direction === 'sendonly',
      receive: direction === 'sendrecv' || direction === 'recvonly',
      halfDuplex: this.#wish.halfDuplex,
      ...(security.by === 'sdes' ? { keys: security.keys } : {}),
      ...(security.by === 'dtls' ? this.#ofHandshake(security.flow) : {}),
    };
    this.#current = current;
    this.#flows = flow;
  }

  #tellFlow(): void {
    if (!this.#closed && this.#flows !== undefined) this.#sound.order({ is: 'flow', flow: this.#flows });
  }

  /** With its keys, where it has been: an audio process that has to begin anew needs no other one. */
  #ofHandshake(dtls: DtlsFlow): Pick<CallFlow, 'dtls' | 'keys'> {
    const before = this.#flows;
    return before?.keys !== undefined && isDeepStrictEqual(before.dtls, dtls) ? { dtls, keys: before.keys } : { dtls };
  }

  #keep(keys: CallKeys): void {
    if (this.#flows?.dtls === undefined) return;
    this.#flows = { ...this.#flows, keys };
    this.#sound.order({ is: 'flow', flow: this.#flows });
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
        this.#nat.found(news);
        this.#settle?.resolve(news);
        return;
      }
      case 'failed': {
        this.#fail(news);
        return;
      }
      case 'keys': {
        this.#keep(news.keys);
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

function heardOf({ codec }: Current, counts: CallCounts): Partial<MediaStatistics> {
  const way = counts.way === undefined ? {} : { way: counts.way };
  if (counts.received === 0) return way;
  const lostShare = lostShareOf(counts);
  const delayMs = delayOf(counts);
  return { ...way, lostShare, jitterMs: counts.jitterMs, delayMs, mos: estimateMos(codec.codec, lostShare, delayMs) };
}

/** @throws Fault where the call began without one */
function fingerprintOf({ fingerprint }: Opened) {
  if (fingerprint === undefined) throw new Fault('unsupported', 'a call cannot begin a handshake of DTLS later');
  return fingerprint;
}
