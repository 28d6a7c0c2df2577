/** The complete types in a D-Bus signature (D-Bus specification, Type System): `sa{sv}(ib)` is `s`, `a{sv}`, `(ib)`. */
export function completeTypes(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

/** The types inside a struct or dictionary entry: `(ib)` and `{ib}` are `i`, `b`. */
export const membersOf = (type: string): string[] => completeTypes(type.slice(1, -1));

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

function endOfType(signature: string, at: number): number {
  const first = signature[at] ?? '';
  if (first === 'a') return endOfType(signature, at + 1);
  const closing = CLOSING[first];
  if (closing === undefined) {
    if (!/^[ybnqiuxtdsogvh]$/.test(first)) throw new TypeError(`${signature} is no D-Bus signature`);
    return at + 1;
  }
  let next = at + 1;
  while (signature[next] !== closing) next = endOfType(signature, next);
  return next + 1;
}
