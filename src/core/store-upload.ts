import type { FileHandle } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { Fault, invalid } from './fault.ts';

interface Upload {
  readonly content: Readable;
  readonly file: FileHandle;
  readonly signal: AbortSignal;
  /** Called before each piece is written; throws where there is no room for it. */
  readonly admit: (bytes: number) => Promise<void>;
  /** What a person can do where the disk is full. */
  readonly whenFull: string;
}

/**
 * Writes an upload into a file while it arrives, and waits until it is on the disk.
 * @throws Fault `invalid` where it breaks off, `failed` when aborted, `full` where the disk is; what `admit` throws
 */
export async function storeUpload({ content, file, signal, admit, whenFull }: Upload): Promise<void> {
  try {
    for await (const piece of arriving(content, signal)) {
      await admit(piece.length);
      for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
    }
    await file.sync();
  } catch (error) {
    throw isDiskFull(error) ? new Fault('full', `the storage is full; ${whenFull}`) : error;
  }
}

async function* arriving(content: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  addAbortSignal(signal, content);
  try {
    for await (const piece of content) yield Buffer.from(piece as Buffer | string);
  } catch (error) {
    if (signal.aborted) throw new Fault('failed', 'the upload was stopped');
    throw error instanceof Fault ? error : invalid('the upload broke off before its end; try again', 'file');
  }
  if (signal.aborted) throw new Fault('failed', 'the upload was stopped');
}

const isDiskFull = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOSPC';
