import { hostname } from 'node:os';
import type { Off } from '../core/clock.ts';
import type { SnapcastServer, SnapcastStatus } from '../engine/contract.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import type { AudioEngine } from './engine.ts';
import { snapcastClient } from './events.ts';
import {
  SNAPCAST_PARAMS,
  snapcastEnabled,
  snapcastHost,
  snapcastLatency,
  snapcastName,
  snapcastPort,
} from './snapcast-params.ts';

interface SnapcastDeps {
  readonly engine: Pick<AudioEngine, 'followSnapcast' | 'onSnapcast'>;
  readonly params: ParamStore;
  readonly events: EventBus;
  /** By which the server knows this speaker again. */
  readonly id: string;
}

/** Finer steps than these, ms, would be told every second. */
const HELD_STEP_MS = 100;

/** The speaker as a client of a Snapcast server: has the audio process follow the settings, and tells how it goes. */
export class Snapcast {
  readonly #deps: SnapcastDeps;
  #voice: number | undefined;
  #told = '';

  constructor(deps: SnapcastDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const { params, engine } = this.#deps;
    const follow = () => engine.followSnapcast(wishOf(params, this.#deps.id));
    const offs = [
      engine.onSnapcast(status => this.#tell(status)),
      params.onChange(changed => {
        if (SNAPCAST_PARAMS.some(({ path }) => changed.has(path))) follow();
      }),
    ];
    follow();
    return () => {
      for (const off of offs) off();
    };
  }

  /** What plays, for the page. */
  list() {
    return this.#voice === undefined ? [] : [{ voice: this.#voice, name: 'Snapcast', sourceClass: 'music' as const }];
  }

  #tell({ voice, heldMs, errorMs, ...status }: SnapcastStatus): void {
    this.#voice = voice;
    const data = {
      ...status,
      ...(heldMs === undefined ? {} : { heldMs: Math.round(heldMs / HELD_STEP_MS) * HELD_STEP_MS }),
      ...(errorMs === undefined ? {} : { errorMs: Math.round(errorMs) }),
    };
    const words = JSON.stringify(data);
    if (words !== this.#told) this.#deps.events.emit(snapcastClient, data);
    this.#told = words;
  }
}

function wishOf(params: ParamStore, id: string): SnapcastServer | null {
  const host = params.get(snapcastHost);
  if (!params.get(snapcastEnabled) || host === '') return null;
  return {
    host,
    port: params.get(snapcastPort),
    name: params.get(snapcastName) || hostname(),
    id,
    latencyMs: params.get(snapcastLatency),
  };
}
