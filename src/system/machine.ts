import { readFileSync } from 'node:fs';
import {
  availableParallelism,
  freemem,
  hostname,
  loadavg,
  networkInterfaces,
  type NetworkInterfaceInfo,
  totalmem,
} from 'node:os';
import { oncePerTurn } from '../core/once-per-turn.ts';

/** What the operating system says about the computer; tests replace it. */
export interface Machine {
  hostName(): string;
  /** Addresses by the name of the network interface. */
  interfaces(): Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
  /** IPv4 address of the default router; empty where there is none. */
  defaultRouter(): string;
  /** The time zone as POSIX.1 writes the variable TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. */
  posixTimeZone(): string;
  /** Of the processor, °C; undefined where there is no sensor. */
  temperature(): number | undefined;
  load(): MachineLoad;
}

/** How busy the computer is. */
export interface MachineLoad {
  /** Of what all cores can do, in the last minute; above 1 where programs wait for them. */
  readonly processor: number;
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number };
}

/** Reads Linux's own files; each is tiny and in memory, so reading them does not wait for a disk. Once a turn is enough. */
export const linuxMachine: Machine = {
  hostName: oncePerTurn(hostname),
  interfaces: oncePerTurn(networkInterfaces),
  defaultRouter: oncePerTurn(() => routerIn(contentOf('/proc/net/route'))),
  // What was chosen while the speaker runs, else what was in force at its start.
  posixTimeZone: oncePerTurn(() =>
    zoneIn(contentOf(process.env['TZ'] === undefined ? '/etc/localtime' : `/usr/share/zoneinfo/${process.env['TZ']}`)),
  ),
  temperature: oncePerTurn(() => degreesIn(contentOf('/sys/class/thermal/thermal_zone0/temp'))),
  load: () => ({
    processor: (loadavg()[0] ?? 0) / availableParallelism(),
    // What the kernel can give at once, its caches too, counts as free (MemAvailable of proc(5)).
    memory: { usedBytes: totalmem() - freemem(), totalBytes: totalmem() },
  }),
};

/**
 * The gateway of the route to everywhere in the text of /proc/net/route (proc(5)), where addresses are hex numbers in
 * the byte order of the machine: little-endian on all that we run on.
 */
export function routerIn(routes: string): string {
  const fields = routes.split('\n').map(line => line.split('\t'));
  const gateway = fields.find(([, destination, via]) => destination === '00000000' && via !== '00000000')?.[2];
  const bytes = gateway?.match(/[0-9A-F]{2}/gi) ?? [];
  return bytes
    .reverse()
    .map(byte => parseInt(byte, 16))
    .join('.');
}

/** Linux writes thousandths of a degree (its Documentation/driver-api/thermal/sysfs-api.rst). */
const degreesIn = (text: string) => (text.trim() === '' ? undefined : Number(text) / 1000);

/** The last line of a time zone file (RFC 9636, 3.3: the footer); UTC where there is none. */
export const zoneIn = (file: string) => /\n([^\n\0]+)\n$/.exec(file)?.[1] ?? 'UTC0';

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // another system, or no such file: the fact is unknown
  }
}
