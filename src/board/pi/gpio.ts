import type { BinaryValue, Direction, Edge, Options, ValueCallback } from 'onoff';
import { unavailable } from '../../core/fault.ts';

/** What we use of a pin of onoff. */
export interface GpioPin {
  readSync(): BinaryValue;
  writeSync(value: BinaryValue): void;
  watch(callback: ValueCallback): void;
  unwatchAll(): void;
  unexport(): void;
}

/** onoff's class Gpio. */
export type GpioClass = new (gpio: number, direction: Direction, edge?: Edge, options?: Options) => GpioPin;

/**
 * onoff, which drives pins through /sys/class/gpio. Loaded only where pins are driven, because it needs the add-on epoll.
 * @throws Fault `unavailable`
 */
export async function loadGpio(): Promise<GpioClass> {
  try {
    return (await import('onoff')).Gpio;
  } catch (error) {
    throw unavailable('onoff cannot be loaded: its add-on epoll is not built (make optional)', error);
  }
}
