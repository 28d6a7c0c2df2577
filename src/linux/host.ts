import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../core/files.ts';
import type { SystemBus } from './system-bus.ts';

/** What the speaker may ask of the Linux it runs on. All throws Fault `failed` with the words of who refused. */
export interface Host {
  /** Restarts the whole device. */
  restart(): Promise<void>;
  /** @param name a label of a domain name (RFC 1123, 2.1) */
  setHostName(name: string): Promise<void>;
  /** @param zone a name of the time zone database: `Europe/Stockholm` */
  setTimeZone(zone: string): Promise<void>;
  /** Whether the clock follows time servers (NTP), until the next start. */
  setClockSync(on: boolean): Promise<void>;
  /** Replaces the configuration of the wired network (systemd.network(5)) and has it obeyed; none is the image's own. */
  useNetwork(configuration: string | undefined): Promise<void>;
  /** Starts, stops or restarts a unit that the rules of polkit name. */
  unit(verb: 'start' | 'stop' | 'restart', name: string): Promise<void>;
}

const VERBS = { start: 'StartUnit', stop: 'StopUnit', restart: 'RestartUnit' } as const;

/** A service of systemd: its name on the bus, and the path that follows from it. */
const service = (name: string, part = '') => ({
  destination: `org.freedesktop.${name}`,
  path: `/org/freedesktop/${name}`,
  interface: `org.freedesktop.${name}${part}`,
});

const LOGIN = service('login1', '.Manager');
const HOST_NAME = service('hostname1');
const TIME_DATE = service('timedate1');
const NETWORK = service('network1', '.Manager');
const UNITS = service('systemd1', '.Manager');

/** Folders that the host writes to. */
interface HostFolders {
  /** Network files that a restart forgets. */
  readonly network: string;
  /** What is laid over /etc at the next start: the image's own is read-only, and what is written there is forgotten. */
  readonly etc: string;
}

const FOLDERS: HostFolders = { network: '/run/systemd/network', etc: '/data/etc' };

/** Sorts before the image's own 80-wired.network: the first file that fits a network interface is obeyed. */
const NETWORK_FILE = '10-stentor.network';

/** Linux with systemd's services, each asked over the bus. */
export const systemdHost = (bus: SystemBus, { network, etc }: HostFolders = FOLDERS): Host => ({
  async restart() {
    await bus.call({ ...LOGIN, member: 'Reboot', signature: 'b', args: [false] });
  },
  async setHostName(name) {
    await bus.call({ ...HOST_NAME, member: 'SetStaticHostname', signature: 'sb', args: [name, false] });
    await replaceFile(join(etc, 'hostname'), `${name}\n`, 0o644);
  },
  async setTimeZone(zone) {
    await bus.call({ ...TIME_DATE, member: 'SetTimezone', signature: 'sb', args: [zone, false] });
    await replaceLink(join(etc, 'localtime'), join('/usr/share/zoneinfo', zone));
    // Node asks for the zone once and keeps it, but for this.
    process.env['TZ'] = zone;
  },
  async setClockSync(on) {
    await bus.call({ ...TIME_DATE, member: 'SetNTP', signature: 'bb', args: [on, false] });
  },
  async useNetwork(configuration) {
    const file = join(network, NETWORK_FILE);
    if (configuration === undefined) await rm(file, { force: true });
    else await replaceFile(file, configuration, 0o644);
    await bus.call({ ...NETWORK, member: 'Reload' });
  },
  async unit(verb, name) {
    await bus.call({ ...UNITS, member: VERBS[verb], signature: 'ss', args: [name, 'replace'] });
  },
});

async function replaceLink(path: string, target: string): Promise<void> {
  await rm(`${path}.new`, { force: true });
  await symlink(target, `${path}.new`);
  await rename(`${path}.new`, path);
}
