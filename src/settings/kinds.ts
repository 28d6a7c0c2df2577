import { boolean, integer, number } from '../core/schema.ts';
import { defineParam, type ParamDef } from './param.ts';

/** What differs from a setting that viewers read and operators write. */
type Differing = Partial<Pick<ParamDef, 'read' | 'write' | 'dialect'>>;

interface Range {
  /** The factory default. */
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit?: string;
}

const COMMON = { read: 'viewer', write: 'operator' } as const;

/** A switch. */
export const onOff = (path: string, title: string, value = false, differing: Differing = {}) =>
  defineParam<boolean>({ ...COMMON, ...differing, path, title, schema: boolean(), value, hint: 'switch' });

/** A number that one sets by ear. */
export const slider = (path: string, title: string, { value, unit, ...limits }: Range, differing: Differing = {}) =>
  defineParam<number>({
    ...COMMON,
    ...differing,
    path,
    title,
    schema: number(limits),
    value,
    hint: 'slider',
    ...unitOf(unit),
  });

/** A whole number that one writes. */
export const whole = (path: string, title: string, { value, unit, ...limits }: Range, differing: Differing = {}) =>
  defineParam<number>({
    ...COMMON,
    ...differing,
    path,
    title,
    schema: integer(limits),
    value,
    hint: 'text',
    ...unitOf(unit),
  });

const unitOf = (unit: string | undefined) => (unit === undefined ? {} : { unit });
