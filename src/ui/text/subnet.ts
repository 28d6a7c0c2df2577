const BYTE = /^(25[0-5]|2[0-4]\d|1?\d?\d)$/;

/** The bytes of an IPv4 address as one number; undefined where it is none. */
export function ipv4Number(text: string): number | undefined {
  const bytes = text.trim().split('.');
  if (bytes.length !== 4 || !bytes.every(byte => BYTE.test(byte))) return undefined;
  return bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

const maskNumber = (prefix: number) => 2 ** 32 - 2 ** (32 - prefix);

/** `24` as `255.255.255.0`. */
export const maskOf = (prefix: number): string =>
  [24, 16, 8, 0].map(shift => Math.floor(maskNumber(prefix) / 2 ** shift) % 256).join('.');

/** A subnet mask as people write it, `255.255.255.0`, `/24` or `24`; undefined where it is none. */
export function prefixOf(text: string): number | undefined {
  const written = /^\/?(\d{1,2})$/.exec(text.trim())?.[1];
  if (written !== undefined) return Number(written) >= 1 && Number(written) <= 30 ? Number(written) : undefined;
  const number = ipv4Number(text);
  return Array.from({ length: 30 }, (_, i) => i + 1).find(prefix => maskNumber(prefix) === number);
}

/** Whether two addresses are in one subnet; undefined where one of them is no address. */
export function sameSubnet(one: string, other: string, prefix: number): boolean | undefined {
  const [a, b] = [ipv4Number(one), ipv4Number(other)];
  if (a === undefined || b === undefined) return undefined;
  const size = 2 ** (32 - prefix);
  return Math.floor(a / size) === Math.floor(b / size);
}
