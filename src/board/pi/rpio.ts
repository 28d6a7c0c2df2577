import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unavailable } from '../../core/fault.ts';

/** What we use of the package rpio. */
export interface Rpio {
  readonly INPUT: number;
  readonly OUTPUT: number;
  readonly PULL_UP: number;
  readonly PULL_DOWN: number;
  readonly LOW: number;
  readonly HIGH: number;
  init(options: { gpiomem?: boolean; mapping?: 'gpio' | 'physical'; mock?: string }): void;
  open(pin: number, mode: number, init?: number): void;
  read(pin: number): number;
  write(pin: number, value: number): void;
}

/**
 * rpio, ready to use. Asked for /dev/gpiomem first: without it rpio turns itself into a mock, and a speaker with a mock
 * for a panel would look as if all were well.
 * @throws Fault `unavailable`
 */
export function loadRpio(gpiomem = '/dev/gpiomem'): Rpio {
  if (!existsSync(gpiomem)) {
    throw unavailable(`rpio needs ${gpiomem}, which only Raspberry Pi's own kernel has, up to the Pi 4`);
  }
  try {
    const rpio = createRequire(import.meta.url)('rpio') as Rpio;
    // Numbers of the chip: those of the header are wrong on a Compute Module.
    rpio.init({ gpiomem: true, mapping: 'gpio' });
    return rpio;
  } catch (error) {
    throw unavailable(`rpio cannot be loaded (${String(error)}); install and build it (make optional)`, error);
  }
}
