/** The name and password of an `Authorization: Basic` header (RFC 7617, 2), or undefined where it is not one. */
export function parseBasic(header: string): { name: string; password: string } | undefined {
  const token = /^Basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header)?.[1];
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
