import type { Role } from '../core/role.ts';
import type { Schema } from '../core/schema.ts';

/** One setting: its type, default, rights, VAPIX name and how the web page shows it. Declared once. */
export interface ParamDef<T = unknown> {
  /** The VAPIX path without `root.`, which is also the key in the settings file. */
  readonly path: string;
  readonly title: string;
  readonly schema: Schema<T>;
  /** The factory default. */
  readonly value: NoInfer<T>;
  readonly read: Role | 'anonymous';
  readonly write: Role | 'never';
  /** Survives `factorydefault.cgi` (network settings do), but not `hardfactorydefault.cgi`. */
  readonly kept?: true;
  readonly hint?: 'switch' | 'slider' | 'password' | 'text' | 'choice' | 'time';
  /** The unit of a number: `dB`, `ms`, `Hz`, `MB`. */
  readonly unit?: string;
  /** Where VAPIX writes the setting in another form than we keep it (`mute` in the place of a gain). */
  readonly dialect?: Dialect;
}

/** How a setting looks to `param.cgi` where that is not simply its value. */
export interface Dialect {
  /** The text VAPIX shows, from the present values of any settings. */
  show(get: <V>(def: ParamDef<V>) => V): string;
  /** The settings that a text written by VAPIX changes, by path. */
  change(text: string): Readonly<Record<string, unknown>>;
}

export const defineParam = <T>(def: ParamDef<T>): ParamDef<T> => Object.freeze(def);
