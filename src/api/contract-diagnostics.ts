/** GET /api/logs/system, /api/logs/access and /api/logs/audit (admin); `?text=` finds lines, `?tail=` takes the last. */
export interface LogText {
  /** The oldest first. */
  readonly lines: readonly string[];
}

/** POST /api/ping `{host}` and /api/port-check `{host, port}` (admin). */
export interface Reached {
  readonly reached: boolean;
  /** A sentence. */
  readonly words: string;
}

/** GET /api/clients (admin): a connection that is open. */
export interface ConnectedClient {
  readonly address: string;
  readonly port: number;
  readonly localPort: number;
  readonly protocol: string;
  readonly state: string;
  /** What the connection is for, where the speaker serves it. */
  readonly service: string;
  readonly process: string;
}
