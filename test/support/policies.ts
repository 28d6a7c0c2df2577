import { SOURCE_CLASSES, type ClassPolicies, type ClassPolicy, type SourceClass } from '../../src/engine/contract.ts';

const PLAIN: ClassPolicy = { gainDb: 0, lower: 'mix', duckDb: 0, attackMs: 10, releaseMs: 20, several: 'together' };

/** Classes that sound together, but for what is told. */
export const policies = (changed: Partial<Record<SourceClass, Partial<ClassPolicy>>> = {}): ClassPolicies =>
  Object.fromEntries(SOURCE_CLASSES.map(name => [name, { ...PLAIN, ...changed[name] }])) as unknown as ClassPolicies;
