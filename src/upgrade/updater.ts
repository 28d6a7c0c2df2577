import type { Bundle } from './bundle.ts';

/** One of the two places that a release can be in. */
export interface Slot {
  /** `A` or `B`. */
  readonly name: string;
  /** Whether the running system was started from it. */
  readonly booted: boolean;
  /** Whether the boot loader would start it. */
  readonly bootable: boolean;
}

/** How far an installation has got. */
export interface InstallProgress {
  /** 0..100 */
  readonly percent: number;
  /** What is being done, in a few words. */
  readonly step: string;
}

/** What verifies and installs releases: RAUC, or the virtual slots of a development machine. All throws Faults. */
export interface Updater {
  readonly kind: 'rauc' | 'virtual';
  /** What releases for this speaker are made for: RAUC's `compatible`. */
  product(): Promise<string>;
  slots(): Promise<readonly Slot[]>;
  /** Verifies the signature of a bundle and reads its manifest. @throws Fault with a `refusalReason` */
  inspect(path: string): Promise<Bundle>;
  /** Writes a bundle into the slot that does not run, and has it started next. */
  install(path: string, onProgress: (progress: InstallProgress) => void): Promise<void>;
  /** Has the slot started next, and from then on. */
  activate(slot: string): Promise<void>;
  /** Tells the boot loader that the running slot works. */
  markGood(): Promise<void>;
  /** The boot loader must not start this slot any more. */
  disable(slot: string): Promise<void>;
}
