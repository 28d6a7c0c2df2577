import { invalid } from '../../core/fault.ts';

/** Levels that a client may nest, and places that its arrays may have. */
const DEEPEST = 5;
const LONGEST = 100;

interface Node {
  readonly below: Map<string, Node | string | null>;
}

/**
 * The arguments of the simple form: `SIPAccount_UserId=6001`, arrays as `SIPAccount_SIPProxies_0_Server=…`, texts in
 * quotes or without, `null` for none.
 * @throws Fault `invalid`
 */
export function simpleArguments(query: URLSearchParams): unknown {
  const root: Node = { below: new Map() };
  for (const [name, text] of query) if (name !== 'action' && name !== 'format') put(root, name, valueOf(text));
  return plainOf(root);
}

function put(root: Node, name: string, value: string | null): void {
  const levels = name.split('_');
  if (levels.length > DEEPEST || levels.some(level => level === ''))
    throw invalid(`${name.slice(0, 40)} is no argument`, name);
  const last = levels.pop() ?? '';
  let node = root;
  for (const level of levels) {
    const below = node.below.get(level);
    const next: Node = typeof below === 'object' && below !== null ? below : { below: new Map() };
    node.below.set(level, next);
    node = next;
  }
  node.below.set(last, value);
}

const valueOf = (text: string): string | null =>
  text === 'null' ? null : /^".*"$/s.test(text) ? text.slice(1, -1) : text;

/** Numbers as names make an array. Nothing becomes of `null`. */
function plainOf(node: Node): unknown {
  const entries = [...node.below].filter(([, value]) => value !== null);
  const plain = entries.map(
    ([name, value]) => [name, typeof value === 'object' && value !== null ? plainOf(value) : value] as const,
  );
  const isArray = plain.length > 0 && plain.every(([name]) => /^\d{1,3}$/.test(name));
  if (!isArray) return Object.fromEntries(plain);
  return plain
    .sort(([a], [b]) => Number(a) - Number(b))
    .slice(0, LONGEST)
    .map(([, value]) => value);
}
