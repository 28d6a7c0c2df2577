import { t } from '../language/translate.ts';

/** Sound packets of the browser's microphone, until it is closed. */
export interface Microphone {
  readonly codec: 'opus' | 'L16';
  close(): void;
}

interface MicrophoneOptions {
  readonly onPacket: (packet: Uint8Array<ArrayBuffer>) => void;
  /** Peak of the last packet, 0..1. */
  readonly onLevel: (peak: number) => void;
}

const RATE = 48_000;
const WORKLET = '/talk-worklet.js';
const OPUS = { codec: 'opus', sampleRate: RATE, numberOfChannels: 1, bitrate: 32_000 } as const;

/**
 * Opens the microphone: Opus where the browser can encode it (WebCodecs), else plain samples.
 * @throws where the person or the browser does not allow it; `problemOf` says why
 */
export async function openMicrophone({ onPacket, onLevel }: MicrophoneOptions): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const context = new AudioContext({ sampleRate: RATE });
  try {
    await context.audioWorklet.addModule(WORKLET);
    const packets = new AudioWorkletNode(context, 'packets', { numberOfOutputs: 0 });
    const encoder = await openEncoder(onPacket);
    packets.port.onmessage = ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => {
      onLevel(data.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0));
      encoder.encode(data);
    };
    context.createMediaStreamSource(stream).connect(packets);
    return {
      codec: encoder.codec,
      close() {
        packets.port.onmessage = null;
        encoder.close();
        closeAll(stream, context);
      },
    };
  } catch (error) {
    closeAll(stream, context);
    throw error;
  }
}

function closeAll(stream: MediaStream, context: AudioContext): void {
  for (const track of stream.getTracks()) track.stop();
  void context.close();
}

/** Why there is no microphone, and what to do about it. */
export function problemOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') return t('The browser may not use the microphone. Allow it beside the address.');
  if (name === 'NotFoundError') return t('This computer or phone has no microphone.');
  return t('The microphone could not be opened.');
}

/** Browsers give the microphone to pages of HTTPS only. */
export const mayUseMicrophone = () => isSecureContext && 'mediaDevices' in navigator;

interface Encoder {
  readonly codec: 'opus' | 'L16';
  encode(samples: Float32Array<ArrayBuffer>): void;
  close(): void;
}

async function openEncoder(onPacket: MicrophoneOptions['onPacket']): Promise<Encoder> {
  if (!('AudioEncoder' in globalThis)) return plainEncoder(onPacket);
  const { supported } = await AudioEncoder.isConfigSupported(OPUS);
  return supported === true ? opusEncoder(onPacket) : plainEncoder(onPacket);
}

function opusEncoder(onPacket: MicrophoneOptions['onPacket']): Encoder {
  let frames = 0;
  const encoder = new AudioEncoder({
    output(chunk) {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      onPacket(packet);
    },
    error: () => undefined, // it is closed then; the speaker hears nothing more
  });
  encoder.configure(OPUS);
  return {
    codec: 'opus',
    encode(data) {
      if (encoder.state !== 'configured') return;
      const timestamp = Math.round((frames * 1_000_000) / RATE);
      frames += data.length;
      const sound = { format: 'f32', sampleRate: RATE, numberOfFrames: data.length, numberOfChannels: 1 } as const;
      const audio = new AudioData({ ...sound, timestamp, data });
      encoder.encode(audio);
      audio.close();
    },
    close: () => encoder.state !== 'closed' && encoder.close(),
  };
}

const plainEncoder = (onPacket: MicrophoneOptions['onPacket']): Encoder => ({
  codec: 'L16',
  encode(samples) {
    const view = new DataView(new ArrayBuffer(2 * samples.length));
    samples.forEach((sample, index) => {
      view.setInt16(2 * index, Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
    });
    onPacket(new Uint8Array(view.buffer));
  },
  close: () => undefined,
});
