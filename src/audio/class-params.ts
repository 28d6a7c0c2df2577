import { choice, number } from '../core/schema.ts';
import { SOURCE_CLASSES, type ClassPolicies, type ClassPolicy, type SourceClass } from '../engine/contract.ts';
import { defineParam, type ParamDef, type ParamStore, slider } from '../settings/index.ts';

/** The classes that people set; the speaker test always has the speaker to itself. */
export type SettableClass = Exclude<SourceClass, 'test'>;

const EXCLUSIVE: ClassPolicy = {
  gainDb: 0,
  lower: 'pause',
  duckDb: 0,
  attackMs: 15,
  releaseMs: 200,
  several: 'queue',
};

/** A page is short and must be understood: what can wait waits, and music comes back slowly. */
const DEFAULTS: Readonly<Record<SettableClass, ClassPolicy>> = {
  music: { gainDb: 0, lower: 'mix', duckDb: 12, attackMs: 15, releaseMs: 500, several: 'replace' },
  advertisement: { gainDb: 0, lower: 'pause', duckDb: 20, attackMs: 15, releaseMs: 500, several: 'queue' },
  announcement: { gainDb: 0, lower: 'duck', duckDb: 20, attackMs: 15, releaseMs: 500, several: 'replace' },
  paging: { gainDb: 0, lower: 'pause', duckDb: 24, attackMs: 15, releaseMs: 300, several: 'newest' },
  call: { gainDb: 0, lower: 'pause', duckDb: 24, attackMs: 15, releaseMs: 300, several: 'together' },
  emergency: { gainDb: 0, lower: 'pause', duckDb: 24, attackMs: 10, releaseMs: 300, several: 'newest' },
};

const paramsOf = (name: SettableClass) => {
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  const initial = DEFAULTS[name];
  const common = { read: 'viewer', write: 'operator' } as const;
  const path = (last: string) => `Stentor.Audio.Class.${title}.${last}`;
  const ms = (last: string, text: string, value: number) =>
    defineParam({
      ...common,
      path: path(last),
      title: `${title}: ${text}`,
      schema: number({ minimum: 0, maximum: 10_000 }),
      value,
      hint: 'text',
      unit: 'ms',
    });
  return {
    gainDb: slider(path('Gain'), `${title}: gain`, { value: initial.gainDb, minimum: -60, maximum: 12, unit: 'dB' }),
    lower: defineParam({
      ...common,
      path: path('Lower'),
      title: `${title}: what lower classes do`,
      schema: choice(['mix', 'duck', 'mute', 'pause']),
      value: initial.lower,
      hint: 'choice',
    }),
    duckDb: slider(path('Duck'), `${title}: lower classes are softer by`, {
      value: initial.duckDb,
      minimum: 0,
      maximum: 60,
      unit: 'dB',
    }),
    attackMs: ms('Attack', 'attack', initial.attackMs),
    releaseMs: ms('Release', 'release', initial.releaseMs),
    several: defineParam({
      ...common,
      path: path('Several'),
      title: `${title}: several at a time`,
      schema: choice(['together', 'replace', 'newest', 'queue']),
      value: initial.several,
      hint: 'choice',
    }),
  } satisfies Record<keyof ClassPolicy, unknown>;
};

/** The strongest last. */
export const SETTABLE_CLASSES = SOURCE_CLASSES.filter((name): name is SettableClass => name !== 'test');
const PARAMS = Object.fromEntries(SETTABLE_CLASSES.map(name => [name, paramsOf(name)])) as Record<
  SettableClass,
  ReturnType<typeof paramsOf>
>;

export const CLASS_PARAMS: readonly ParamDef[] = SETTABLE_CLASSES.flatMap(
  name => Object.values(PARAMS[name]) as ParamDef[],
);

/** How the classes stand to each other as it is set now. */
export function classPolicies(params: Pick<ParamStore, 'get'>): ClassPolicies {
  const policyOf = (name: SettableClass): ClassPolicy => ({
    gainDb: params.get(PARAMS[name].gainDb),
    lower: params.get(PARAMS[name].lower),
    duckDb: params.get(PARAMS[name].duckDb),
    attackMs: params.get(PARAMS[name].attackMs),
    releaseMs: params.get(PARAMS[name].releaseMs),
    several: params.get(PARAMS[name].several),
  });
  const set = Object.fromEntries(SETTABLE_CLASSES.map(name => [name, policyOf(name)])) as Record<
    SettableClass,
    ClassPolicy
  >;
  return { ...set, test: EXCLUSIVE };
}
