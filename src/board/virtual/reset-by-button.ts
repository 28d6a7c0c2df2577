import type { Clock } from '../../core/clock.ts';
import type { Board } from '../board.ts';
import { runReset } from '../early-reset/run-reset.ts';
import type { ResetOutcome } from '../early-reset/step.ts';

/**
 * The factory reset by a button that is held while the virtual board starts: what early-reset does on a real one, which
 * has a start-up of its own.
 */
export async function resetByButton(
  { button, led }: Pick<Board, 'button' | 'led'>,
  clock: Clock,
): Promise<ResetOutcome> {
  if (!button.pressed) return 'normal';
  return new Promise(resolve => {
    const tell = runReset({
      clock,
      pressed: true,
      light: look => led.show(look),
      done: outcome => {
        for (const off of offs) off();
        resolve(outcome);
      },
    });
    const offs = [button.onPress(() => tell(true)), button.onRelease(() => tell(false))];
  });
}
