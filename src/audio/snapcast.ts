import { hostname } from 'node:os';
import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import type { SnapcastServer, SnapcastStatus } from '../engine/contract.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import type { AudioEngine } from './engine.ts';
import { snapcastClient } from './events.ts';
import { askSnapcastPlace, type SnapcastPlace } from './snapcast-control.ts';
import {
  SNAPCAST_PARAMS,
  snapcastControlPort,
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
  readonly clock: Clock;
  readonly log: Log;
}

/** Finer steps than these, ms, would be told every second. */
const HELD_STEP_MS = 100;
/** So often the server is asked for the names of group and stream. */
const ASK_MS = 10_000;

/** The speaker as a client of a Snapcast server: has the audio process follow the settings, and tells how it goes. */
export class Snapcast {
  readonly #deps: SnapcastDeps;
  #voice: number | undefined;
  #told = '';
  #place: SnapcastPlace | undefined;
  #status: SnapcastStatus = { state: 'stopped' };
  #askedAt = -Infinity;

  constructor(deps: SnapcastDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const { params, engine } = this.#deps;
    const follow = () => engine.followSnapcast(wishOf(params, this.#deps.id));
    const offs = [
      engine.onSnapcast(status => this.#hear(status)),
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

  #hear(status: SnapcastStatus): void {
    const { clock, log } = this.#deps;
    const connected = status.state === 'playing' || status.state === 'idle';
    this.#status = status;
    if (!connected) {
      this.#place = undefined;
      this.#askedAt = -Infinity;
    } else if (clock.monotonic() - this.#askedAt >= ASK_MS) {
      this.#askedAt = clock.monotonic();
      inBackground(log, 'asking a Snapcast server', () => this.#ask());
    }
    this.#tell(status);
  }

  /** A server that answers nothing plays all the same. */
  async #ask(): Promise<void> {
    const { params, clock, id, log } = this.#deps;
    const port = params.get(snapcastControlPort);
    if (port === 0) return;
    try {
      const place = await askSnapcastPlace({ host: params.get(snapcastHost), port, id }, clock);
      if (this.#askedAt === -Infinity) return;
      this.#place = place;
      this.#tell(this.#status);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.debug('a Snapcast server tells no names', { reason: error.message });
    }
  }

  #tell({ voice, heldMs, errorMs, ...status }: SnapcastStatus): void {
    this.#voice = voice;
    const data = {
      ...status,
      ...(this.#place === undefined ? {} : { group: this.#place.group, stream: this.#place.stream }),
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
