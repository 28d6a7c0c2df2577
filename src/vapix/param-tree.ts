import { mayActAs, type Role } from '../core/role.ts';
import type { ParamDef, ParamStore } from '../settings/index.ts';
import { oneLine } from './answers.ts';
import { textOf } from './param-text.ts';

/** One parameter as VAPIX shows it. */
export interface VapixParam {
  /** Without `root.`. */
  readonly path: string;
  readonly text: string;
  /** Undefined for one that comes and goes, such as `MediaClip.M0.Name`. */
  readonly def?: ParamDef;
}

/** All that `role` may read, in the order of devices: in each group first its parameters, then its groups. */
export function visibleParams(params: ParamStore, role: Role): readonly VapixParam[] {
  const settings = params
    .list()
    .filter(({ read }) => read === 'anonymous' || mayActAs(role, read))
    .map(def => ({ path: def.path, text: textOf(params, def), def }));
  const live = params.live().map(({ path, value }) => ({ path, text: oneLine(value) }));
  return inOrder([...settings, ...live], role);
}

interface Order {
  /** All of them, to tell whether they are the same again. */
  readonly paths: string;
  /** Where each is in the list as it comes. */
  readonly places: readonly number[];
}

/** Sorting hundreds of paths takes milliseconds, and from one request to the next they are the same. */
const orders = new Map<Role, Order>();

function inOrder(params: readonly VapixParam[], role: Role): readonly VapixParam[] {
  const paths = params.map(({ path }) => path).join('\n');
  const known = orders.get(role);
  const order = known?.paths === paths ? known : { paths, places: placesOf(params) };
  orders.set(role, order);
  return order.places.flatMap(place => params[place] ?? []);
}

function placesOf(params: readonly VapixParam[]): readonly number[] {
  const split = params.map(({ path }, place) => ({ levels: path.split('.'), place }));
  return split.sort((a, b) => compare(a.levels, b.levels)).map(({ place }) => place);
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  const aEnds = at === a.length - 1;
  const bEnds = at === b.length - 1;
  if (aEnds !== bEnds) return aEnds ? -1 : 1;
  return collator.compare(a[at] ?? '', b[at] ?? '');
}

/** The groups of a comma-separated list; some clients encode its commas twice. */
export const groupsIn = (list: string): readonly string[] =>
  list
    .replaceAll(/%2c/gi, ',')
    .split(',')
    .map(withoutRoot)
    .filter(group => group !== '');

/** The path below `root`, without the dots that some clients leave at its end. */
export const withoutRoot = (path: string) =>
  path
    .trim()
    .replace(/^root(\.|$)/i, '')
    .replace(/\.+$/, '');

/** Whether the parameter is in the group: its path begins with the group's, in any case; `*` is any one level. */
export function isIn(group: string, { path }: VapixParam): boolean {
  const levels = path.toLowerCase().split('.');
  return group
    .toLowerCase()
    .split('.')
    .every((part, i) => levels[i] !== undefined && (part === '*' || part === levels[i]));
}
