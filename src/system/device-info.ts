import { randomUUID } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { BoardIdentity } from '../board/index.ts';
import type { Clock } from '../core/clock.ts';
import { linuxMachine, type Machine, type MachineLoad } from './machine.ts';
import { isLinkLocal } from './network/state.ts';

/** What the product is called, in `Brand.ProdShortName` and wherever people look. */
export const MODEL = 'Stentor S1';

interface DeviceInfoDeps {
  readonly board: BoardIdentity;
  /** Version of Stentor OS. */
  readonly version: string;
  /** When and as which build it was made; empty where it runs from source. */
  readonly build?: Build;
  readonly clock: Clock;
  readonly machine?: Machine;
  /** Undefined where the board cannot tell. */
  readonly undervoltage?: () => boolean | undefined;
}

interface Build {
  readonly date: string;
  readonly number: string;
}

/** One IPv4 address of the speaker. */
interface Network {
  readonly address: string;
  readonly netmask: string;
  readonly broadcast: string;
}

/** Who the speaker is and where it can be reached. */
export interface DeviceInfo {
  readonly board: BoardIdentity;
  /** Of the product, whatever board it runs on. */
  readonly model: string;
  readonly version: string;
  readonly build: Build;
  /** The MAC address as networks write it: `B8:27:EB:12:34:56`. */
  readonly macAddress: string;
  /** When the supervisor started. */
  readonly startedAt: Date;
  /** Another one after each start of the supervisor. */
  readonly bootId: string;
  /** Whole seconds since the start. */
  uptimeS(): number;
  /** The time on the speaker's clock. */
  now(): Date;
  hostName(): string;
  /** Addresses that others can reach, IPv4 first. */
  addresses(): readonly string[];
  /** The first IPv4 address; undefined while there is none. */
  network(): Network | undefined;
  defaultRouter(): string;
  posixTimeZone(): string;
  /** Of the processor, °C; undefined where there is no sensor. */
  temperature(): number | undefined;
  load(): MachineLoad;
  /** Whether the power supply is too weak; undefined where the board cannot tell. */
  undervoltage(): boolean | undefined;
}

/** Gathers what the board, the build and the operating system know. */
export function createDeviceInfo({
  board,
  version,
  build,
  clock,
  machine = linuxMachine,
  undervoltage = () => undefined,
}: DeviceInfoDeps): DeviceInfo {
  const began = clock.monotonic();
  const reachable = () =>
    Object.values(machine.interfaces())
      .flatMap(addresses => addresses ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
      // Where there is a better one, nobody needs the one that the speaker gave itself.
      .sort((one, other) => Number(isLinkLocal(one.address)) - Number(isLinkLocal(other.address)));
  return {
    board,
    model: MODEL,
    version,
    build: build ?? { date: '', number: '0' },
    macAddress: (board.serialNumber.match(/../g) ?? []).join(':'),
    startedAt: clock.now(),
    bootId: randomUUID(),
    uptimeS: () => Math.floor((clock.monotonic() - began) / 1000),
    now: () => clock.now(),
    hostName: () => machine.hostName(),
    addresses: () => {
      const all = reachable().map(({ address }) => address);
      return [...all.filter(isIPv4), ...all.filter(address => !isIPv4(address))];
    },
    network: () => {
      const first = reachable().find(({ address }) => isIPv4(address));
      return first && { address: first.address, netmask: first.netmask, broadcast: broadcastOf(first) };
    },
    defaultRouter: () => machine.defaultRouter(),
    posixTimeZone: () => machine.posixTimeZone(),
    temperature: () => machine.temperature(),
    load: () => machine.load(),
    undervoltage,
  };
}

/** The address with all host bits set (RFC 919). */
function broadcastOf({ address, netmask }: { address: string; netmask: string }): string {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((byte, i) => Number(byte) | (~(mask[i] ?? 255) & 255))
    .join('.');
}
