import { readFileSync } from 'node:fs';
import type { RtspFindings } from './rtsp.ts';

/** What a run came to. */
export interface Findings {
  readonly seed: number;
  readonly requests: number;
  /** Requests a second. */
  readonly pace: number;
  /** How many answers each status had; 0 is none. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly rtsp: RtspFindings;
  /** What must not be; empty where all is well. */
  readonly wrong: readonly string[];
  /** Of the supervisor and of the audio process: MB at the beginning, at most, at the end. */
  readonly memory: Readonly<Record<'stentord' | 'audiod', readonly number[]>>;
  /** Frames of sound that were looked at, and those that the card lacked by itself. */
  readonly frames: number;
  readonly xruns: number;
}

/** Resident memory of a process, MB; 0 where it is gone. */
export function residentMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  } catch {
    return 0;
  }
}

/**
 * SOAP 1.2 (part 2, 7.5.2.2) wants status 500 for envelopes of another version and for headers that must be understood
 * and are not; all else with this status is a fault of ours.
 */
export const isOurFault = (status: number, text: string) =>
  (status === 500 || (status > 500 && status !== 503 && status !== 507)) &&
  !/<SOAP-ENV:Value>SOAP-ENV:(VersionMismatch|MustUnderstand)</.test(text);

/** What the log tells of our faults. */
export const faultsIn = (log: string): string[] =>
  log
    .split('\n')
    .filter(line =>
      /on a bug|unhandled|uncaught|^error: |^warn: .*a (request|WebSocket) failed|heap out of/i.test(line),
    );
