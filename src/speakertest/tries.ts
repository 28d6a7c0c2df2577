import { type Clock, instant } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Retry, SpeakerTestStore } from './store.ts';
import { isUndecided, type TestOutcome } from './test-run.ts';

export interface Tries {
  readonly deps: {
    readonly clock: Clock;
    readonly log: Log;
    readonly store: Pick<SpeakerTestStore, 'tryAgain'>;
    readonly settings: () => { readonly retryMs: number; readonly retries: number };
  };
  /** What waited when the speaker was switched off. */
  readonly retry: Retry | undefined;
  readonly test: () => Promise<TestOutcome>;
  readonly wait: (
    ms: number,
    waiting: { readonly reason: string; readonly until: string; readonly triesLeft: number },
  ) => Promise<void>;
  readonly isStopped: () => boolean;
}

/** Tests, and up to `retries` times more while nothing is decided. @returns nothing where it was stopped */
export async function tryUntilDecided({ deps, retry, test, wait, isStopped }: Tries): Promise<TestOutcome | undefined> {
  let left = retry?.triesLeft ?? deps.settings().retries + 1;
  let next = retry;
  for (;;) {
    if (next !== undefined) await waitFor(next, deps, wait);
    if (isStopped()) return undefined;
    const outcome = await test();
    if (isStopped()) return undefined;
    left--;
    if (left === 0 || !isUndecided(outcome)) return outcome;
    next = await tryLater(outcome.reason, left, deps);
  }
}

async function tryLater(reason: string, triesLeft: number, { clock, settings, store }: Tries['deps']): Promise<Retry> {
  const retry = { at: instant(clock.now().getTime() + settings().retryMs).toISOString(), reason, triesLeft };
  await store.tryAgain(retry);
  return retry;
}

async function waitFor({ at, reason, triesLeft }: Retry, deps: Tries['deps'], wait: Tries['wait']): Promise<void> {
  const { clock, settings, log } = deps;
  // The clock may have been set meanwhile: never longer than the setting, at once where the moment has passed.
  const ms = Math.min(Math.max(0, instant(at).getTime() - clock.now().getTime()), settings().retryMs);
  const until = instant(clock.now().getTime() + ms).toISOString();
  log.info('the speaker test is tried again', { reason, until });
  await wait(ms, { reason, until, triesLeft });
}
