import { isDeepStrictEqual } from 'node:util';
import type { Rule, RuleAction } from '../../api/contract.ts';
import { Fault } from '../../core/fault.ts';
import { boolean, list, object, type Schema, string } from '../../core/schema.ts';
import type { Collection } from '../../settings/index.ts';
import type { ChosenAction } from './action-templates.ts';
import { actionFault } from './faults.ts';

/** An action that stands by itself until a rule takes it, and stays when the rule goes. */
export interface ConfigurationRecord {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly action: ChosenAction;
  /** The recipient that came to be with it and goes with it; empty where there is none. */
  readonly ownRecipient: string;
  /** Ids of rules that were made of it. */
  readonly rules: readonly string[];
}

const ARGS: Schema<ChosenAction['args']> = { type: 'object', additionalProperties: {} };
export const CONFIGURATION_RECORDS: Schema<ConfigurationRecord[]> = list(
  object({
    id: string(),
    name: string(),
    token: string(),
    action: object({ id: string(), args: ARGS, hold: boolean() }),
    ownRecipient: string(),
    rules: list(string()),
  }),
);

/** Two for each rule that there may be. */
const MOST = 512;
/** Numbers from here on are those of actions that only a rule has: two for each rule. */
const OF_RULES = 1_000_000;

/** A configuration as it is listed. */
export interface Configuration {
  readonly id: number;
  readonly name: string;
  /** Undefined where the template is to be found by the action. */
  readonly token: string | undefined;
  readonly action: ChosenAction;
}

interface ConfigurationsDeps {
  readonly records: Collection<ConfigurationRecord>;
  readonly rules: { list(): readonly Rule[] };
}

/**
 * Actions as VAPIX keeps them, apart from rules. A rule holds a copy of its action; the record says which rules were made
 * of it. A rule that the page made or changed has a configuration of its own, which exists only in the list
 * (docs/decisions/0083).
 */
export class Configurations {
  readonly #deps: ConfigurationsDeps;
  #lastId = 0;

  constructor(deps: ConfigurationsDeps) {
    this.#deps = deps;
  }

  load(): Promise<void> {
    return this.#deps.records.load();
  }

  list(): readonly Configuration[] {
    const { records, rules } = this.#deps;
    const kept = records.list().map(record => ({ ...record, id: Number(record.id) }));
    return [...kept, ...rules.list().flatMap(rule => this.#ofRule(rule))];
  }

  records(): readonly ConfigurationRecord[] {
    return this.#deps.records.list();
  }

  /** @throws SoapFault */
  get(id: number): Configuration {
    const found = this.list().find(each => each.id === id);
    if (found === undefined) throw notFoundFault(id);
    return found;
  }

  /** The numbers of a rule's action and of what is done where it fails. */
  ofRule(rule: Rule): { readonly primary: number; readonly failover: number | undefined } {
    const number = (action: RuleAction, own: number) => Number(this.#recordOf(rule, action)?.id ?? own);
    const [primary, failover] = ownNumbers(rule);
    return {
      primary: number(rule.action, primary),
      failover: rule.fallback === null ? undefined : number(rule.fallback, failover),
    };
  }

  /** @throws Fault `full` */
  async add(wish: Pick<ConfigurationRecord, 'name' | 'token' | 'action' | 'ownRecipient'>): Promise<number> {
    const { records } = this.#deps;
    if (records.list().length >= MOST) throw new Fault('full', `there are ${MOST} action configurations already`);
    this.#lastId = Math.max(this.#lastId, ...records.list().map(({ id }) => Number(id))) + 1;
    const id = this.#lastId;
    await records.add({ ...wish, id: String(id), rules: [] });
    return id;
  }

  /** Says that a rule was made of configurations; forgets those rules that are gone. */
  async use(ids: readonly number[], rule: string): Promise<void> {
    const { records, rules } = this.#deps;
    const present = new Set(rules.list().map(each => each.id));
    for (const id of new Set(ids.map(String))) {
      if (!records.has(id)) continue;
      const kept = records.get(id).rules.filter(each => present.has(each) && each !== rule);
      await records.change(id, { rules: [...kept, rule] });
    }
  }

  /** @returns what was removed; undefined for one that went with its rule. @throws SoapFault */
  async remove(id: number): Promise<ConfigurationRecord | undefined> {
    const { records, rules } = this.#deps;
    const key = String(id);
    const users = rules.list().filter(rule => {
      const { primary, failover } = this.ofRule(rule);
      return primary === id || failover === id;
    });
    if (users.length > 0) {
      const names = users.map(({ name }) => name).join(', ');
      throw actionFault('ActionConfigurationIsInUse', `the action configuration ${id} is used by ${names}`);
    }
    if (records.has(key)) return records.remove(key);
    if (id >= OF_RULES) return undefined;
    throw notFoundFault(id);
  }

  #ofRule(rule: Rule): readonly Configuration[] {
    const { name, action, fallback } = rule;
    const [primary, failover] = ownNumbers(rule);
    const { primary: used, failover: usedToo } = this.ofRule(rule);
    return [
      ...(used === primary ? [{ id: primary, name, token: undefined, action }] : []),
      ...(fallback !== null && usedToo === failover
        ? [{ id: failover, name: `${name} (fallback)`, token: undefined, action: fallback }]
        : []),
    ];
  }

  /** The configuration that a rule's action is still the same as. */
  #recordOf(rule: Rule, { id, args, hold }: RuleAction): ConfigurationRecord | undefined {
    return this.#deps.records
      .list()
      .find(record => record.rules.includes(rule.id) && isDeepStrictEqual(record.action, { id, args, hold }));
  }
}

const ownNumbers = ({ id }: Rule): readonly [primary: number, failover: number] => [
  OF_RULES + 2 * Number(id),
  OF_RULES + 2 * Number(id) + 1,
];

const notFoundFault = (id: number) =>
  actionFault('ActionConfigurationNotFound', `there is no action configuration ${id}`);
