/** A place for files, as programs and people see it. It keeps its id whatever medium is in the slot. */
export interface Disk {
  /** `SD_DISK` is the slot, as every client knows it; `INTERNAL` the quota on the data partition. */
  readonly id: string;
  /** The words of VAPIX: `OK` is mounted and usable, `connected` is not mounted. */
  readonly status: 'disconnected' | 'connected' | 'OK' | 'failed';
  /** It is being checked before it is mounted. */
  readonly busy: boolean;
  readonly removable: boolean;
  readonly label: string;
  readonly filesystem: string;
  /** Why it failed; else empty. */
  readonly reason: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly full: boolean;
  readonly readOnly: boolean;
  /** Where our files go while it is `OK`. */
  readonly folder: string | undefined;
}

/** The slot; there is always one, with or without a medium. */
export const SLOT_DISK = 'SD_DISK';
export const INTERNAL_DISK = 'INTERNAL';
