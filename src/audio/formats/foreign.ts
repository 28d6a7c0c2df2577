import { lettersOf } from './byte-file.ts';

/** What files that are no audio clip begin with (Latin-1), and what they are. */
const BEGINNINGS: readonly (readonly [begins: RegExp, what: string])[] = [
  [/^\xff\xd8\xff/, 'a JPEG picture'],
  [/^\x89PNG\r\n/, 'a PNG picture'],
  [/^GIF8/, 'a GIF picture'],
  [/^RIFF....WEBP/s, 'a WebP picture'],
  [/^(II\*\0|MM\0\*)/, 'a TIFF picture'],
  [/^BM....\0\0\0\0/s, 'a BMP picture'],
  [/^%PDF-/, 'a PDF document'],
  [/^PK(\x03\x04|\x05\x06)/, 'a ZIP archive or an office document'],
  [/^\x1f\x8b/, 'a gzip archive'],
  [/^7z\xbc\xaf/, 'a 7-Zip archive'],
  [/^Rar!/, 'a RAR archive'],
  [/^\x1a\x45\xdf\xa3/, 'a Matroska or WebM file'],
  [/^RIFF....AVI /s, 'an AVI video'],
  [/^FLV\x01/, 'a Flash video'],
  [/^\0\0\x01[\xba\xb3]/, 'an MPEG video'],
  [/^\x47.{187}\x47.{187}\x47/s, 'an MPEG transport stream'],
  [/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, 'a Windows Media file'],
  [/^FORM....AIF[FC]/s, 'an AIFF file'],
  [/^MThd/, 'a MIDI file'],
  [/^#!AMR/, 'an AMR file'],
  [/^caff/, 'a Core Audio file'],
  [/^MAC /, 'a Monkey’s Audio file'],
  [/^wvpk/, 'a WavPack file'],
  [/^\x7fELF|^MZ/, 'a program'],
  [/^(\xef\xbb\xbf)?\s*<(!doctype html|html|head)/i, 'a web page'],
  [/^(\xef\xbb\xbf)?\s*<(\?xml|svg)/i, 'an XML document'],
];

/** What the file is, by its first bytes, where it is something well known that is no audio clip. */
export function foreignFile(head: Uint8Array): string | undefined {
  const letters = lettersOf(head, 0, 512);
  return BEGINNINGS.find(([begins]) => begins.test(letters))?.[1];
}

/** Whether these bytes read as text. */
export function isText(head: Uint8Array): boolean {
  // The last character may be cut in two, which is no fault of a stream.
  const text = new TextDecoder().decode(head, { stream: true });
  return ![...text].some(letter => letter === '\ufffd' || (letter < ' ' && !/\s/.test(letter)));
}
