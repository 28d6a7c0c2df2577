import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The add-on, udp.c. */
interface UdpNative {
  /** A UDP socket over IPv4 whose packets carry the DSCP; its file descriptor. Throws Error with the system's words. */
  open(dscp: number): number;
}

/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/udp.node', '../../../dist/native/udp.node'];

/**
 * A UDP socket whose packets carry the DSCP, as a file descriptor; undefined where the add-on was not built: then packets go out
 * unmarked.
 */
export function openUdp(dscp: number): number | undefined {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(path));
  return file === undefined ? undefined : (createRequire(import.meta.url)(file) as UdpNative).open(dscp);
}
