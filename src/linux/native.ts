import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../core/fault.ts';

/** The add-on, native/linux.c. Throws Error with the system's words. */
export interface LinuxNative {
  /** Sends one datagram to the Unix socket at `path`; a leading `@` is the abstract namespace. Never waits. */
  readonly sendDatagram: (path: string, text: string) => void;
}

/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/linux.node', '../../dist/native/linux.node'];

/** @throws Fault `unavailable` where the add-on was not built */
export function requireLinuxNative(): LinuxNative {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(path));
  if (file === undefined) throw unavailable('the add-on for Linux is not built; run make native');
  return createRequire(import.meta.url)(file) as LinuxNative;
}
