/**
 * A part of the whole configuration, kept by one domain. Its content is plain JSON with all secrets in it; whoever shows it
 * to others takes them out. Elements of a list are known by their `name`, never by an id, so that a document fits another
 * speaker.
 */
export interface ConfigPart {
  /** Its key in the document, and the first word of the fields of its faults. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Is another on each speaker: it comes into a document only where that is asked for. */
  readonly personal?: true;
  read(): unknown;
  /** Whether what stands there is a secret, beside what always is one. @param path names of properties and elements */
  isSecret?(path: readonly string[]): boolean;
  /** What stands there, for people, with the unit of numbers; its path unless told. */
  label?(path: readonly string[]): { readonly title: string; readonly unit?: string } | undefined;
  /**
   * A content as it would be read once it is in place, with what was left out.
   * @throws Fault that names the field within the content
   */
  check(content: unknown): unknown;
  /** Where it could lock its user out, and is only tested unless `final`: how it is confirmed, for people. */
  readonly trial?: string;
  /** Puts a checked content in the place of what there is, all of it or nothing. @throws Fault as `check` */
  replace(content: unknown, how: { readonly final: boolean }): Promise<void>;
  /** A checked content as far as this speaker can take it, and what it lacks for the rest, in sentences for people. */
  fit?(content: unknown): { readonly content: unknown; readonly notes: readonly string[] };
}

/** Things that another domain keeps: known by their names in a document, by their ids here; '' is none. */
export interface NamedElsewhere {
  toName(id: string): string;
  /** @throws Fault `invalid` with the field, where there is none of that name, or more than one */
  toId(name: string, field: string): string;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Gives each record the id of a present one of the same name, in turn where there are several, so that who knows the id
 * goes on to mean the same; all others get ids of their own.
 * @param newId another one at each call
 */
export function withIds<T extends { readonly name: string }>(
  specs: readonly T[],
  present: readonly Named[],
  newId: () => string,
): (T & Named)[] {
  const left = [...present];
  return specs.map(spec => {
    const at = left.findIndex(({ name }) => name === spec.name);
    const [same] = at < 0 ? [] : left.splice(at, 1);
    return { ...spec, id: same?.id ?? newId() };
  });
}
