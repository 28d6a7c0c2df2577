import type { Clock, Off } from '../core/clock.ts';
import { boolean, object } from '../core/schema.ts';
import { defineEvent, type EventBus, type EventDef } from '../events/index.ts';
import { type ParamStore, whole } from '../settings/index.ts';
import type { Machine } from './machine.ts';

interface Sensed {
  readonly active: boolean;
}

const sensed = (id: string, title: string, topic: string, active: boolean): EventDef<Sensed> =>
  defineEvent<Sensed>({
    id: `system.temperature-${id}`,
    title,
    kind: 'state',
    topic: `tns1:Device/tnsaxis:Status/Temperature/${topic}`,
    initial: { active },
    data: object({ active: boolean() }),
  });

const within = sensed('within', 'Within operating temperature', 'Inside', true);
const above = sensed('above', 'Above operating temperature', 'Above', false);
const below = sensed('below', 'Below operating temperature', 'Below', false);
const outside = sensed('outside', 'Above or below operating temperature', 'Above_or_below', false);
const critical = sensed('critical', 'Temperature critical', 'Critical', false);

/** Of the processor; where the board has no sensor they stay as they are at first. */
export const TEMPERATURE_EVENTS: readonly EventDef[] = [within, above, below, outside, critical];

const limit = (name: string, title: string, value: number) =>
  whole(`Stentor.Temperature.${name}`, title, { value, minimum: -40, maximum: 120, unit: '°C' });

/** A Raspberry Pi slows down at 80 °C and is built for -20 °C and more. */
const lowest = limit('Lowest', 'Lowest operating temperature', -20);
const highest = limit('Highest', 'Highest operating temperature', 75);
const criticalAt = limit('Critical', 'Critical temperature', 85);

export const TEMPERATURE_PARAMS = [lowest, highest, criticalAt];

interface TemperatureDeps {
  readonly machine: Pick<Machine, 'temperature'>;
  readonly events: Pick<EventBus, 'emit'>;
  readonly params: Pick<ParamStore, 'get'>;
  readonly clock: Clock;
}

/** How often it is measured, ms. */
const MEASURE_MS = 10_000;
/** °C that it must come back by, so that a limit is not crossed every few seconds. */
const HYSTERESIS = 2;

/** Tells when the processor is too warm or too cold. */
export function watchTemperature({ machine, events, params, clock }: TemperatureDeps): Off {
  const told = new Map<EventDef<Sensed>, boolean>(
    [within, above, below, outside, critical].map(def => [def, def === within]),
  );
  const tell = (def: EventDef<Sensed>, active: boolean) => {
    if (told.get(def) === active) return;
    told.set(def, active);
    events.emit(def, { active });
  };
  const measure = () => {
    const degrees = machine.temperature();
    if (degrees === undefined) return;
    const beyond = (def: EventDef<Sensed>, by: number) => by > (told.get(def) === true ? -HYSTERESIS : 0);
    const isAbove = beyond(above, degrees - params.get(highest));
    const isBelow = beyond(below, params.get(lowest) - degrees);
    tell(above, isAbove);
    tell(below, isBelow);
    tell(outside, isAbove || isBelow);
    tell(within, !isAbove && !isBelow);
    tell(critical, beyond(critical, degrees - params.get(criticalAt)));
  };
  measure();
  return clock.every(MEASURE_MS, measure);
}
