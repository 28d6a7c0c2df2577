import type { Clock, Off } from '../../core/clock.ts';
import { resetStep, type ResetEvent, type ResetLight, type ResetOutcome, type ResetState } from './step.ts';

interface RunResetDeps {
  readonly clock: Clock;
  readonly pressed: boolean;
  readonly light: (look: ResetLight) => void;
  readonly done: (outcome: ResetOutcome) => void;
}

/** Runs the factory reset by the button on a clock; returns what is to be told of every press and release. */
export function runReset({ clock, pressed, light, done }: RunResetDeps): (pressed: boolean) => void {
  let state: ResetState = { name: 'idle' };
  let cancel: Off = () => undefined;
  const take = (event: ResetEvent) => {
    const now = clock.monotonic();
    const step = resetStep(state, event, now);
    if (step.state === state && step.wakeAt === undefined) return;
    state = step.state;
    cancel();
    if (step.light !== undefined) light(step.light);
    if (step.wakeAt !== undefined) cancel = clock.after(Math.max(0, step.wakeAt - now), () => take({ type: 'tick' }));
    if (step.outcome !== undefined) done(step.outcome);
  };
  take({ type: 'start', pressed });
  return isPressed => take({ type: 'button', pressed: isPressed });
}
