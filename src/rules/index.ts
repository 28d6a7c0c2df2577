/** What shall be done when something happens, and what other systems and people at the page can raise. */
export { createRules, createVirtualInputs } from './domain.ts';
export type { RuleEngine } from './engine.ts';
export { actionFailed, virtualInput } from './events.ts';
export { type Rule, type RuleSpec, specOf } from './rule.ts';
export type { Rules } from './rules.ts';
export type { Traced } from './trace.ts';
export { type Referents, rulesConfigPart, virtualInputsConfigPart } from './config-parts.ts';
export type { VirtualInputs } from './virtual-inputs.ts';
