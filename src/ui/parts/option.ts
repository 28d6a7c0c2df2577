/** One choice of several. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** The heading it stands under; options with the same one stand together. */
  readonly group?: string;
  readonly disabled?: boolean;
}
