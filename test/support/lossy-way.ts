import { createSocket, type Socket } from 'node:dgram';
import { Random } from './random.ts';

const HOST = '127.0.0.1';

/** Between a SIP peer and a speaker, both of this machine, on UDP. */
export interface LossyWay {
  /** Where the peer finds the speaker. */
  readonly speakerPort: number;
  /** Where the speaker finds the peer. */
  readonly peerPort: number;
  /** Datagrams that came, and how many of them went no further. */
  readonly count: () => { readonly came: number; readonly lost: number };
  stop(): void;
}

/**
 * Loses a share of all datagrams in silence. Which ones does not depend on how fast anybody is: the third INVITE of the
 * ninth call towards the speaker is lost, or is not, whenever it comes.
 */
export async function lossyWay({
  speaker,
  peer,
  share,
  seed,
}: {
  speaker: number;
  peer: number;
  share: number;
  seed: number;
}): Promise<LossyWay> {
  const atPeer = await bound();
  const atSpeaker = await bound();
  const [speakerPort, peerPort] = [atPeer.address().port, atSpeaker.address().port];
  const calls = new Map<string, number>();
  const copies = new Map<string, number>();
  let came = 0;
  let lost = 0;

  const arrives = (direction: 'in' | 'out', message: string) => {
    const callId = /^call-id: *(\S+)/im.exec(message)?.[1] ?? '';
    const call = calls.get(callId) ?? calls.size;
    calls.set(callId, call);
    const kind = `${call} ${direction} ${kindOf(message)}`;
    const copy = copies.get(kind) ?? 0;
    copies.set(kind, copy + 1);
    came++;
    const isLost = new Random(hash(`${seed} ${kind} ${copy}`)).chance(share);
    if (isLost) lost++;
    return !isLost;
  };
  // Each shall know the other by our address only, or answers would find a shorter way.
  const relay = (from: Socket, direction: 'in' | 'out', [here, there]: [number, number], to: [Socket, number]) =>
    from.on('message', bytes => {
      const message = bytes.toString('latin1');
      if (!arrives(direction, message)) return;
      const [socket, port] = to;
      socket.send(Buffer.from(message.replaceAll(`${HOST}:${here}`, `${HOST}:${there}`), 'latin1'), port, HOST);
    });
  relay(atPeer, 'in', [peer, peerPort], [atSpeaker, speaker]);
  relay(atSpeaker, 'out', [peerPort, peer], [atPeer, peer]);
  return {
    speakerPort,
    peerPort,
    count: () => ({ came, lost }),
    stop() {
      atPeer.close();
      atSpeaker.close();
    },
  };
}

/** `INVITE`, or `200 INVITE`. */
function kindOf(message: string): string {
  const [first = '', second = ''] = message.split(' ', 2);
  const [, method = ''] = /^cseq: *\d+ +(\S+)/im.exec(message) ?? [];
  return first.startsWith('SIP/') ? `${second} ${method}` : first;
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c_9dc5;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x0100_0193);
  return state;
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, HOST, resolve));
  return socket;
}
