/** What a release says of itself: the manifest of its bundle, once its signature was verified. */
export interface Bundle {
  readonly version: string;
  /** The product it is made for: RAUC's `compatible`. */
  readonly product: string;
  /** Release notes in a few words; empty where there are none. */
  readonly notes: string;
  /** When or from what it was built; empty where it does not tell. */
  readonly build: string;
  /** The oldest version that may be upgraded to it in one step (`minimum-from` in `[meta.stentor]`). */
  readonly minimumFrom?: string;
}
