import type { Action } from '../../src/actions/index.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import type { EventBus, EventDef } from '../../src/events/index.ts';
import { RuleEngine } from '../../src/rules/engine.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { Rules } from '../../src/rules/rules.ts';
import { Collection } from '../../src/settings/index.ts';
import { memoryFile } from './memory-file.ts';

interface FakeRulesOptions {
  readonly events: EventBus;
  readonly catalog: readonly EventDef[];
  readonly actions: readonly Action[];
  readonly clock: Clock;
}

/** Rules that are kept in memory; the engine hears from the beginning. */
export function fakeRules({ events, catalog, actions, clock }: FakeRulesOptions) {
  const records = new Collection({ file: memoryFile<Rule[]>([]), noun: 'rule' });
  const rules = new Rules({ records, catalog, actions });
  const log = createLog(() => undefined);
  const ruleEngine = new RuleEngine({ rules, events, clock, log, explanations: {} });
  ruleEngine.start();
  return { rules, ruleEngine, catalog };
}
