import { randomInt } from 'node:crypto';
import { Fault } from '../core/fault.ts';
import type { MediaSection, MediaSession } from './media/contract.ts';
import { refused, sdpOf, sectionsOf } from './sdp.ts';

interface Described {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

/** What a call gives its peer connection, in the place of a browser's configuration. */
export interface PeerConfig {
  readonly media: MediaSession;
  /** For the `o=` line. */
  readonly localAddress: string;
}

/**
 * As much of a browser's RTCPeerConnection as JsSIP uses, over the media of a call: it has one audio section, and all
 * candidates are there when a description is. JsSIP mutes by its track, on hold as well.
 */
export class PeerConnection extends EventTarget {
  readonly iceGatheringState = 'complete';
  iceConnectionState = 'new';
  signalingState = 'stable';
  localDescription: Described | null = null;
  remoteDescription: Described | null = null;
  readonly #config: PeerConfig;
  readonly #sender;
  readonly #id = String(randomInt(2 ** 47));
  #version = 0;
  #answer: MediaSection = '';
  #isOfferer = false;

  constructor(config: PeerConfig) {
    super();
    this.#config = config;
    const { media } = config;
    this.#sender = {
      track: {
        kind: 'audio',
        set enabled(enabled: boolean) {
          media.mute(!enabled);
        },
      },
      dtmf: {
        toneBuffer: '',
        canInsertDTMF: true,
        insertDTMF: (tones: string, durationMs = 100) => media.sendDtmf(tones, durationMs),
      },
    };
  }

  getSenders() {
    return [this.#sender];
  }

  addTrack() {
    return this.#sender;
  }

  async createOffer(): Promise<Described> {
    this.#isOfferer = true;
    const section = await this.#config.media.offer();
    return { type: 'offer', sdp: this.#sdp([section]) };
  }

  async createAnswer(): Promise<Described> {
    const { sections, audio } = sectionsOf(this.remoteDescription?.sdp ?? '');
    const answered = sections.map((offered, at) => (at === audio ? this.#answer : refused(offered)));
    return { type: 'answer', sdp: this.#sdp(answered) };
  }

  async setLocalDescription(description: Described): Promise<void> {
    this.localDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
  }

  /** @throws Fault `unsupported` where nothing of it can be had */
  async setRemoteDescription(description: Described): Promise<void> {
    const { sections, audio } = sectionsOf(description.sdp);
    const section = chosen(sections, audio);
    this.remoteDescription = description;
    if (description.type === 'offer') {
      // Agreed on at once: JsSIP says 488 (Not Acceptable Here) to what fails here, and 500 to what fails later.
      this.#answer = await this.#config.media.answer(section);
      this.#isOfferer = false;
      this.signalingState = 'have-remote-offer';
      return;
    }
    await this.#config.media.accept(section);
    // An early answer is followed by the final one, for which JsSIP must not think that it has to offer again.
    this.signalingState = this.#isOfferer ? 'have-local-offer' : 'stable';
  }

  /** Nothing can flow any more: JsSIP ends the call. */
  fail(): void {
    this.iceConnectionState = 'failed';
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }

  close(): void {
    this.signalingState = 'closed';
    this.#config.media.close();
  }

  #sdp(sections: readonly MediaSection[]): string {
    this.#version += 1;
    return sdpOf({ address: this.#config.localAddress, id: this.#id, version: this.#version }, sections);
  }
}

/** In the place of a browser's MediaStream: the microphone is the media's own. */
export const NO_STREAM = { getTracks: () => [], getAudioTracks: () => [], getVideoTracks: () => [] };

function chosen(sections: readonly MediaSection[], audio: number): MediaSection {
  const section = sections[audio];
  if (section === undefined) throw new Fault('unsupported', 'there is no audio in the offer');
  return section;
}
