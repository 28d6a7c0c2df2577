import type { BinaryValue, ValueCallback } from 'onoff';
import type { GpioClass, GpioPin } from '../../src/board/pi/gpio.ts';

/** GPIO lines in memory, with a class as onoff has it. */
export class FakeGpio {
  /** Level of each line, by the number in sysfs. */
  readonly levels = new Map<number, BinaryValue>();
  /** What each exported line was opened as. */
  readonly exported = new Map<number, string>();
  /** Lines that somebody else uses. */
  readonly busy = new Set<number>();
  readonly #watchers = new Map<number, Set<ValueCallback>>();

  readonly Gpio: GpioClass;

  constructor() {
    // A class that knows these lines: onoff's has only /sys.
    const open = (...given: ConstructorParameters<GpioClass>) => this.#open(...given);
    this.Gpio = function Gpio(...given: ConstructorParameters<GpioClass>) {
      return open(...given);
    } as unknown as GpioClass;
  }

  /** Something outside changes the level of a line. */
  set(line: number, level: BinaryValue): void {
    this.levels.set(line, level);
    for (const watcher of this.#watchers.get(line) ?? []) watcher(null, level);
  }

  /** A line can no longer be read. */
  fail(line: number, message: string): void {
    for (const watcher of this.#watchers.get(line) ?? []) watcher(new Error(message), 0);
  }

  #open(...[line, direction, , options]: ConstructorParameters<GpioClass>): GpioPin {
    if (this.busy.has(line)) throw new Error('EBUSY: resource busy or locked, write');
    const inverted = options?.activeLow === true;
    const logical = (level: number) => (level === 1) !== inverted;
    const value = () => (logical(this.levels.get(line) ?? 0) ? 1 : 0);
    this.exported.set(line, direction);
    if (direction === 'high' || direction === 'low') this.levels.set(line, direction === 'high' ? 1 : 0);
    const watchers = new Set<ValueCallback>();
    this.#watchers.set(line, watchers);
    return {
      readSync: value,
      writeSync: wanted => void this.levels.set(line, logical(wanted) ? 1 : 0),
      watch: callback => void watchers.add(error => callback(error, value())),
      unwatchAll: () => watchers.clear(),
      unexport: () => {
        watchers.clear();
        this.exported.delete(line);
      },
    };
  }
}
