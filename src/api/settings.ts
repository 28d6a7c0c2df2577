import { Fault, invalid } from '../core/fault.ts';
import { mayActAs, type Role } from '../core/role.ts';
import type { Exchange, Route } from '../http/index.ts';
import type { ParamDef, ParamStore } from '../settings/index.ts';
import type { Setting } from './contract.ts';
import { checkType, json, objectIn } from './json.ts';

interface SettingsDeps {
  readonly params: ParamStore;
}

/** Every setting, read and changed by its path; forms on the page are made from what this tells. */
export const settingsRoutes = ({ params }: SettingsDeps): Route[] => [
  {
    path: '/api/settings',
    methods: ['GET'],
    access: 'viewer',
    handle: exchange => json(readable(params, roleOf(exchange))),
  },
  {
    path: '/api/settings',
    methods: ['PATCH'],
    access: 'viewer',
    handle: async exchange => {
      const changes = await objectIn(exchange);
      for (const [path, value] of Object.entries(changes)) checkChange(params, roleOf(exchange), { path, value });
      await params.update(changes);
      return json(readable(params, roleOf(exchange)));
    },
  },
];

const roleOf = ({ caller }: Exchange): Role => caller?.role ?? 'viewer';

const mayRead = (role: Role, { read }: ParamDef) => read === 'anonymous' || mayActAs(role, read);
const maySet = (role: Role, { write }: ParamDef) => write !== 'never' && mayActAs(role, write);

const readable = (params: ParamStore, role: Role): Setting[] =>
  params
    .list()
    .filter(def => mayRead(role, def))
    .map(def => ({
      path: def.path,
      title: def.title,
      schema: def.schema,
      // Nobody reads a password back, not even a default one.
      value: def.hint === 'password' ? '' : params.get(def),
      default: def.hint === 'password' ? '' : def.value,
      writable: maySet(role, def),
      ...(def.hint === undefined ? {} : { hint: def.hint }),
      ...(def.unit === undefined ? {} : { unit: def.unit }),
    }));

interface Change {
  readonly path: string;
  readonly value: unknown;
}

/** @throws Fault that names the setting as its field */
function checkChange(params: ParamStore, role: Role, { path, value }: Change): void {
  const def = params.list().find(each => each.path === path);
  if (def === undefined || !mayRead(role, def)) throw invalid(`there is no setting ${path}`, path);
  if (!maySet(role, def)) {
    const why = def.write === 'never' ? 'is set by the speaker itself' : `is for the role ${def.write}`;
    throw new Fault('forbidden', `${def.title} ${why}`, { field: path });
  }
  checkType(def.schema, value, path);
}
