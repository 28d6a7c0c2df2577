/** From what a microphone hears to the packet of RTP that holds it. */
import { createSocket } from 'node:dgram';
import { createDecoder, createEncoder } from '../src/engine/codecs/index.ts';
import { buildRtp, parseRtp } from '../src/engine/rtp/rtp-packet.ts';
import { PACKET_MS } from './marked-sound.ts';
import type { End } from './sip-ends.ts';

const LOOPBACK = '127.0.0.1';
const PCMU = { codec: 'PCMU', sampleRate: 8000, channels: 1 } as const;
const FRAMES = 8 * PACKET_MS;
/** Every so many packets two are a tone; all others are silence. */
const MARK_EVERY = 35;
const MARK_PACKETS = 2;
/** The room says again what was played so long ago, frames: no echo canceller looks so far back. */
const LATER = 48_000;
/** Of 32,768: where a mark begins. */
const AT_CARD = 8000;
const IN_PACKET = 3000;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

interface Arrived {
  readonly at: number;
  readonly samples: Int16Array;
}

/**
 * Calls, has the room repeat each mark a second later, and resolves with ms from the moment at which the first sample of
 * a packet was heard until the packet came, for each mark that came back.
 */
export async function mouthDelays(end: End, marks: number): Promise<number[]> {
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
  const decoder = createDecoder(PCMU);
  const arrived: Arrived[] = [];
  socket.on('message', datagram => {
    const at = performance.now();
    const packet = parseRtp(datagram);
    if (packet?.payloadType === 0) arrived.push({ at, samples: Int16Array.from(decoder.decode(packet.payload)) });
  });
  end.card.setRoom({ taps: [{ delay: LATER, gain: 1 }], noiseRms: 0 });
  const talk = await end.call(socket.address().port);
  const spoken = await speak(end, marks, datagram => socket.send(datagram, talk.port, LOOPBACK));
  await pause(1500);
  await talk.hangUp();
  socket.close();
  end.card.setRoom({ taps: [{ delay: 0, gain: 1 }], noiseRms: 0 });
  return spoken.flatMap(at => delayOf(arrived, at) ?? []);
}

/** Sends the marks; resolves with the moments at which the room says them, on the clock of `performance`. */
async function speak({ card }: End, marks: number, put: (datagram: Uint8Array) => void): Promise<number[]> {
  const encoder = createEncoder(PCMU);
  const begin = performance.now();
  const [now, device] = [performance.now(), card.deviceTime()];
  const moments: number[] = [];
  let looked = device;
  let heardUntil = device;
  for (let n = 0; n < marks * MARK_EVERY + 15; n++) {
    const loud = n % MARK_EVERY >= MARK_EVERY - MARK_PACKETS && n < marks * MARK_EVERY;
    const samples = Int16Array.from({ length: FRAMES }, (_, i) =>
      loud ? Math.round(16_000 * Math.cos((Math.PI * i) / 4)) : 0,
    );
    put(
      buildRtp({
        payloadType: 0,
        marker: n === 0,
        sequence: n,
        timestamp: n * FRAMES,
        ssrc: 0x5eed,
        payload: encoder.encode(samples),
      }),
    );
    if (n % 10 === 0) {
      const upto = card.deviceTime();
      const { left } = card.recordSpeaker(looked, upto - looked);
      left.forEach((sample, i) => {
        if (Math.abs(sample) < AT_CARD) return;
        // The first after a silence.
        if (looked + i > heardUntil + 9600) moments.push(now + (looked + i + LATER - device) / 48);
        heardUntil = looked + i;
      });
      looked = upto;
    }
    await pause(Math.max(0, begin + (n + 1) * PACKET_MS - performance.now()));
  }
  return moments;
}

/** @param moment at which the room said it. Undefined where it did not come back within 400 ms */
function delayOf(arrived: readonly Arrived[], moment: number): number | undefined {
  for (const { at, samples } of arrived) {
    if (at < moment || at > moment + 400) continue;
    const first = samples.findIndex(sample => Math.abs(sample) > IN_PACKET);
    if (first >= 0) return at - (moment - first / 8);
  }
  return undefined;
}
