import type { MediaSection } from './media/contract.ts';

/** Attributes of the session that hold for a section which has none of its own (RFC 8866, 5; RFC 8839; RFC 8122). */
const INHERITED = [
  /^c=/,
  /^a=(?:sendrecv|sendonly|recvonly|inactive)$/,
  /^a=ice-ufrag:/,
  /^a=ice-pwd:/,
  /^a=ice-options:/,
  /^a=ice-lite$/,
  /^a=fingerprint:/,
  /^a=setup:/,
];
const MAX_SECTIONS = 16;

/** An SDP cut at its `m=` lines. */
export interface Sections {
  readonly sections: readonly MediaSection[];
  /** Which of them is the call: the first audio that is not switched off; -1 where there is none. */
  readonly audio: number;
}

/** The sections of an SDP; what the session says for all stands in each of them. */
export function sectionsOf(sdp: string): Sections {
  const [session = '', ...media] = sdp.split(/^(?=m=)/m).slice(0, MAX_SECTIONS + 1);
  const sessionLines = session.startsWith('m=') ? [] : linesOf(session);
  const texts = session.startsWith('m=') ? [session, ...media] : media;
  const sections = texts.map(text => withSession(linesOf(text), sessionLines));
  return { sections, audio: sections.findIndex(section => /^m=audio (?!0[ /])\d+/.test(section)) };
}

/** The section that is the call; undefined where there is none. */
export function audioOf(sdp: string): MediaSection | undefined {
  const { sections, audio } = sectionsOf(sdp);
  return sections[audio];
}

function withSession(lines: readonly string[], session: readonly string[]): MediaSection {
  const missing = INHERITED.filter(pattern => !lines.some(line => pattern.test(line))).flatMap(
    pattern => session.find(line => pattern.test(line)) ?? [],
  );
  const [media = '', ...rest] = lines;
  const connection = missing.filter(line => line.startsWith('c='));
  const attributes = missing.filter(line => !line.startsWith('c='));
  return [media, ...connection, ...rest, ...attributes].map(line => `${line}\r\n`).join('');
}

/** A section that refuses what was offered in it. */
export const refused = (section: MediaSection): MediaSection => {
  const [, kind = 'audio', rest = 'RTP/AVP 0'] = /^m=(\S+) \d+(?:\/\d+)? (.*)$/m.exec(section) ?? [];
  return `m=${kind} 0 ${rest.trim()}\r\n`;
};

export interface SessionLines {
  readonly address: string;
  /** The same for all descriptions of a call, and how many there were before. */
  readonly id: string;
  readonly version: number;
}

/** A whole SDP out of its sections. */
export function sdpOf({ address, id, version }: SessionLines, sections: readonly MediaSection[]): string {
  const family = address.includes(':') ? 'IP6' : 'IP4';
  return [`v=0`, `o=- ${id} ${version} IN ${family} ${address}`, `s=-`, `t=0 0`, ''].join('\r\n') + sections.join('');
}

const linesOf = (text: string) => text.split(/\r\n|\n/).filter(line => line !== '');
