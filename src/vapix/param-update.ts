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
  try {
    await params.update(Object.assign({}, ...checked) as Record<string, unknown>);
  } catch (error) {
    // What a domain refuses that keeps the parameter itself: an address that another device has, a port that is taken.
    if (!(error instanceof Fault) || !REFUSALS.has(error.kind)) throw error;
    const { field = '' } = error;
    const wrong = wanted.filter(([name]) => withoutRoot(name).toLowerCase() === field.toLowerCase());
    const lines = (wrong.length > 0 ? wrong : wanted).map(([name, text]) => complaintAbout(params, { name, text }));
    return plain(lines.map(line => `${line}\n`).join(''));
  }
  return plain('OK');
}

const REFUSALS: ReadonlySet<string> = new Set(['invalid', 'conflict']);

interface Wanted {
  readonly name: string;
  readonly text: string;
}

/** The settings to change, by path, or the line that says that this does not work. */
function check(params: ParamStore, role: Role, { name, text }: Wanted): Readonly<Record<string, unknown>> | string {
  const def = defOf(params, name);
  const complaint = complaintAbout(params, { name, text });
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

function defOf(params: ParamStore, name: string): ParamDef | undefined {
  const path = withoutRoot(name).toLowerCase();
  return params.list().find(each => each.path.toLowerCase() === path);
}

function complaintAbout(params: ParamStore, { name, text }: Wanted): string {
  const def = defOf(params, name);
  const shown = def?.hint === 'password' ? '*****' : oneLine(text);
  return `# Error: Error setting 'root.${oneLine(def?.path ?? withoutRoot(name))}' to '${shown}'!`;
}

const maySet = (role: Role, { write }: ParamDef) => write !== 'never' && mayActAs(role, write);
