import { type ByteFile, lettersOf, viewOf } from './byte-file.ts';
import { damaged, endsEarly, type Probe, unsupported } from './clip-format.ts';

const MAX_BOXES = 2000;
/** Boxes that hold the boxes we look for. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia']);
const PICTURES = /^(heic|heix|hevc|mif1|msf1|avif|avis)$/;

interface Box {
  readonly name: string;
  /** Of its content in the file. */
  readonly from: number;
  readonly to: number;
}

/**
 * Whether the file is an MP4 file that has sound and no picture.
 * @throws Fault `unsupported` where it is a film or a picture, `invalid` where it ends early
 */
export async function inspectMp4({ file, head }: Probe): Promise<boolean> {
  if (lettersOf(head, 4, 4) !== 'ftyp') return false;
  if (PICTURES.test(lettersOf(head, 8, 4))) throw unsupported('a HEIF or AVIF picture');
  const { kinds, seconds, missing } = await contentOf(file);
  if (kinds.has('vide')) throw unsupported('an MP4 video');
  if (missing > 0 && seconds !== undefined) throw endsEarly(seconds * (1 - missing), seconds);
  if (missing > 0 || kinds.size === 0) throw damaged('or ends early: it has no index');
  if (!kinds.has('soun')) throw unsupported('an MP4 file without sound');
  return true;
}

interface Mp4Content {
  /** The kinds of its tracks: `soun`, `vide` … */
  readonly kinds: ReadonlySet<string>;
  /** How long it is to be. */
  readonly seconds: number | undefined;
  /** What part of it lies behind the end of the file, 0..1. */
  readonly missing: number;
}

async function contentOf(file: ByteFile): Promise<Mp4Content> {
  const kinds = new Set<string>();
  let seconds: number | undefined;
  let missing = 0;
  for await (const { name, from, to } of boxes(file)) {
    const content = await file.read(from, Math.min(to - from, 32));
    if (name === 'hdlr') kinds.add(lettersOf(content, 8, 4));
    if (name === 'mvhd') seconds = durationOf(content);
    if (to > file.size) missing = (to - file.size) / (to - from);
  }
  return { kinds, seconds, missing };
}

/** Walks through the file from box to box, and into those that hold what we look for. */
async function* boxes(file: ByteFile): AsyncGenerator<Box> {
  let position = 0;
  for (let count = 0; position < file.size; count++) {
    if (count === MAX_BOXES) throw damaged('in its index');
    const box = await boxAt(file, position);
    if (box === undefined) return;
    yield box;
    position = CONTAINERS.has(box.name) ? box.from : box.to;
  }
}

async function boxAt(file: ByteFile, position: number): Promise<Box | undefined> {
  const header = await file.read(position, 16);
  if (header.length < 8) return undefined;
  const view = viewOf(header);
  const size = view.getUint32(0);
  const name = lettersOf(header, 4, 4);
  if (size === 0) return { name, from: position + 8, to: file.size }; // up to the end
  if (size !== 1) return size < 8 ? undefined : { name, from: position + 8, to: position + size };
  if (header.length < 16) return undefined;
  const large = Number(view.getBigUint64(8));
  return large < 16 ? undefined : { name, from: position + 16, to: position + large };
}

/** Seconds, from the movie header: time scale and duration, each of 32 bits, in version 1 the duration of 64. */
function durationOf(content: Uint8Array): number | undefined {
  if (content.length < 32) return undefined;
  const view = viewOf(content);
  const long = view.getUint8(0) === 1;
  const scale = view.getUint32(long ? 20 : 12);
  const duration = long ? Number(view.getBigUint64(24)) : view.getUint32(16);
  return scale === 0 ? undefined : duration / scale;
}
