const RIFF = Buffer.from('RIFF');
const DATA = Buffer.from('data');
/** A header longer than this is none. */
const MAX_HEADER = 4096;

/**
 * The sound in a body without the RIFF header that ffmpeg's `-f wav` puts before it: senders name the type of the sound
 * and mean the sound, whatever file it is wrapped in.
 */
export async function* withoutRiff(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of body) {
    if (head === undefined) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    const start = soundStart(head);
    if (start === undefined) continue;
    yield head.subarray(start);
    head = undefined;
  }
  if (head !== undefined && head.length > 0 && !head.subarray(0, RIFF.length).equals(RIFF)) yield head;
}

/** Where the sound begins; undefined where that cannot be told yet. */
function soundStart(head: Buffer): number | undefined {
  if (head.length < RIFF.length) return undefined;
  if (!head.subarray(0, RIFF.length).equals(RIFF)) return 0;
  const data = head.indexOf(DATA);
  if (data !== -1) return head.length >= data + 8 ? data + 8 : undefined;
  return head.length > MAX_HEADER ? 0 : undefined;
}
