import type { Action } from '../actions/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus, EventDef } from '../events/index.ts';
import { Collection, JsonFile } from '../settings/index.ts';
import { virtualInputActions } from './actions.ts';
import { RuleEngine } from './engine.ts';
import type { Explanations } from './explain.ts';
import { RULES } from './rule.ts';
import { Rules } from './rules.ts';
import { INPUT_NAMES, VirtualInputs } from './virtual-inputs.ts';

interface VirtualInputsDeps {
  readonly events: EventBus;
  readonly log: Log;
  /** Path of the file that keeps the names. */
  readonly file: string;
}

/** Inputs that programs and people raise. */
export function createVirtualInputs({ events, log, file }: VirtualInputsDeps) {
  const names = new Collection({
    file: new JsonFile({ path: file, schema: INPUT_NAMES, empty: [], log }),
    noun: 'virtual input',
  });
  const virtualInputs = new VirtualInputs({ names, events });
  return {
    virtualInputs,
    actions: virtualInputActions(virtualInputs),
    async start(): Promise<Off> {
      await names.load();
      return () => undefined;
    },
  };
}

interface RulesDeps {
  readonly events: EventBus;
  /** All that can happen. */
  readonly catalog: readonly EventDef[];
  /** All that can be done. */
  readonly actions: readonly Action[];
  /** Sentences of those who know more of an event, by its id. */
  readonly explanations: Explanations;
  readonly clock: Clock;
  readonly log: Log;
  /** Path of the file that keeps the rules. */
  readonly file: string;
}

/** What shall be done when something happens. Starts when all else is there, and stops first. */
export function createRules({ file, ...deps }: RulesDeps) {
  const { catalog, actions, log } = deps;
  const records = new Collection({ file: new JsonFile({ path: file, schema: RULES, empty: [], log }), noun: 'rule' });
  const rules = new Rules({ records, catalog, actions });
  const engine = new RuleEngine({ ...deps, rules });
  return {
    rules,
    ruleEngine: engine,
    async start(): Promise<Off> {
      await rules.load();
      return engine.start();
    },
  };
}
