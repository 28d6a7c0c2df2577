import { open } from 'node:fs/promises';
import type { Answer } from '../http/index.ts';
import { attachment } from './attachment.ts';

export interface FileToSend {
  readonly path: string;
  readonly fileName: string;
  readonly type: string;
}

/** A file, or the one range of it that is asked for (RFC 9110, 14.2): players that seek need that. */
export async function fileAnswer({ path, fileName, type }: FileToSend, range: string | undefined): Promise<Answer> {
  const file = await open(path);
  const { size } = await file.stat();
  const common = { 'Accept-Ranges': 'bytes', 'Content-Disposition': attachment(fileName) };
  const wanted = rangeIn(range, size);
  if (wanted === 'none') {
    await file.close();
    return { status: 416, headers: { ...common, 'Content-Range': `bytes */${size}` } };
  }
  const { start, end, status, headers } =
    wanted === 'all'
      ? { start: 0, end: size - 1, status: 200, headers: {} }
      : { ...wanted, status: 206, headers: { 'Content-Range': `bytes ${wanted.start}-${wanted.end}/${size}` } };
  // Of a file that grows no more than its length is sent.
  const body = size === 0 ? '' : file.createReadStream({ start, end });
  if (body === '') await file.close();
  return { status, type, body, headers: { ...common, ...headers, 'Content-Length': String(end - start + 1) } };
}

type Range = { readonly start: number; readonly end: number } | 'all' | 'none';

/** What is no single range of bytes counts as if nobody had asked for one. */
function rangeIn(range: string | undefined, size: number): Range {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? '') ?? [];
  if (first === '') return last === '' ? 'all' : within(size - Number(last), size - 1, size);
  if (last === '') return within(Number(first), size - 1, size);
  return Number(last) < Number(first) ? 'all' : within(Number(first), Number(last), size);
}

function within(start: number, end: number, size: number): Range {
  const range = { start: Math.max(0, start), end: Math.min(size - 1, end) };
  return range.start > range.end ? 'none' : range;
}
