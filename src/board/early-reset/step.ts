/** What the status LED shows meanwhile. Green is the supervisor's word, once all is done. */
export type ResetLight = 'amber' | 'unlit';

/**
 * `normal`: start as always. `reset`: restore the factory defaults, then start. `stuck`: start as always, the button was
 * never let go.
 */
export type ResetOutcome = 'normal' | 'reset' | 'stuck';

export type ResetEvent =
  /** The first look. */
  | { readonly type: 'start'; readonly pressed: boolean }
  | { readonly type: 'button'; readonly pressed: boolean }
  /** The time that was asked for has come. */
  | { readonly type: 'tick' };

export type ResetState =
  | { readonly name: 'idle' }
  /** Held, the LED unlit, counting. `gapSince`: the contact is open. */
  | { readonly name: 'arming'; readonly since: number; readonly gapSince?: number }
  /** Held long enough, the LED amber for the second time: letting go wipes. */
  | { readonly name: 'armed'; readonly since: number; readonly releasedSince?: number }
  | { readonly name: 'done'; readonly outcome: ResetOutcome };

export interface ResetStep {
  readonly state: ResetState;
  readonly light?: ResetLight;
  readonly outcome?: ResetOutcome;
  /** When to come back with a tick. */
  readonly wakeAt?: number;
}

/** How long the button is held until the LED turns amber for the second time, ms (manual: 10 s). */
const HOLD_MS = 10_000;
/** A contact that opens for less than this was not let go, ms. */
const BOUNCE_MS = 150;
/** A button that is still down so long after that will never come up, ms. */
const STUCK_MS = 60_000;

export const RESET_TIMES = { HOLD_MS, BOUNCE_MS, STUCK_MS } as const;

/**
 * The factory reset by the control button, as the manual has it: held while power comes, until the LED is amber for the
 * second time, then let go. Pure: no clock, no hardware.
 * Only a hold of ten seconds with a release after it wipes, so neither a shorted cable nor a wedged button ever does.
 * @param now ms of a clock that only grows
 */
export function resetStep(state: ResetState, event: ResetEvent, now: number): ResetStep {
  switch (state.name) {
    case 'idle':
      return event.type === 'start' ? first(event.pressed, now) : { state };
    case 'arming':
      return arming(state, event, now);
    case 'armed':
      return armed(state, event, now);
    case 'done':
      return { state };
  }
}

const done = (outcome: ResetOutcome): ResetStep => ({ state: { name: 'done', outcome }, light: 'amber', outcome });

const first = (pressed: boolean, now: number): ResetStep =>
  pressed ? { state: { name: 'arming', since: now }, light: 'unlit', wakeAt: now + HOLD_MS } : done('normal');

function arming(state: ResetState & { name: 'arming' }, event: ResetEvent, now: number): ResetStep {
  const { since, gapSince } = state;
  // Let go too early. Looked at before anything else, because a tick may come late, after the next press.
  if (gapSince !== undefined && now - gapSince >= BOUNCE_MS) return done('normal');
  if (event.type === 'button' && event.pressed)
    return { state: { name: 'arming', since }, wakeAt: Math.max(now, since + HOLD_MS) };
  if (event.type === 'button' && gapSince === undefined)
    return { state: { ...state, gapSince: now }, wakeAt: now + BOUNCE_MS };
  if (gapSince !== undefined) return { state, wakeAt: gapSince + BOUNCE_MS };
  if (now - since < HOLD_MS) return { state, wakeAt: since + HOLD_MS };
  return { state: { name: 'armed', since: now }, light: 'amber', wakeAt: now + STUCK_MS };
}

function armed(state: ResetState & { name: 'armed' }, event: ResetEvent, now: number): ResetStep {
  const { since, releasedSince } = state;
  if (releasedSince !== undefined && now - releasedSince >= BOUNCE_MS) return done('reset');
  if (event.type === 'button' && event.pressed)
    return { state: { name: 'armed', since }, wakeAt: Math.max(now, since + STUCK_MS) };
  if (event.type === 'button' && releasedSince === undefined)
    return { state: { ...state, releasedSince: now }, wakeAt: now + BOUNCE_MS };
  if (releasedSince !== undefined) return { state, wakeAt: releasedSince + BOUNCE_MS };
  return now - since < STUCK_MS ? { state, wakeAt: since + STUCK_MS } : done('stuck');
}
