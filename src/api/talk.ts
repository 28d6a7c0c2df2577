import type { Talk, Talker } from '../audio/index.ts';
import { Fault } from '../core/fault.ts';
import { choice, object, parse } from '../core/schema.ts';
import type { LiveSocket, SocketRoute } from '../http/index.ts';
import type { TalkTold } from './contract.ts';

const QUERY = object({
  codec: choice(['opus', 'L16'], { default: 'opus' }),
  mode: choice(['live', 'record'], { default: 'live' }),
  to: choice(['speaker', 'group'], { default: 'speaker' }),
});

interface TalkDeps {
  readonly talk: Pick<Talk, 'begin'>;
}

/**
 * The WebSocket of the talk button: each message is a packet of sound, mono at 48 kHz (`codec` opus or L16), the text `end`
 * says that all was said. Answers TalkTold.
 */
export const talkRoute = ({ talk }: TalkDeps): SocketRoute => ({
  path: '/api/talk',
  access: 'operator',
  open(socket) {
    const tell = (told: TalkTold) => socket.send(told);
    const talker = begin(talk, socket, tell);
    if (talker === undefined) return;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      void talker.finish().then(() => {
        tell({ type: 'heard' });
        socket.close();
      });
    };
    socket.onBytes(packet => {
      try {
        if (!over) talker.say(packet);
      } catch (error) {
        refuse(error, tell);
        end();
      }
    });
    socket.onText(end);
    socket.signal.addEventListener('abort', end, { once: true });
    tell({ type: 'talk' });
  },
});

function begin(talk: TalkDeps['talk'], socket: LiveSocket, tell: (told: TalkTold) => void): Talker | undefined {
  try {
    const { codec, mode, to } = parse(QUERY, Object.fromEntries(socket.query), 'query');
    const from = socket.caller?.name ?? socket.remote;
    return talk.begin({ format: { codec, sampleRate: 48_000, channels: 1 }, from, mode, to });
  } catch (error) {
    refuse(error, tell);
    socket.close();
    return undefined;
  }
}

function refuse(error: unknown, tell: (told: TalkTold) => void): void {
  if (!(error instanceof Fault)) throw error;
  tell({ type: 'refused', message: error.message });
}
