import type { Off } from '../core/clock.ts';
import { unavailable } from '../core/fault.ts';
import { startFilter } from '../core/process.ts';
import { AdtsSplitter } from '../dsp/adts-splitter.ts';
import type { Hearing, ListenWish } from './listeners.ts';

const PACKET_MS = 20;
/** Sound that ffmpeg has not taken yet, s; more is dropped. */
const BACKLOG_S = 1;

/** Encodes AAC in ADTS frames by ffmpeg, out of the linear samples that `encode` makes; the return ends it. */
export function encodeAac(
  { format: { sampleRate }, bitrate }: Extract<ListenWish, { format: { codec: 'aac' } }>,
  hearing: Hearing,
  encode: (wish: ListenWish, hearing: Hearing) => Off,
): Off {
  const splitter = new AdtsSplitter();
  const input = ['-f', 's16be', '-ar', `${sampleRate}`, '-ac', '1', '-probesize', '32', '-analyzeduration', '0'];
  const output = ['-c:a', 'aac', '-b:a', `${bitrate}`, '-f', 'adts', '-flush_packets', '1'];
  let over = false;
  const filter = startFilter('ffmpeg', ['-nostdin', '-v', 'error', ...input, '-i', 'pipe:0', ...output, 'pipe:1'], {
    backlogBytes: BACKLOG_S * sampleRate * 2,
    printed: piece => {
      for (const frame of over ? [] : splitter.split(piece)) hearing.packet(frame);
    },
  });
  const linear: ListenWish = {
    format: { codec: 'L16', sampleRate, channels: 1 },
    packetFrames: (sampleRate * PACKET_MS) / 1000,
  };
  const stop = encode(linear, { packet: samples => void filter.write(samples), failed: hearing.failed });
  const end = () => {
    over = true;
    stop();
    filter.kill();
  };
  void filter.ended.then(why => {
    if (over) return;
    end();
    hearing.failed(unavailable(why));
  });
  return end;
}
