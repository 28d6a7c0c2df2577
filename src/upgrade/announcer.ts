import type { Off } from '../core/clock.ts';
import type { EventBus } from '../events/index.ts';
import { upgradeState } from './events.ts';
import type { UpgradeState } from './upgrade-state.ts';

/** Shows the failed upgrade on the speaker's own light until it is told to stop. */
export interface FailureLight {
  request(what: 'failed-upgrade'): Off;
}

interface AnnouncerDeps {
  readonly state: UpgradeState;
  readonly events: EventBus;
  readonly light: FailureLight;
}

/** Tells the event and the light what follows from the state, whenever that changes. */
export function announceUpgrades({ state, events, light }: AnnouncerDeps): Off {
  let told = '';
  let lit: Off | undefined;
  const tell = () => {
    const now = eventOf(state);
    if (JSON.stringify(now) !== told) events.emit(upgradeState, now);
    told = JSON.stringify(now);
    const failed = isFailed(state);
    if (failed && lit === undefined) lit = light.request('failed-upgrade');
    if (!failed) {
      lit?.();
      lit = undefined;
    }
  };
  tell();
  const off = state.onChange(tell);
  return () => {
    off();
    lit?.();
  };
}

const isFailed = ({ record }: UpgradeState) => record.failure?.acknowledged === false;

function eventOf({ now, record }: UpgradeState) {
  const { trial, failure } = record;
  if (now.phase === 'installing' || now.phase === 'restarting') {
    return { state: now.phase, version: now.bundle?.version ?? '', reason: '' };
  }
  if (failure?.acknowledged === false)
    return { state: 'failed' as const, version: failure.version, reason: failure.reason };
  if (trial !== undefined) return { state: 'trial' as const, version: trial.version, reason: '' };
  return { state: 'idle' as const, version: '', reason: '' };
}
