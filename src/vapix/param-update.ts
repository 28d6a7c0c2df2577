import { Fault } from '../core/fault.ts';
import { mayActAs, type Role } from '../core/role.ts';
import { parse } from '../core/schema.ts';
import type { Answer } from '../http/index.ts';
import type { ParamDef, ParamStore } from '../settings/index.ts';
import { oneLine, plain } from './answers.ts';
import { changesOf } from './param-text.ts';
import { withoutRoot } from './param-tree.ts';

/**
 * `action=update`: sets all parameters that the arguments name, or none. Every value is checked before the first is
 * stored, and each bad one gets a line of its own.
 */
export async function updateParams(params: ParamStore, role: Role, args: URLSearchParams): Promise<Answer> {
  // Anything without a group is no parameter: action, usergroup, what clients add against caches.
  const wanted = [...args].filter(([name]) => withoutRoot(name).includes('.'));
  if (wanted.length === 0) return plain('# Error: no parameter to update\n');
  const checked = wanted.map(([name, text]) => check(params, role, { name, text }));
  const complaints = checked.filter(each => typeof each === 'string');
  if (complaints.length > 0) return plain(complaints.map(line => `${line}\n`).join(''));
  await params.update(Object.assign({}, ...checked) as Record<string, unknown>);
  return plain('OK');
}

interface Wanted {
  readonly name: string;
  readonly text: string;
}

/** The settings to change, by path, or the line that says that this does not work. */
function check(params: ParamStore, role: Role, { name, text }: Wanted): Readonly<Record<string, unknown>> | string {
  const path = withoutRoot(name);
  const def = params.list().find(each => each.path.toLowerCase() === path.toLowerCase());
  const shown = def?.hint === 'password' ? '*****' : oneLine(text);
  const complaint = `# Error: Error setting 'root.${oneLine(def?.path ?? path)}' to '${shown}'!`;
  if (def === undefined || !maySet(role, def)) return complaint;
  try {
    const changes = changesOf(def, text);
    for (const [each, value] of Object.entries(changes)) parse(params.find(each).schema, value, each);
    return changes;
  } catch (error) {
    if (error instanceof Fault) return complaint;
    throw error;
  }
}

const maySet = (role: Role, { write }: ParamDef) => write !== 'never' && mayActAs(role, write);
