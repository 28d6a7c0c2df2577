/** One colour of the status LED. */
export interface Lamp {
  set(on: boolean): void;
  /**
   * Leaves the flashing to the kernel, half a period of `halfMs` on and half off; false where it cannot. Such a flash
   * goes on when this process dies.
   */
  readonly flash?: (halfMs: number) => Promise<boolean>;
}
