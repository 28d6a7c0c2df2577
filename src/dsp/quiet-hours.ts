/** When the speaker is to be quiet, and how quiet. */
export interface QuietHours {
  readonly enabled: boolean;
  /** "22:00", local time. */
  readonly from: string;
  /** "07:00"; earlier than `from` is on the next day, the same as `from` is the whole day. */
  readonly until: string;
  /** The output gain is no higher than this, dB. */
  readonly maxGainDb: number;
}

/** The output gain that applies at a time of day ("23:59"), dB: what was set, or less in the quiet hours. */
export function quietGainDb(gainDb: number, time: string, hours: QuietHours): number {
  return isQuiet(time, hours) ? Math.min(gainDb, hours.maxGainDb) : gainDb;
}

/** Whether a time of day ("23:59") lies in the quiet hours; their last minute does not. */
export function isQuiet(time: string, { enabled, from, until }: QuietHours): boolean {
  if (!enabled) return false;
  // Two digits each: the order of the texts is that of the times.
  return from < until ? time >= from && time < until : time >= from || time < until;
}
