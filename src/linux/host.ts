import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { replaceFile } from '../core/files.ts';
import { AddressProbe } from './address-probe.ts';
import { type SshService, sshService } from './ssh-service.ts';
import type { SystemBus } from './system-bus.ts';

/** What the speaker may ask of the Linux it runs on. All throws Fault `failed` with the words of who refused. */
export interface Host {
  /** Restarts the whole device. */
  restart(): Promise<void>;
  /** @param name a label of a domain name (RFC 1123, 2.1) */
  setHostName(name: string): Promise<void>;
  /** Is called what the network says, or `otherwise` where it says nothing. */
  takeHostName(otherwise: string): Promise<void>;
  /** @param zone a name of the time zone database: `Europe/Stockholm` */
  setTimeZone(zone: string): Promise<void>;
  /** Sets the clock; refused while it follows time servers. */
  setTime(time: Date): Promise<void>;
  /** Whether the clock follows time servers (NTP), until the next start. */
  setClockSync(on: boolean): Promise<void>;
  /** The time servers that are asked before those of the network, until the next start; none asks the network's alone. */
  setTimeServers(servers: readonly string[]): Promise<void>;
  /** How the clock follows time servers. */
  clockSync(): Promise<ClockSync>;
  /** Replaces the configuration of the wired network (systemd.network(5)) and has it obeyed; none is the image's own. */
  useNetwork(configuration: string | undefined): Promise<void>;
  /** What networkd knows of interfaces, addresses and servers: its JSON (networkctl --json). */
  describeNetwork(): Promise<unknown>;
  /** The MAC address of another device that has the IPv4 address; undefined where nobody has it. Takes some seconds. */
  whoHas(address: string): Promise<string | undefined>;
  /** Starts, stops or restarts a unit that the rules of polkit name. */
  unit(verb: 'start' | 'stop' | 'restart', name: string): Promise<void>;
  readonly ssh: SshService;
}

/** What timedated and timesyncd say. */
export interface ClockSync {
  readonly enabled: boolean;
  /** Whether the clock was set by a time server since the start. */
  readonly synchronized: boolean;
  /** The server that is followed: its name or address; empty while there is none. */
  readonly server: string;
  /** Those that the network told of. */
  readonly networkServers: readonly string[];
  /** Between two questions, s; 0 where nobody is asked. */
  readonly pollS: number;
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
const TIME_SYNC = service('timesync1', '.Manager');
const UNITS = service('systemd1', '.Manager');

/** Folders that the host writes to. */
interface HostFolders {
  /** Network files that a restart forgets. */
  readonly network: string;
  /** What is laid over /etc at the next start: the image's own is read-only, and what is written there is forgotten. */
  readonly etc: string;
  /** Where it is read who has an address. */
  readonly probes: string;
  /** What units of the speaker's own are told. */
  readonly units: string;
}

const FOLDERS: HostFolders = {
  network: '/run/systemd/network',
  etc: '/data/etc',
  probes: '/run/stentor-probe',
  units: '/run/stentor',
};

interface HostDeps {
  readonly bus: SystemBus;
  readonly clock: Clock;
  readonly folders?: HostFolders;
}

/** Sorts before the image's own 80-wired.network: the first file that fits a network interface is obeyed. */
const NETWORK_FILE = '10-stentor.network';

/** Linux with systemd's services, each asked over the bus. */
export function systemdHost({ bus, clock, folders: { network, etc, probes, units } = FOLDERS }: HostDeps): Host {
  const unit: Host['unit'] = async (verb, name) => {
    await bus.call({ ...UNITS, member: VERBS[verb], signature: 'ss', args: [name, 'replace'] });
  };
  const probe = new AddressProbe({ start: name => unit('start', name), folder: probes, clock });
  return {
    unit,
    ssh: sshService({ bus, unit, folder: units }),
    ...clockOf(bus, etc),
    async restart() {
      await bus.call({ ...LOGIN, member: 'Reboot', signature: 'b', args: [false] });
    },
    async setHostName(name) {
      await bus.call({ ...HOST_NAME, member: 'SetStaticHostname', signature: 'sb', args: [name, false] });
      await replaceFile(join(etc, 'hostname'), `${name}\n`, 0o644);
    },
    async takeHostName(otherwise) {
      await bus.call({ ...HOST_NAME, member: 'SetStaticHostname', signature: 'sb', args: ['', false] });
      if ((await bus.get({ ...HOST_NAME, member: 'HostnameSource' })) !== 'default') return;
      await bus.call({ ...HOST_NAME, member: 'SetHostname', signature: 'sb', args: [otherwise, false] });
    },
    async useNetwork(configuration) {
      const file = join(network, NETWORK_FILE);
      if (configuration === undefined) await rm(file, { force: true });
      else await replaceFile(file, configuration, 0o644);
      await bus.call({ ...NETWORK, member: 'Reload' });
    },
    async describeNetwork() {
      const [text] = await bus.call({ ...NETWORK, member: 'Describe' });
      return JSON.parse(String(text)) as unknown;
    },
    whoHas: address => probe.whoHas(address),
  };
}

type HostClock = Pick<Host, 'setTimeZone' | 'setTime' | 'setClockSync' | 'setTimeServers' | 'clockSync'>;

const clockOf = (bus: SystemBus, etc: string): HostClock => ({
  async setTimeZone(zone) {
    await bus.call({ ...TIME_DATE, member: 'SetTimezone', signature: 'sb', args: [zone, false] });
    await replaceLink(join(etc, 'localtime'), join('/usr/share/zoneinfo', zone));
    // Node asks for the zone once and keeps it, but for this.
    process.env['TZ'] = zone;
  },
  async setTime(time) {
    const args = [BigInt(time.getTime()) * 1000n, false, false];
    await bus.call({ ...TIME_DATE, member: 'SetTime', signature: 'xbb', args });
  },
  async setClockSync(on) {
    await bus.call({ ...TIME_DATE, member: 'SetNTP', signature: 'bb', args: [on, false] });
  },
  async setTimeServers(servers) {
    await bus.call({ ...TIME_SYNC, member: 'SetRuntimeNTPServers', signature: 'as', args: [servers] });
  },
  async clockSync() {
    const enabled = (await bus.get({ ...TIME_DATE, member: 'NTP' })) === true;
    const synchronized = (await bus.get({ ...TIME_DATE, member: 'NTPSynchronized' })) === true;
    if (!enabled) return { enabled, synchronized, server: '', networkServers: [], pollS: 0 };
    const [server, networkServers, pollUs] = await Promise.all(
      ['ServerName', 'LinkNTPServers', 'PollIntervalUSec'].map(member => bus.get({ ...TIME_SYNC, member })),
    );
    return {
      enabled,
      synchronized,
      server: String(server),
      networkServers: (networkServers as unknown[]).map(String),
      pollS: Number(pollUs) / 1e6,
    };
  },
});

async function replaceLink(path: string, target: string): Promise<void> {
  await rm(`${path}.new`, { force: true });
  await symlink(target, `${path}.new`);
  await rename(`${path}.new`, path);
}
