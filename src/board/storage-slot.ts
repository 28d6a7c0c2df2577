import type { Off } from '../core/clock.ts';

/** One file system on a USB stick or an SD card that is in the slot. */
export interface Medium {
  /** What the kernel calls it: `sda1`. */
  readonly name: string;
  readonly state: 'checking' | 'mounted' | 'unmounted' | 'failed';
  /** Why it failed, or was not unmounted, for people; else empty. */
  readonly reason: string;
  /** `vfat`, `exfat` or `ext4`; empty where it is unknown. */
  readonly filesystem: string;
  /** What somebody called it; may be empty, and is not to be trusted. */
  readonly label: string;
  /** Where it is while it is mounted. */
  readonly folder: string;
}

/** Where media are put in and pulled out. */
export interface StorageSlot {
  /** Begins to look after the slot. */
  start(): Off | Promise<Off>;
  media(): readonly Medium[];
  /** Calls back after every change, also when a medium is pulled out without a word. */
  onChange(listener: () => void): Off;
  /** @throws Fault that says why the medium cannot be used */
  mount(name: string): Promise<void>;
  /** After this it is safe to pull the medium out. @throws Fault that says why it cannot be unmounted */
  unmount(name: string): Promise<void>;
}
