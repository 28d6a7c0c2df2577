/**
 * GET /api/recordings (operator): the newest first. GET /api/recordings/:id/file is the file (Opus in Ogg; ranges are
 * served), POST /api/recordings/:id/stop ends one that is being made, DELETE /api/recordings/:id. POST
 * /api/actions/recordings.record `{seconds, label}` makes one.
 */
export interface Recording {
  readonly id: string;
  /** As /api/storage calls it. */
  readonly disk: string;
  readonly label: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly ongoing: boolean;
}
