/** What strangers may send to a telephone. */
import { TORTURE } from './sip-torture.ts';

/** A call of nobody, from 127.0.0.3. */
export const invite = (call: number) =>
  [
    'INVITE sip:speaker@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.3:9;branch=z9hG4bKflood${call};rport`,
    'Max-Forwards: 70',
    `From: <sip:flood@127.0.0.3>;tag=${call}`,
    'To: <sip:speaker@127.0.0.1>',
    `Call-ID: flood-${call}`,
    'CSeq: 1 INVITE',
    'Contact: <sip:flood@127.0.0.3:9>',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

/** A datagram of 60 kB that begins as a call. */
export const hugeInvite = (): string =>
  invite(9999)
    .replace('Max-Forwards', `X-Filler: ${'a<"'.repeat(18_000)}\r\nMax-Forwards`)
    .slice(0, 60_000);

/** Messages of RFC 4475's kinds with some bytes changed, left out, doubled, or the end cut off; the same for the same seed. */
export function mutations(seed: number): () => Buffer {
  const random = generator(seed);
  return () => {
    const { message } = TORTURE[Math.floor(random() * TORTURE.length)]!;
    return mutated(Buffer.from(message.replaceAll('\n', '\r\n')), random);
  };
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

function mutated(bytes: Buffer, random: () => number): Buffer {
  let result = Buffer.from(bytes);
  const at = () => Math.floor(random() * result.length);
  for (let change = 0; change < 1 + random() * 6; change++) {
    const kind = random();
    if (kind < 0.5) result[at()] = Math.floor(random() * 256);
    else if (kind < 0.7) result = Buffer.concat([result.subarray(0, at()), result.subarray(at())]);
    else if (kind < 0.9) result = Buffer.concat([result.subarray(0, at()), Buffer.from('\r\n'), result.subarray(at())]);
    else result = result.subarray(0, 1 + at());
  }
  return result.subarray(0, 16_000);
}
