/** The first lines of a request (RFC 9112, 2 and 3), as far as one must know them before the real parser runs. */
export interface RequestHead {
  readonly method: string;
  /** Path and query as they stand. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly fields: readonly { readonly name: string; readonly line: string; readonly value: string }[];
}

/** Reads a head without its empty line. Undefined where anything is unusual: then it is the real parser's to refuse. */
export function parseHead(text: string): RequestHead | undefined {
  const [first = '', ...lines] = text.split('\r\n');
  const [, method = '', target = '', version] = /^([A-Z]+) (\S+) HTTP\/(1\.[01])$/.exec(first) ?? [];
  if (version !== '1.0' && version !== '1.1') return undefined;
  const fields = lines.map(line => {
    const name = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):/.exec(line)?.[1] ?? '';
    return { name: name.toLowerCase(), line, value: line.slice(name.length + 1).trim() };
  });
  return fields.some(({ name }) => name === '') ? undefined : { method, target, version, fields };
}

/** All values of one field. */
export const valuesOf = ({ fields }: RequestHead, name: string) =>
  fields.filter(field => field.name === name).map(({ value }) => value);
