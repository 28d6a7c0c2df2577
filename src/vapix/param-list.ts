import { type Answer } from '../http/index.ts';
import { oneLine, plain } from './answers.ts';
import { groupsIn, isIn, type VapixParam } from './param-tree.ts';

/** The parameters that a request names, and the complaint about each group that has none. */
export interface Selection {
  readonly params: readonly VapixParam[];
  readonly complaints: readonly string[];
}

/** Picks the groups of the argument `group`; without it, everything. */
export function select(visible: readonly VapixParam[], group: string | null): Selection {
  const groups = groupsIn(group ?? '');
  if (groups.length === 0) return { params: visible, complaints: [] };
  const found = groups.map(name => ({ name, params: visible.filter(param => isIn(name, param)) }));
  return {
    params: found.flatMap(({ params }) => params),
    complaints: found
      .filter(({ params }) => params.length === 0)
      .map(({ name }) => `# Error: Error -1 getting param in group 'root.${oneLine(name)}'`),
  };
}

/** `action=list`: one line `root.Group.Name=value` for each parameter. */
export function listParams({ params, complaints }: Selection): Answer {
  const lines = [...params.map(({ path, text }) => `root.${path}=${text}`), ...complaints];
  return plain(lines.map(line => `${line}\n`).join(''));
}
