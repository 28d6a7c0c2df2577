import type { ParamDef, ParamStore } from '../settings/index.ts';
import { oneLine } from './answers.ts';

/** Stands where a password is set: nobody reads it back. */
const HIDDEN = '*****';

/** The present value as VAPIX writes it: booleans are `yes` and `no`, one line always. */
export function textOf(params: Pick<ParamStore, 'get'>, def: ParamDef): string {
  if (def.dialect !== undefined) return oneLine(def.dialect.show(params.get));
  const text = write(params.get(def));
  return def.hint === 'password' && text !== '' ? HIDDEN : oneLine(text);
}

function write(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.map(write).join(',') : JSON.stringify(value);
}

/** The settings, by path, that a text written by a VAPIX client asks for; not checked yet. */
export function changesOf(def: ParamDef, text: string): Readonly<Record<string, unknown>> {
  if (def.dialect !== undefined) return def.dialect.change(text);
  const yesOrNo = def.schema['type'] === 'boolean' && /^(yes|no)$/i.exec(text);
  return { [def.path]: yesOrNo ? text.toLowerCase() === 'yes' : text };
}
