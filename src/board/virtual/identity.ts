import { createHash } from 'node:crypto';
import { arch, cpus, hostname, networkInterfaces } from 'node:os';
import type { BoardIdentity } from '../board.ts';

/** A development machine as a board: its serial number is its MAC address, like that of a real board, or one that is given. */
export const virtualIdentity = (serial?: string): BoardIdentity => ({
  name: 'virtual',
  model: 'Virtual board',
  serialNumber: serial ?? macAddress() ?? madeUpAddress(),
  architecture: arch() === 'arm64' ? 'aarch64' : arch() === 'x64' ? 'x86_64' : arch(),
  soc: cpus()[0]?.model.trim() ?? 'virtual',
});

function macAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  const found = addresses.find(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00');
  return found?.mac.replaceAll(':', '').toUpperCase();
}

/** A locally administered address (IEEE 802, second bit of the first octet) that stays the same on this machine. */
function madeUpAddress(): string {
  return `02${createHash('sha256').update(hostname()).digest('hex').slice(0, 10)}`.toUpperCase();
}
