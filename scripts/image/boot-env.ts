import { crc32 } from 'node:zlib';

/**
 * An environment as U-Boot and fw_setenv keep it: a CRC-32 (little-endian), then `name=value` strings ended by NUL, an empty
 * one at the end.
 * @param size bytes in all
 */
export function bootEnv(variables: Readonly<Record<string, string>>, size: number): Buffer {
  const text = Object.entries(variables).map(([name, value]) => `${name}=${value}\0`);
  const body = Buffer.alloc(size - 4);
  const content = Buffer.from(`${text.join('')}\0`, 'latin1');
  if (content.length > body.length)
    throw new Error(`the environment needs ${content.length + 4} bytes, there are ${size}`);
  content.copy(body);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(crc32(body));
  return Buffer.concat([head, body]);
}

/** What an environment holds, or undefined where its CRC is wrong. */
export function readBootEnv(bytes: Buffer): Record<string, string> | undefined {
  const body = bytes.subarray(4);
  if (bytes.readUInt32LE() !== crc32(body)) return undefined;
  const text = body.toString('latin1');
  const lines = text.slice(0, text.indexOf('\0\0')).split('\0');
  return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** A card as it leaves the recipe: slot A first, three tries each. EXTRA goes to the kernel's command line. */
export function freshBootState(extra = '-'): Readonly<Record<string, string>> {
  return { BOOT_ORDER: 'A B', BOOT_A_LEFT: '3', BOOT_B_LEFT: '3', EXTRA: extra };
}
