import type { CodecFormat, Transmitters } from '../../src/audio/index.ts';
import { LiveVoice } from '../../src/audio/live-voice.ts';
import { unavailable } from '../../src/core/fault.ts';

/** Takes what is transmitted, as fast as it comes, and keeps it. */
export function fakeTransmitters() {
  const heard: { format: CodecFormat; from: string; bytes: Buffer; finished: boolean }[] = [];
  const fake = { heard, busy: false, fails: false };
  const transmitters: Pick<Transmitters, 'open'> = {
    open({ format, from }) {
      if (fake.busy) throw unavailable('somebody else transmits');
      const one = { format, from, bytes: Buffer.alloc(0), finished: false };
      heard.push(one);
      const voice = new LiveVoice(1000);
      voice.begin({
        id: heard.length,
        send(bytes) {
          one.bytes = Buffer.concat([one.bytes, bytes]);
          voice.taken(bytes.length);
        },
        finish() {
          one.finished = true;
          voice.end(fake.fails ? 'failed' : 'done');
        },
        stop: () => voice.end('stopped'),
      });
      return voice;
    },
  };
  return { transmitters, fake };
}
