/** Headers of every answer: no guessing of types, no framing by others, no address given to other sites. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Referrer-Policy': 'same-origin',
};

/** What the page may load (CSP Level 3): only from the speaker itself, no inline script or style. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** For answers that are data: nothing in them is ever run or loaded, should a browser show them. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'self'";

/** To come by HTTPS only, for a year (RFC 6797). Not for all hosts of the domain: they are none of ours. */
export const STRICT_TRANSPORT = 'max-age=31536000';
