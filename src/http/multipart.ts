import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { Fault, invalid } from '../core/fault.ts';
import type { UploadedFile } from './route.ts';

const LIMITS = { fieldNameSize: 256, fieldSize: 65_536, fields: 32, parts: 64, headerPairs: 32 };

/**
 * Hands the first file of a multipart/form-data body (RFC 7578) over while it arrives, whatever its field is called;
 * small fields before it are skipped. Nothing of it is kept in memory.
 * @returns what `take` resolved with
 * @throws Fault `invalid` where there is no such body, no file in it, or it ends early
 */
export async function firstFile<T>(
  headers: IncomingHttpHeaders,
  body: Readable,
  take: (file: UploadedFile) => Promise<T>,
): Promise<T> {
  const parser = parserFor(headers);
  try {
    return await new Promise<T>((resolve, reject) => {
      const fail = (error: Error) => {
        // What the body's own stream says is more precise than what the parser makes of it.
        reject(error instanceof Fault ? error : invalid('the upload ended before its file was complete', 'file'));
      };
      let taken = false;
      parser.on('file', (field, content, fileName, _encoding, type) => {
        if (taken) return void content.resume();
        taken = true;
        whenBroken(body, parser, content);
        take({ field, fileName, type, content }).then(resolve, reject);
      });
      parser.once('finish', () => {
        if (!taken) reject(invalid('the upload has no file in it', 'file'));
      });
      parser.once('error', error => fail(error instanceof Error ? error : new Error(String(error))));
      body.once('error', fail);
      body.pipe(parser);
    });
  } finally {
    body.unpipe(parser);
    parser.on('error', () => undefined);
  }
}

/** The file's own stream has to fail too when the body breaks, or who reads it would wait for ever. */
function whenBroken(body: Readable, parser: Busboy, content: Readable): void {
  content.on('error', () => undefined); // told through the promise as well; nobody may be listening here
  body.once('error', error => content.destroy(error));
  parser.once('error', () => content.destroy(invalid('the upload ended before its file was complete', 'file')));
}

function parserFor(headers: IncomingHttpHeaders): Busboy {
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw invalid('the upload must be multipart/form-data with one file', 'file');
  }
  if (!/;\s*boundary=\S/i.test(type)) throw invalid('the upload’s Content-Type names no boundary', 'file');
  const isPartAFile = (_field: string | undefined, partType: string | undefined, fileName: string | undefined) =>
    fileName !== undefined || (partType !== undefined && !/^(text\/|application\/json)/i.test(partType));
  return new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS, isPartAFile });
}
