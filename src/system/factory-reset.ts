import { join } from 'node:path';
import { replaceFile } from '../core/files.ts';
import { JsonFile, type ParamStore, STORED_PARAMS } from '../settings/index.ts';
import type { Log } from '../core/log.ts';
import { KEPT_SETTINGS, RESET_ORDER } from './apply-reset.ts';

/** `soft` is the manual's "restore": network settings and identity stay. `hard` returns everything to the default. */
export type ResetKind = 'soft' | 'hard';

interface FactoryResetDeps {
  /** Folder of all state. */
  readonly folder: string;
  readonly params: Pick<ParamStore, 'kept'>;
  readonly log: Log;
}

/**
 * Orders a return to the factory default. What is in use cannot be removed, so only a mark is left here: on the card the
 * next start obeys it before anything of the state is mounted for us, elsewhere the supervisor does (`applyReset`).
 */
export class FactoryReset {
  readonly #deps: FactoryResetDeps;

  constructor(deps: FactoryResetDeps) {
    this.#deps = deps;
  }

  /** The next start will reset; nothing else happens until then. */
  async prepare(kind: ResetKind): Promise<void> {
    const { folder, params, log } = this.#deps;
    if (kind === 'soft') {
      const path = join(folder, KEPT_SETTINGS);
      await new JsonFile({ path, schema: STORED_PARAMS, empty: {}, log }).save(params.kept());
    }
    await replaceFile(join(folder, RESET_ORDER), `${kind}\n`);
    log.warn('factory default was ordered', { kind });
  }
}
