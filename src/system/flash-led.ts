import { type Action, defineAction } from '../actions/index.ts';
import type { Clock } from '../core/clock.ts';
import { choice, integer, object } from '../core/schema.ts';
import type { StatusLight } from './status-light.ts';

interface FlashLedDeps {
  readonly light: Pick<StatusLight, 'request'>;
  readonly clock: Clock;
}

/** Flashes the status LED for what a rule wants seen; what the speaker itself has to show goes before. */
export const flashLedAction = ({ light, clock }: FlashLedDeps): Action =>
  defineAction({
    id: 'system.flash-led',
    title: 'Flash status LED',
    args: object({
      color: choice(['green', 'amber', 'red'], { default: 'green' }),
      seconds: integer({ minimum: 1, maximum: 3600, default: 10 }),
      // ms that it is lit, and then dark.
      interval: integer({ minimum: 50, maximum: 10_000, default: 250 }),
    }),
    run: ({ color, seconds, interval }) => {
      clock.after(1000 * seconds, light.request(`rule-${color}`, interval));
    },
    hold: ({ color, interval }) => light.request(`rule-${color}`, interval),
  });
