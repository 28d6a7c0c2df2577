/** Media types of the files we keep, by extension. */
const TYPES: Readonly<Record<string, string>> = {
  mp1: 'audio/mpeg',
  mp2: 'audio/mpeg',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  au: 'audio/basic',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
  aac: 'audio/aac',
  m4a: 'audio/mp4',
};

/** The media type of a file that is called so. */
export const mediaTypeOf = (fileName: string) =>
  TYPES[fileName.slice(fileName.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
