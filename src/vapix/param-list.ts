import type { ParamStore } from '../settings/index.ts';
import { type Answer } from '../http/index.ts';
import { oneLine, plain } from './answers.ts';
import { groupsIn, isIn, type VapixParam, visibleParams } from './param-tree.ts';

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
export const listParams = ({ params, complaints }: Selection): Answer =>
  plain([...params.map(lineOf), ...complaints].map(line => `${line}\n`).join(''));

const lineOf = ({ path, text }: VapixParam) => `root.${path}=${text}`;

/** All parameters in the same form; passwords are hidden. */
export const parametersText = (params: ParamStore): string => visibleParams(params, 'admin').map(lineOf).join('\n');
