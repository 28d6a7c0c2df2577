/**
 * The value of `Content-Disposition` that makes a browser save a file under this name (RFC 6266), in ASCII for the
 * oldest and in UTF-8 (RFC 8187) for all others.
 */
export function attachment(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const sound = Buffer.from(fileName).toString(); // half a surrogate pair cannot be encoded
  const encoded = encodeURIComponent(sound).replaceAll(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
