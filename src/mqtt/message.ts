import type { Qos } from './settings.ts';

/** One message to publish. */
export interface Outgoing {
  readonly topic: string;
  readonly payload: string;
  readonly qos: Qos;
  readonly retain: boolean;
}

/** One message that came. */
export interface Incoming {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
}

/** A payload of more bytes is neither sent nor taken (VAPIX). */
export const MOST_PAYLOAD = 8192;
