import { networkInterfaces } from 'node:os';

/** The IPv4 addresses of this machine, loopback included: a program on it may send, too. */
export const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((each = []) =>
    each.filter(({ family }) => family === 'IPv4').map(({ address }) => address),
  );
