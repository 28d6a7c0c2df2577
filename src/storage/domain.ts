import type { StorageSlot } from '../board/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import { internalQuota } from './params.ts';
import { Storage } from './storage.ts';

interface StorageDomainDeps {
  readonly slot: StorageSlot;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder for what is kept where there is no medium. */
  readonly folder: string;
}

const BYTES_PER_MB = 1_000_000;

/** The storage domain. */
export const createStorage = ({ params, folder, ...deps }: StorageDomainDeps): Storage =>
  new Storage({ ...deps, internal: folder, quotaBytes: () => params.get(internalQuota) * BYTES_PER_MB });
