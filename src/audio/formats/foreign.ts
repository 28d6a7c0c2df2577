import { lettersOf } from './byte-file.ts';

/** By which bytes (Latin-1, by position) well-known files that are no audio clip are told, and what they are. */
const FOREIGN: readonly (readonly [letters: Readonly<Record<number, string>>, what: string])[] = [
  [{ 0: '\xff\xd8\xff' }, 'a JPEG picture'],
  [{ 0: '\x89PNG\r\n' }, 'a PNG picture'],
  [{ 0: 'GIF8' }, 'a GIF picture'],
  [{ 0: 'RIFF', 8: 'WEBP' }, 'a WebP picture'],
  [{ 0: 'II*\0' }, 'a TIFF picture'],
  [{ 0: 'MM\0*' }, 'a TIFF picture'],
  [{ 0: 'BM', 6: '\0\0\0\0' }, 'a BMP picture'],
  [{ 0: '%PDF-' }, 'a PDF document'],
  [{ 0: 'PK\x03\x04' }, 'a ZIP archive or an office document'],
  [{ 0: 'PK\x05\x06' }, 'a ZIP archive'],
  [{ 0: '\x1f\x8b' }, 'a gzip archive'],
  [{ 0: '7z\xbc\xaf' }, 'a 7-Zip archive'],
  [{ 0: 'Rar!' }, 'a RAR archive'],
  [{ 0: '\x1a\x45\xdf\xa3' }, 'a Matroska or WebM file'],
  [{ 0: 'RIFF', 8: 'AVI ' }, 'an AVI video'],
  [{ 0: 'FLV\x01' }, 'a Flash video'],
  [{ 0: '\0\0\x01\xba' }, 'an MPEG video'],
  [{ 0: '\0\0\x01\xb3' }, 'an MPEG video'],
  [{ 0: 'G', 188: 'G', 376: 'G' }, 'an MPEG transport stream'],
  [{ 0: '\x30\x26\xb2\x75\x8e\x66\xcf\x11' }, 'a Windows Media file'],
  [{ 0: 'FORM', 8: 'AIFF' }, 'an AIFF file'],
  [{ 0: 'FORM', 8: 'AIFC' }, 'an AIFF file'],
  [{ 0: 'MThd' }, 'a MIDI file'],
  [{ 0: '#!AMR' }, 'an AMR file'],
  [{ 0: 'caff' }, 'a Core Audio file'],
  [{ 0: 'MAC ' }, 'a Monkey’s Audio file'],
  [{ 0: 'wvpk' }, 'a WavPack file'],
  [{ 0: '\x7fELF' }, 'a program'],
  [{ 0: 'MZ\x90' }, 'a program'],
];

/** What the file is, by its first bytes, where it is something well known that is no audio clip. */
export function foreignFile(head: Uint8Array): string | undefined {
  const found = FOREIGN.find(([letters]) =>
    Object.entries(letters).every(([at, word]) => lettersOf(head, Number(at), word.length) === word),
  );
  return found?.[1];
}

/** What a file is that can be read as text; undefined where it cannot. */
export function textFile(head: Uint8Array): string | undefined {
  // The last character may be cut in two, which is no fault of a stream.
  const text = new TextDecoder().decode(head, { stream: true });
  if (/[^\P{Cc}\s]|\ufffd/u.test(text)) return undefined;
  if (/^\s*<(!doctype html|html|head)/i.test(text)) return 'a web page';
  return /^\s*<(\?xml|svg)/i.test(text) ? 'an XML document' : 'a text file';
}
