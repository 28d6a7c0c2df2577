import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { piTree, virtTree } from './device-tree.ts';

/** The emulated computers: a Raspberry Pi 3, and QEMU's own machine, which is faster. */
export type Kind = 'raspi3b' | 'virt';

export interface Wiring {
  readonly kind: Kind;
  /** A qcow2 over the card's image. */
  readonly disk: string;
  /** Folder for sockets, logs and device trees. */
  readonly folder: string;
  /** Unpacked packages: boot loaders and device trees (see hardware.ts). */
  readonly hardware: string;
  /** The panel's compiled overlay. */
  readonly panel: string;
  /** Loopback ports that lead to the speaker's 80 and 443. */
  readonly http: number;
  readonly https: number;
  /** A root shell for tests. */
  readonly shell: boolean;
  /** More of QEMU's own arguments. */
  readonly more?: readonly string[];
}

/** Names of the sockets in the folder. */
export const SOCKETS = { serial: 'serial.sock', shell: 'shell.sock', qmp: 'qmp.sock', qtest: 'qtest.sock' } as const;

const QEMU = 'qemu-system-aarch64';

/** QEMU's command line: only loopback, no window, every line of serial output also in serial.log. */
export function command(wiring: Wiring): readonly [string, ...string[]] {
  const { folder, more = [] } = wiring;
  const socket = (name: keyof typeof SOCKETS) => `path=${join(folder, SOCKETS[name])},server=on,wait=off`;
  const common = [
    ...['-display', 'none', '-nodefaults', '-no-user-config'],
    ...['-qmp', `unix:${socket('qmp').slice(5)}`, '-qtest', `unix:${socket('qtest').slice(5)}`],
    ...['-chardev', `socket,id=serial,${socket('serial')},logfile=${join(folder, 'serial.log')},logappend=on`],
    ...['-chardev', `socket,id=shell,${socket('shell')}`],
  ];
  const machine = wiring.kind === 'raspi3b' ? raspi3b(wiring) : virt(wiring);
  return [QEMU, ...machine, ...common, ...more];
}

const network = ({ http, https }: Wiring) =>
  `user,id=net,hostfwd=tcp:127.0.0.1:${http}-:80,hostfwd=tcp:127.0.0.1:${https}-:443`;

function raspi3b(wiring: Wiring): readonly string[] {
  const { disk, hardware, panel, folder, shell } = wiring;
  const modules = join(hardware, 'usr/lib/modules');
  const tree = firstBelow(modules, 'dtb/broadcom/bcm2837-rpi-3-b.dtb');
  return [
    ...['-M', 'raspi3b', '-kernel', join(hardware, 'usr/lib/u-boot/rpi_arm64/u-boot.bin')],
    ...['-dtb', piTree(folder, { tree, panel, shell })],
    ...['-drive', `file=${disk},if=sd,format=qcow2`],
    ...['-netdev', network(wiring), '-device', 'usb-net,netdev=net'],
    ...['-serial', 'chardev:shell', '-serial', 'chardev:serial'],
  ];
}

function virt(wiring: Wiring): readonly string[] {
  const { disk, hardware, folder, shell } = wiring;
  const computer = ['-M', 'virt,gic-version=2,acpi=off', '-cpu', 'cortex-a53', '-smp', '2', '-m', '1024'];
  return [
    ...computer,
    ...['-accel', 'tcg,thread=multi,tb-size=512'],
    ...['-bios', join(hardware, 'usr/lib/u-boot/qemu_arm64/u-boot.bin')],
    ...['-dtb', virtTree(folder, QEMU, computer, shell)],
    ...['-drive', `file=${disk},if=virtio,format=qcow2`],
    ...['-netdev', network(wiring), '-device', 'virtio-net-pci,netdev=net,romfile=', '-device', 'virtio-rng-pci'],
    ...['-device', 'virtio-serial-pci', '-device', 'virtconsole,chardev=shell'],
    ...['-device', 'qemu-xhci', '-serial', 'chardev:serial'],
  ];
}

function firstBelow(modules: string, path: string): string {
  const found = readdirSync(modules)
    .map(release => join(modules, release, path))
    .find(file => existsSync(file));
  if (found === undefined) throw new Error(`no kernel in ${modules} has ${path}`);
  return found;
}
