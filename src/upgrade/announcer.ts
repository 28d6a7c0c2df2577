import type { Off } from '../core/clock.ts';
import type { EventBus } from '../events/index.ts';
import { upgradeState } from './events.ts';
import type { UpgradeState } from './upgrade-state.ts';

/** Shows the failed upgrade on the speaker's own light until it is told to stop. */
export interface FailureLight {
  request(what: 'failed-upgrade'): Off;
}

/** What the control button and others look at before they begin something. */
export interface Occupation {
  /** @param what in words that go on "the speaker is busy: " */
  claim(what: string): Off;
}

interface AnnouncerDeps {
  readonly state: UpgradeState;
  readonly events: EventBus;
  readonly light: FailureLight;
  readonly occupation: Occupation;
}

/** Tells the event, the light and the occupation what follows from the state, whenever that changes. */
export function announceUpgrades({ state, events, light, occupation }: AnnouncerDeps): Off {
  let told = '';
  const lit = whileIt(() => light.request('failed-upgrade'));
  const claimed = whileIt(() => occupation.claim('a release is being installed'));
  const tell = () => {
    const now = eventOf(state);
    if (JSON.stringify(now) !== told) events.emit(upgradeState, now);
    told = JSON.stringify(now);
    lit(isFailed(state));
    claimed(now.state === 'installing' || now.state === 'restarting');
  };
  tell();
  const off = state.onChange(tell);
  return () => {
    off();
    lit(false);
    claimed(false);
  };
}

/** Begins something when it is called with true and ends it with false; twice the same does nothing. */
function whileIt(begin: () => Off): (holds: boolean) => void {
  let end: Off | undefined;
  return holds => {
    if (holds) end ??= begin();
    else {
      end?.();
      end = undefined;
    }
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
