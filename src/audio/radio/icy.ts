import { joined } from '../../core/bytes.ts';

/** The length of a title is told in these. */
const UNIT_BYTES = 16;

/**
 * Takes the titles out of an Icecast stream: after each `interval` bytes of sound comes one byte with the length of what
 * is told, in units of 16 bytes, and then that.
 * @param titled told each title that is not empty
 */
export async function* withoutTitles(
  pieces: AsyncIterable<Uint8Array>,
  interval: number,
  titled: (title: string) => void,
): AsyncGenerator<Uint8Array> {
  let sound = interval;
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of pieces) {
    rest = joined(rest, piece);
    while (rest.length > 0) {
      if (sound > 0) {
        const part = rest.subarray(0, sound);
        sound -= part.length;
        rest = rest.subarray(part.length);
        yield part;
        continue;
      }
      const bytes = 1 + (rest[0] ?? 0) * UNIT_BYTES;
      if (rest.length < bytes) break;
      const title = titleIn(rest.subarray(1, bytes));
      if (title !== '') titled(title);
      rest = rest.subarray(bytes);
      sound = interval;
    }
  }
}

/** Stations write UTF-8, or Latin-1 where that is none. */
function titleIn(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  const readable = text.includes('\ufffd') ? new TextDecoder('latin1').decode(bytes) : text;
  return /StreamTitle='(.*?)';/s.exec(readable)?.[1] ?? '';
}
