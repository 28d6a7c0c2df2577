/** The values of `a=` lines. */
export interface Attributes {
  readonly all: (name: string) => string[];
  readonly one: (name: string) => string | undefined;
}
