/**
 * Reads `name=value&name=value` (WHATWG URL, 5.1) from the bytes of a query or a form, more tolerantly than the letter:
 * a `%` that begins no escape is itself, so a password may stand there unescaped, and what is not UTF-8 is read as
 * Latin-1, as old clients write it.
 * @param bytes one character per byte
 */
export function parseForm(bytes: string): URLSearchParams {
  const form = new URLSearchParams();
  for (const pair of bytes.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    form.append(decoded(name), equals < 0 ? '' : decoded(pair.slice(equals + 1)));
  }
  return form;
}

/** Text from bytes: UTF-8, or Latin-1 where it is not. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

const decoded = (part: string) => textOf(unescaped(part.replaceAll('+', ' ')));

/** The bytes that percent escapes (RFC 3986, 2.1) stand for. */
export const unescaped = (part: string) =>
  Buffer.from(
    part.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
