import type { EngineStatus } from '../engine/contract.ts';

/** The audio process as the supervisor sees it, and what plays. */
export interface AudioHealth {
  /** `starting`: no report yet; `running`; `restarting`: it died or hung and a new one starts. */
  readonly state: 'starting' | 'running' | 'restarting';
  /** Times it was restarted since the supervisor started. */
  readonly restarts: number;
  readonly engine?: EngineStatus;
  readonly playing: readonly {
    readonly clip: string;
    readonly name: string;
    readonly atMs: number;
    readonly durationMs: number;
  }[];
}
