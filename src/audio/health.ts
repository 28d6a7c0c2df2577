import type { EngineStatus, SourceClass } from '../engine/contract.ts';
import type { Sent } from './multicast/group-sender.ts';

/** Something that sounds, or waits until it may. */
export interface Source {
  readonly voice: number;
  readonly name: string;
  readonly sourceClass: SourceClass;
  /** Amplitude factor that the classes leave it: 0 while it waits or is muted. */
  readonly heard: number;
}

/** The audio process as the supervisor sees it, and what plays. */
export interface AudioHealth {
  /** `starting`: no report yet; `running`; `restarting`: it died or hung and a new one starts. */
  readonly state: 'starting' | 'running' | 'restarting';
  /** Times it was restarted since the supervisor started. */
  readonly restarts: number;
  readonly engine?: EngineStatus;
  readonly playing: readonly (Source & {
    readonly clip: string;
    readonly atMs: number;
    readonly durationMs: number;
  })[];
  /** Live sound that others send. */
  readonly live: readonly Source[];
  /** What is sent to other speakers. */
  readonly sent: readonly Sent[];
}
