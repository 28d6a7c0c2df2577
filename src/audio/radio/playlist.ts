/** More are never tried. */
const MAX_ADDRESSES = 16;
const TYPES = /^(audio|application)\/(x-)?(mpegurl|scpls|pls\+xml|vnd\.apple\.mpegurl)$/;
const ENDINGS = /\.(m3u8?|pls)$/i;
/** Servers that know no better say one of these. */
const VAGUE = /^(text\/plain|application\/octet-stream|)$/;

/** Whether an answer of this media type from this address is a list of streams, and none itself: M3U or PLS. */
export const isPlaylist = (type: string, address: string): boolean =>
  TYPES.test(type) || (VAGUE.test(type) && ENDINGS.test(new URL(address).pathname));

/** Whether a playlist lists the pieces of one stream (HTTP Live Streaming, RFC 8216), not streams. */
export const isHls = (text: string): boolean => /^#EXT-X-/m.test(text);

/** The web addresses in a playlist, in order; what is relative lies beside the playlist. */
export function addressesIn(text: string, base: string): readonly string[] {
  const named = text
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .map(line => /^File\d+=(.*)$/i.exec(line)?.[1] ?? (/^(#|\[|\w+=)/.test(line) ? '' : line))
    .filter(line => line !== '');
  return named.flatMap(name => webAddress(name, base)).slice(0, MAX_ADDRESSES);
}

function webAddress(name: string, base: string): string[] {
  if (!URL.canParse(name, base)) return [];
  const { href, protocol } = new URL(name, base);
  return protocol === 'http:' || protocol === 'https:' ? [href] : [];
}
