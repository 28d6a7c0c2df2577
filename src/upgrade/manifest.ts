import type { Clock } from '../core/clock.ts';
import { outputOf } from '../core/output-of.ts';

/** Texts by section and key. */
export type Manifest = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reading it takes a moment, not more; ms. */
const TIMEOUT_MS = 30_000;

/**
 * The manifest inside a bundle of the format `plain`, for RAUC before 1.9, which does not tell the whole of it. To be
 * called after the signature was verified: it covers the manifest.
 * @throws Fault `unavailable` where squashfs-tools are missing, `failed` where there is no manifest in it
 */
export async function readManifest(path: string, clock: Clock): Promise<Manifest> {
  return parseManifest(
    await outputOf('unsquashfs', ['-cat', path, 'manifest.raucm'], { clock, timeoutMs: TIMEOUT_MS }),
  );
}

/** Reads a key file as GLib writes it (Desktop Entry Specification, basic format), as far as manifests use it. */
export function parseManifest(text: string): Manifest {
  const manifest: Record<string, Record<string, string>> = {};
  let section: Record<string, string> = {};
  for (const line of text.split('\n').map(each => each.trim())) {
    const title = /^\[(.+)\]$/.exec(line)?.[1];
    if (title !== undefined) section = manifest[title] ??= {};
    const equals = line.indexOf('=');
    if (title === undefined && equals > 0 && !line.startsWith('#'))
      section[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
  }
  return manifest;
}
