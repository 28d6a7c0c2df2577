import { randomInt } from 'node:crypto';
import { dtmfTones } from '../../dsp/dtmf.ts';
import type { Encoder } from '../codecs/codec.ts';
import { PacketCutter } from '../listening/packet-cutter.ts';
import { buildRtp, RTP_HEADER_BYTES } from '../rtp/rtp-packet.ts';
import type { CallFlow } from './call-contract.ts';
import { type EventPacket, type EventWriter, keyOf } from './telephone-events.ts';

const PACKET_MS = 20;

/** What goes on from one description of a call to the next. */
export class SendingState {
  /** Numbers begin anywhere, so that nobody guesses them (RFC 3550, 5.1). */
  readonly ssrc = randomInt(2 ** 32);
  sequence = randomInt(2 ** 16);
  timestamp = randomInt(2 ** 32);
  packets = 0;
  bytes = 0;
}

interface CallSenderOptions {
  readonly flow: CallFlow;
  readonly encoder: Encoder;
  readonly state: SendingState;
  readonly keys: EventWriter;
  /** Whether digital silence goes out in the place of the microphone. */
  readonly silent: () => boolean;
  /** Takes an RTP packet. */
  readonly send: (packet: Uint8Array) => void;
}

/** The microphone, or keys in its place, as packets of one call: paced by the microphone itself. */
export class CallSender {
  readonly #options: CallSenderOptions;
  readonly #cutter: PacketCutter;
  #talking = false;

  constructor(options: CallSenderOptions) {
    const { sampleRate } = options.encoder;
    this.#options = options;
    this.#cutter = new PacketCutter(sampleRate, (sampleRate * PACKET_MS) / 1000, packet => this.#next(packet));
  }

  /** @param block 48 kHz, of any length */
  hear(block: Float32Array): void {
    this.#cutter.feed(block);
  }

  close(): void {
    this.#options.encoder.close();
  }

  #next(packet: Int16Array): void {
    const { flow, state, silent } = this.#options;
    if (flow.send && !this.#sendKey()) {
      if (!this.#soundKey(packet) && silent()) packet.fill(0);
      this.#put(flow.codec.payloadType, state.timestamp, !this.#talking, this.#options.encoder.encode(packet));
      this.#talking = true;
    }
    state.timestamp = (state.timestamp + (flow.codec.clockRate * PACKET_MS) / 1000) >>> 0;
  }

  /** Whether a key was sent instead of sound. */
  #sendKey(): boolean {
    const { flow, keys, state } = this.#options;
    if (flow.dtmf === undefined) return false;
    const event = keys.next(state.timestamp, PACKET_MS, flow.dtmf.clockRate);
    if (event === undefined) return false;
    for (let i = 0; i < event.times; i++) {
      this.#put(flow.dtmf.payloadType, event.timestamp, event.marker && i === 0, event.payload);
    }
    this.#talking = false;
    return true;
  }

  /** Whether a key sounds in the place of the microphone: for a peer that has no events. */
  #soundKey(packet: Int16Array): boolean {
    const { flow, state, encoder, keys } = this.#options;
    if (flow.dtmf !== undefined) return false;
    const event: EventPacket | undefined = keys.next(state.timestamp, PACKET_MS, flow.codec.clockRate);
    if (event === undefined) return false;
    const since = (state.timestamp - event.timestamp) >>> 0;
    dtmfTones(keyOf(event), (since * encoder.sampleRate) / flow.codec.clockRate, packet, encoder.sampleRate);
    return true;
  }

  #put(payloadType: number, timestamp: number, marker: boolean, payload: Uint8Array): void {
    const { state, send } = this.#options;
    const packet = buildRtp({ payloadType, marker, sequence: state.sequence, timestamp, ssrc: state.ssrc, payload });
    state.sequence = (state.sequence + 1) & 0xffff;
    state.packets++;
    state.bytes += packet.length - RTP_HEADER_BYTES;
    send(packet);
  }
}
