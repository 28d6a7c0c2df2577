import { isDeepStrictEqual } from 'node:util';
import { invalid } from '../core/fault.ts';
import { parse, type Schema } from '../core/schema.ts';
import type { ConfigPart, ParamDef, ParamStore } from '../settings/index.ts';

const VALUES: Schema<Record<string, unknown>> = { type: 'object', additionalProperties: {} };

/** Whether a parameter is a setting of its own: somebody may set it, and no domain keeps it as a part of something else. */
export const isSetting = (params: ParamStore, { path, write }: ParamDef): boolean =>
  write !== 'never' && !params.isOwned(path);

/** All settings as a part of the whole configuration; one that a document leaves out stays as it is. */
export function settingsConfigPart(params: ParamStore): ConfigPart {
  const defs = () => params.list().filter(def => isSetting(params, def));
  const find = (path: string | undefined) => defs().find(def => def.path === path);
  const read = () => Object.fromEntries(defs().map(def => [def.path, params.get(def)])) as Record<string, unknown>;
  return {
    name: 'settings',
    title: 'Settings',
    read,
    isSecret: ([path]) => find(path)?.hint === 'password',
    label: ([path]) => {
      const def = find(path);
      return def === undefined
        ? undefined
        : { title: def.title, ...(def.unit === undefined ? {} : { unit: def.unit }) };
    },
    check: content => ({ ...read(), ...checked(parse(VALUES, content, 'settings'), find) }),
    replace: content => {
      // Who follows a setting need not hear of it where it stays as it is.
      const present = read();
      const wanted = Object.entries(parse(VALUES, content, 'settings'));
      return params.update(
        Object.fromEntries(wanted.filter(([path, value]) => !isDeepStrictEqual(value, present[path]))),
      );
    },
  };
}

const checked = (values: Readonly<Record<string, unknown>>, find: (path: string) => ParamDef | undefined) =>
  Object.fromEntries(
    Object.entries(values).map(([path, value]) => {
      const def = find(path);
      if (def === undefined) throw invalid(`there is no setting ${path}`, path);
      return [path, parse(def.schema, value, path)];
    }),
  );
