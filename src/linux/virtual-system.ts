import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, unavailable } from '../core/fault.ts';
import type { BusCall, BusMember, SystemBus } from './system-bus.ts';
import { describeVirtual, NEIGHBOURS } from './virtual-network.ts';

interface VirtualSystemDeps {
  /** Folders as the host writes to them. */
  readonly network: string;
  readonly probes: string;
  readonly hostName: string;
  readonly macAddress: string;
  /** Whether a DHCP server is on the network. */
  readonly hasDhcp?: boolean;
}

type Method = (args: readonly unknown[]) => readonly unknown[] | Promise<readonly unknown[]>;

const PROBE = /^stentor-probe@(([\d.]+)-\d+)\.service$/;
const POLL_US = 64e6;
const JOB = '/org/freedesktop/systemd1/job/1';

/**
 * The system bus of a machine that is not the speaker's to set up: services of software that know a network of their own,
 * with a router, a DHCP server and one neighbour. What the speaker does with the bus is the same as on the card.
 */
export class VirtualSystem implements SystemBus {
  readonly #deps: VirtualSystemDeps;
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #properties: ReadonlyMap<string, () => unknown>;
  #hostName: string;
  #configuration = '';
  #followsTime = true;
  #servers: readonly string[] = [];
  #hasSsh = false;

  constructor(deps: VirtualSystemDeps) {
    this.#deps = deps;
    this.#hostName = deps.hostName;
    this.#methods = new Map<string, Method>([
      ['org.freedesktop.hostname1.SetStaticHostname', ([name]) => this.#name(String(name))],
      ['org.freedesktop.hostname1.SetHostname', ([name]) => this.#name(String(name))],
      ['org.freedesktop.network1.Manager.Reload', () => this.#reload()],
      ['org.freedesktop.network1.Manager.Describe', () => [JSON.stringify(this.#network)]],
      ['org.freedesktop.systemd1.Manager.StartUnit', ([unit]) => this.#unit(String(unit), true)],
      ['org.freedesktop.systemd1.Manager.RestartUnit', ([unit]) => this.#unit(String(unit), true)],
      ['org.freedesktop.systemd1.Manager.StopUnit', ([unit]) => this.#unit(String(unit), false)],
      ['org.freedesktop.systemd1.Manager.LoadUnit', () => [JOB]],
      ['org.freedesktop.timedate1.SetTimezone', ([zone]) => checkZone(String(zone))],
      ['org.freedesktop.timedate1.SetNTP', ([on]) => this.#follow(on === true)],
      ['org.freedesktop.timedate1.SetTime', () => refuseTime()],
      ['org.freedesktop.timesync1.Manager.SetRuntimeNTPServers', ([servers]) => this.#serve(servers as string[])],
    ]);
    this.#properties = new Map<string, () => unknown>([
      ['org.freedesktop.hostname1.HostnameSource', () => (this.#hostName === '' ? 'default' : 'static')],
      ['org.freedesktop.systemd1.Unit.ActiveState', () => (this.#hasSsh ? 'active' : 'inactive')],
      ['org.freedesktop.timedate1.NTP', () => this.#followsTime],
      ['org.freedesktop.timedate1.NTPSynchronized', () => this.#followsTime],
      ['org.freedesktop.timesync1.Manager.ServerName', () => this.#servers[0] ?? this.#networkServers[0] ?? ''],
      ['org.freedesktop.timesync1.Manager.LinkNTPServers', () => this.#networkServers],
      ['org.freedesktop.timesync1.Manager.PollIntervalUSec', () => POLL_US],
    ]);
  }

  get hostName(): string {
    return this.#hostName;
  }

  async call(call: BusCall): Promise<readonly unknown[]> {
    const method = this.#methods.get(`${call.interface}.${call.member}`);
    if (method === undefined)
      throw unavailable(`${call.destination} ${call.member}: a virtual board has no such service`);
    return method(call.args ?? []);
  }

  async get(property: BusMember): Promise<unknown> {
    const value = this.#properties.get(`${property.interface}.${property.member}`);
    if (value === undefined) throw unavailable(`${property.destination} ${property.member} is not on a virtual board`);
    return value();
  }

  get #network() {
    const { macAddress, hasDhcp = true } = this.#deps;
    return describeVirtual(this.#configuration, { macAddress, hasDhcp });
  }

  get #networkServers(): readonly string[] {
    return this.#network.Interfaces[0].NTP.map(({ Address }) => Address.join('.'));
  }

  #name(name: string): readonly unknown[] {
    this.#hostName = name;
    return [];
  }

  async #reload(): Promise<readonly unknown[]> {
    const file = join(this.#deps.network, '10-stentor.network');
    this.#configuration = await readFile(file, 'utf8').catch(() => '');
    return [];
  }

  /** Nothing really runs: that a computer lets people in is not the speaker's to decide. */
  async #unit(unit: string, runs: boolean): Promise<readonly unknown[]> {
    if (unit === 'ssh.service') this.#hasSsh = runs;
    else if (unit !== 'stentor-ssh-accounts.service') await this.#probe(unit);
    return [JOB];
  }

  async #probe(unit: string): Promise<void> {
    const [, name, address] = PROBE.exec(unit) ?? [];
    if (name === undefined) throw unavailable(`${unit} is not on a virtual board`);
    const mac = NEIGHBOURS.get(address ?? '');
    const heard = mac === undefined ? '' : `Unicast reply from ${address} [${mac}]\n`;
    await writeFile(join(this.#deps.probes, name), heard);
  }

  #follow(on: boolean): readonly unknown[] {
    this.#followsTime = on;
    return [];
  }

  #serve(servers: readonly string[]): readonly unknown[] {
    this.#servers = servers;
    return [];
  }
}

function checkZone(zone: string): readonly unknown[] {
  if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC') {
    throw new Fault('failed', `there is no time zone ${zone}`);
  }
  return [];
}

const refuseTime = (): readonly unknown[] => {
  throw new Fault('conflict', 'a virtual board has the clock of the computer it runs on, which is not its to set');
};
