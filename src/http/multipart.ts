import type { IncomingHttpHeaders } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { type Fault, invalid } from '../core/fault.ts';
import type { UploadedFile } from './route.ts';

const LIMITS = { fieldNameSize: 256, fieldSize: 65_536, fields: 32, parts: 64, headerPairs: 32 };

const endedEarly = () => invalid('the upload ended before its file was complete', 'file');

/**
 * Hands the first file of a multipart/form-data body (RFC 7578) over while it arrives, whatever its field is called;
 * the small fields before it go with it. Nothing of the file is kept in memory.
 * @param body fails with a Fault where the peer breaks off
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
      const content = new PassThrough();
      const fail = (fault: Fault) => {
        content.on('error', () => undefined).destroy(fault); // or whoever reads the file would wait for ever
        reject(fault);
      };
      const fields = new Map<string, string>();
      let taken = false;
      parser.on('field', (name, value) => {
        if (!fields.has(name)) fields.set(name, value);
      });
      parser.on('file', (...[field, part, fileName, , type]) => {
        part.on('error', () => fail(endedEarly()));
        if (taken) return void part.resume();
        taken = true;
        part.pipe(content);
        take({ field: named(field), fileName: named(fileName), type, content, fields }).then(resolve, reject);
      });
      parser.once('finish', () => {
        if (!taken) fail(invalid('the upload has no file in it', 'file'));
      });
      parser.on('error', () => fail(endedEarly()));
      body.once('error', (error: Fault) => fail(error));
      body.pipe(parser);
    });
  } finally {
    body.unpipe(parser);
  }
}

function parserFor(headers: IncomingHttpHeaders): BusboyInstance {
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw invalid('the upload must be multipart/form-data with one file', 'file');
  }
  if (!/;\s*boundary=("[^"]+"|[^\s;"])/i.test(type)) {
    throw invalid('the upload’s Content-Type names no boundary', 'file');
  }
  try {
    return new Busboy({ headers: { ...headers, 'content-type': type }, limits: LIMITS, isPartAFile });
  } catch {
    // One of more than 70 characters (RFC 2046, 5.1.1), or what else the parser does not know.
    throw invalid('the upload’s Content-Type names a boundary that is none', 'file');
  }
}

/** The parser's types know nothing of parts without a name. */
const named = (name: string | undefined) => name ?? '';

/** Some clients give a file's type but no name. JSON is a field whatever it is called, text unless it has a file name. */
function isPartAFile(_field: string | undefined, type: string | undefined, fileName: string | undefined): boolean {
  if (/^application\/json/i.test(type ?? '')) return false;
  return fileName !== undefined || (type !== undefined && !/^text\//i.test(type));
}
