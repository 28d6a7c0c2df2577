import { invalid } from '../core/fault.ts';

const MAX_NAME = 64;
const MAX_LOCATION = 48;

/**
 * The name of a clip, trimmed.
 * @throws Fault `invalid` where it is empty, longer than 64 characters or has control characters
 */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  const length = Array.from(trimmed).length;
  if (length < 1 || length > MAX_NAME || hasControls(trimmed)) {
    throw invalid(`a name has 1 to ${MAX_NAME} characters, and no control characters`, 'name');
  }
  return trimmed;
}

/** What a clip is called that nobody gave a name: as its file, without path and extension. */
export function nameFromFile(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? '';
  const stem = base.replace(/(?<=.)\.[^.]*$/, '');
  const clean = stem.replace(/\p{Cc}/gu, '');
  const name = Array.from(clean.trim()).slice(0, MAX_NAME).join('').trim();
  return name === '' ? 'Audio clip' : name;
}

/**
 * The file name that links will call a clip by: letters, digits, dots and hyphens that need no escaping anywhere.
 * @param taken whether another clip has this one
 */
export function locationFor(name: string, extension: string, taken: (location: string) => boolean): string {
  const ascii = name.normalize('NFKD').replace(/\p{M}/gu, '');
  const safe = ascii.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/\.{2,}/g, '.');
  const stem = safe.slice(0, MAX_LOCATION).replace(/^[-.]+|[-.]+$/g, '') || 'clip';
  let location = `${stem}.${extension}`;
  for (let number = 2; taken(location); number++) location = `${stem}-${number}.${extension}`;
  return location;
}

const hasControls = (text: string) => /\p{Cc}/u.test(text);
