/** Letters and digits that nobody confuses when reading them aloud or copying them by hand. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A sign of SIGNS, each as likely as the others: bytes past the last whole round are thrown away. */
function randomSign(): string {
  const round = 256 - (256 % SIGNS.length);
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < round) return SIGNS.charAt(byte % SIGNS.length);
  }
}

/** A random password of 93 bits in groups, like `h7Kq-Wp3d-XzR8-m2Fa`. */
export const generatePassword = (): string =>
  Array.from({ length: GROUPS }, () => Array.from({ length: GROUP_LENGTH }, randomSign).join('')).join('-');
