/**
 * Run by a test in a network of its own: a call's media with the real audio process. Takes `{do, …}` a line, answers each
 * with a line of JSON.
 */
import { createInterface } from 'node:readline';
import type { MediaSession } from '../../src/sip/media/contract.ts';
import { callRoom, wish } from './call-rig.ts';
import { purity } from './tone.ts';

interface Order {
  readonly do: 'offer' | 'answer' | 'accept' | 'play' | 'state' | 'close';
  readonly section?: string;
}

const [text = '{}'] = process.argv.slice(2);
const room = await callRoom();
const lost: string[] = [];
const session: MediaSession = room.media.open(wish({ halfDuplex: true, ...(JSON.parse(text) as object) }), {
  dtmf: () => undefined,
  connected: () => undefined,
  lost: why => lost.push(why),
});

/** 800 Hz out of the speaker, which the microphone hears. */
function play(): void {
  const live = room.engine.playLive({
    sourceClass: 'music',
    format: { codec: 'L16', sampleRate: 48_000, channels: 1 },
    gain: 1,
    bufferMs: 50,
  });
  const sound = Buffer.alloc(2 * 480);
  let at = 0;
  setInterval(() => {
    for (let i = 0; i < 480; i++, at++)
      sound.writeInt16BE(Math.round(8000 * Math.sin((2 * Math.PI * 800 * at) / 48_000)), 2 * i);
    void live.write(Buffer.from(sound));
  }, 10);
}

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'offer': {
      return { section: await session.offer() };
    }
    case 'answer': {
      return { section: await session.answer(order.section ?? '') };
    }
    case 'accept': {
      await session.accept(order.section ?? '');
      return {};
    }
    case 'play': {
      play();
      return {};
    }
    case 'state': {
      return { ...session.statistics(), lost, purity: purity(room.card.card.lastSpeaker(0.4), 800, 48_000) };
    }
    case 'close': {
      session.close();
      await room.close();
      setTimeout(() => process.exit(0), 100);
      return {};
    }
  }
}

const say = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(await obey(JSON.parse(line) as Order));
  } catch (error) {
    say({ error: String(error) });
  }
}
