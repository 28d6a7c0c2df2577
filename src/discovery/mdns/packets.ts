import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  type Question,
  type SrvData,
} from 'dns-packet';
import type { Group } from '../channels.ts';

export type { Answer, Question };

/** RFC 6762, 3 and 11. */
export const MDNS: Group = { v4: '224.0.0.251', v6: 'ff02::fb', port: 5353, ttl: 255 };

/** A resource record that is ours to tell. `flush` marks one that only one host has (RFC 6762, 10.2). */
export type Resource = (
  | { readonly type: 'A' | 'AAAA' | 'PTR'; readonly data: string }
  | { readonly type: 'SRV'; readonly data: SrvData }
  | { readonly type: 'TXT'; readonly data: string[] }
) & { readonly name: string; readonly ttl: number; readonly flush?: true };

/** What a message says, as far as it is looked at. */
export interface Message {
  readonly id: number;
  readonly isResponse: boolean;
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

/** Of each part of a message. */
const MOST_RECORDS = 200;

/** Undefined where it is no message that counts: damaged, another operation, an error (RFC 6762, 18.3 and 18.11). */
export function readMessage(bytes: Buffer): Message | undefined {
  try {
    const packet = decode(bytes);
    const { id = 0, type, opcode, rcode } = packet as Packet & { opcode?: string; rcode?: string };
    if (opcode !== 'QUERY' || rcode !== 'NOERROR') return undefined;
    const first = <T>(records: readonly T[] = []) => records.slice(0, MOST_RECORDS);
    return {
      id,
      isResponse: type === 'response',
      questions: first(packet.questions),
      answers: first(packet.answers),
      authorities: first(packet.authorities),
      additionals: first(packet.additionals),
    };
  } catch {
    return undefined;
  }
}

interface Reply {
  readonly id?: number;
  readonly questions?: readonly Question[];
  readonly answers: readonly Resource[];
  readonly additionals?: readonly Resource[];
}

export const writeReply = ({ id = 0, questions = [], answers, additionals = [] }: Reply): Buffer =>
  encode({
    type: 'response',
    id,
    flags: AUTHORITATIVE_ANSWER,
    questions: [...questions],
    answers: [...answers],
    additionals: [...additionals],
  });

export const writeQuery = (questions: readonly Question[], authorities: readonly Resource[] = []): Buffer =>
  encode({ type: 'query', questions: [...questions], authorities: [...authorities] });

/** Names are the same in any case (RFC 6762, 16). */
export const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** What a record says, in a form that can be compared. */
export function dataText(record: Answer): string {
  if (!('data' in record)) return '';
  const { type, data } = record;
  if (type === 'TXT') return JSON.stringify(textsIn(data));
  if (type === 'PTR') return data.toLowerCase();
  if (type !== 'SRV') return JSON.stringify(data);
  const { target, port, priority = 0, weight = 0 } = data;
  return `${priority} ${weight} ${port} ${target.toLowerCase()}`;
}

/** The strings of a TXT record. */
export const textsIn = (data: unknown): readonly string[] =>
  (Array.isArray(data) ? data : [data]).map(each => (Buffer.isBuffer(each) ? each.toString() : String(each)));
