import type { Board } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { boolean, object } from '../core/schema.ts';
import { defineEvent, type EventBus } from '../events/index.ts';

/** The power supply gives less than the board needs: it may slow down, lose what it writes, or restart. */
export const undervoltage = defineEvent({
  id: 'system.undervoltage',
  title: 'Undervoltage',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:HardwareFailure/Undervoltage',
  initial: { active: false },
  data: object({ active: boolean() }),
});

interface UndervoltageDeps {
  readonly power: Board['power'];
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the kernel itself asks the firmware, ms. */
const LOOK_MS = 2000;

/** Tells when the supply is too weak, and when it is enough again; never where the board cannot tell. */
export function watchUndervoltage({ power, events, clock, log }: UndervoltageDeps): Off {
  let told = false;
  const look = () => {
    const active = power.undervoltage() === true;
    if (active === told) return;
    told = active;
    if (active) log.warn('undervoltage: the power supply or its cable is too weak');
    else log.info('the voltage of the power supply is enough again');
    events.emit(undervoltage, { active });
  };
  look();
  return clock.every(LOOK_MS, look);
}
