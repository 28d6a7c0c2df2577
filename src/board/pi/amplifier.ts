import { Fault, unavailable } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { BoardProfile } from '../profile.ts';
import type { GpioClass, GpioPin } from './gpio.ts';
import { gpioBase } from './gpio-base.ts';

interface AmplifierDeps {
  readonly profile: Pick<BoardProfile, 'amplifier' | 'panel'>;
  /** Stands for `/`. */
  readonly root: string;
  readonly log: Log;
  readonly loadGpio: () => Promise<GpioClass>;
}

/** The pins that enable an amplifier or end its muting. */
export interface Amplifier {
  /** Why it may be silent, for people. */
  readonly fault: string | undefined;
  /** Mutes it. */
  readonly off: () => void;
}

/** Makes the pins of a board's amplifier active. */
export async function amplifierOn({ profile, root, log, loadGpio }: AmplifierDeps): Promise<Amplifier> {
  const pins: GpioPin[] = [];
  const set = (value: 0 | 1) => {
    for (const pin of pins) pin.writeSync(value);
  };
  let fault: string | undefined;
  try {
    if (profile.amplifier.length > 0) pins.push(...open(profile, { root, Gpio: await loadGpio() }));
    set(1);
  } catch (error) {
    fault = `the amplifier may be muted: ${error instanceof Fault ? error.message : String(error)}`;
    log.error(fault);
  }
  return { fault, off: () => set(0) };
}

function open(
  { amplifier, panel }: AmplifierDeps['profile'],
  { root, Gpio }: { root: string; Gpio: GpioClass },
): GpioPin[] {
  const base = gpioBase(panel.chips, root);
  if (base === undefined) throw unavailable(`no GPIO chip is named ${panel.chips.join(' or ')}`);
  return amplifier.map(({ line, activeLow }) => {
    try {
      return new Gpio(base + line, 'out', 'none', { activeLow });
    } catch (error) {
      throw unavailable(`GPIO${line} cannot be used (${String(error)})`, error);
    }
  });
}
