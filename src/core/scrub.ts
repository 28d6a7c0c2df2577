const BLANK = '•••';

/** A name that something secret stands behind, with what comes between. */
const NAMED =
  /\b([\w.-]*(?:password|passwd|pwd|passphrase|secret|token|credential|api_?key|srtp_?key|private_?key|client_?key)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi;
const AUTHORIZATION = /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^\r\n]+/gi;
const USER_INFO = /\b([a-z][a-z\d+.-]*:\/\/)[^\s/@"']*:[^\s/@"']*@/gi;
const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;

/**
 * A text without what looks like a secret: passwords in addresses, values behind telling names, private keys. Whoever
 * writes a log leaves secrets out; this is for those who forgot, and for words of programs that are not ours.
 */
export const scrub = (text: string): string =>
  text
    .replace(PRIVATE_KEY, BLANK)
    .replace(AUTHORIZATION, `$1${BLANK}`)
    .replace(USER_INFO, `$1${BLANK}@`)
    .replace(NAMED, `$1${BLANK}`);
