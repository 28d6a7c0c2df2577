import type { Action } from '../actions/index.ts';
import type { Off } from '../core/clock.ts';
import { Fault, invalid, within } from '../core/fault.ts';
import { parse, type Schema } from '../core/schema.ts';
import type { EventDef } from '../events/index.ts';
import { type Collection, withIds } from '../settings/index.ts';
import { type Condition, MAX_RULES, type Rule, RULE_SPEC, type RuleAction, type RuleSpec, specOf } from './rule.ts';

interface RulesDeps {
  readonly records: Collection<Rule>;
  /** All that can happen. */
  readonly catalog: readonly EventDef[];
  /** All that can be done. */
  readonly actions: readonly Action[];
}

/** The rules, each checked against what can happen and what can be done. */
export class Rules {
  readonly #records: Collection<Rule>;
  readonly #catalog: ReadonlyMap<string, EventDef>;
  readonly #actions: ReadonlyMap<string, Action>;
  #lastId = 0;

  constructor({ records, catalog, actions }: RulesDeps) {
    this.#records = records;
    this.#catalog = new Map(catalog.map(def => [def.id, def]));
    this.#actions = new Map(actions.map(action => [action.id, action]));
  }

  load(): Promise<void> {
    return this.#records.load();
  }

  list(): readonly Rule[] {
    return this.#records.list();
  }

  /** @throws Fault `not-found` */
  get(id: string): Rule {
    return this.#records.get(id);
  }

  /**
   * @param spec a RuleSpec; what is left out has its default
   * @throws Fault `invalid` that names the field; `full` beyond 256
   */
  async add(spec: unknown): Promise<Rule> {
    const checked = this.check(spec);
    this.#checkRoom(1);
    return this.#records.add({ id: this.#newId(), ...checked });
  }

  /** All or none. @throws Fault as `add`; the field begins with the place in the list, `rules.3.` */
  async addAll(specs: readonly unknown[]): Promise<Rule[]> {
    const checked = within('rules.', () => this.checkAll(specs));
    this.#checkRoom(checked.length);
    const added = checked.map(spec => ({ id: this.#newId(), ...spec }));
    await this.#records.addAll(added);
    return added;
  }

  /** Puts others in the place of all; those of the same name keep their ids. @throws Fault as `checkAll` */
  async replaceAll(specs: readonly unknown[]): Promise<void> {
    const checked = this.checkAll(specs);
    await this.#records.replace(withIds(checked, this.list(), () => this.#newId()));
  }

  /** @throws Fault `not-found`, `invalid` */
  async change(id: string, part: Partial<RuleSpec>): Promise<Rule> {
    return this.#records.change(id, this.check({ ...specOf(this.get(id)), ...part }));
  }

  /** The same once more, off, with a name of its own. @throws Fault `not-found`, `full` */
  async copy(id: string): Promise<Rule> {
    const present = specOf(this.get(id));
    return this.add({ ...present, name: this.#nameLike(present.name), enabled: false });
  }

  /** @throws Fault `not-found` */
  async remove(id: string): Promise<void> {
    await this.#records.remove(id);
  }

  onChange(watcher: () => void): Off {
    return this.#records.onChange(watcher);
  }

  /** What the events are that a condition can name. */
  event(id: string): EventDef | undefined {
    return this.#catalog.get(id);
  }

  action(id: string): Action | undefined {
    return this.#actions.get(id);
  }

  /** The rule as it would be stored, with its defaults. @throws Fault `invalid` that names the field */
  check(spec: unknown): RuleSpec {
    const rule = parse(RULE_SPEC, spec, 'the rule');
    const name = rule.name.trim();
    if (name === '') throw invalid('name must not be empty', 'name');
    const conditions = rule.conditions.map((condition, index) =>
      within(`conditions.${index}.`, () => this.#checkCondition(condition)),
    );
    this.#checkTrigger(rule);
    const action = within('action.', () => this.#checkAction(rule.action));
    const { fallback } = rule;
    if (fallback?.hold === true) throw invalid('a fallback action cannot last', 'fallback.hold');
    return {
      ...rule,
      name,
      conditions,
      action,
      fallback: fallback === null ? null : within('fallback.', () => this.#checkAction(fallback)),
    };
  }

  /** @throws Fault `invalid` whose field begins with the place in the list, `3.`; `full` where they are too many */
  checkAll(specs: readonly unknown[]): RuleSpec[] {
    if (specs.length > MAX_RULES) throw new Fault('full', `there can be ${MAX_RULES} rules`);
    return specs.map((spec, index) => within(`${index}.`, () => this.check(spec)));
  }

  #checkRoom(more: number): void {
    if (this.list().length + more > MAX_RULES)
      throw new Fault('full', `there can be ${MAX_RULES} rules: delete one first`);
  }

  #checkCondition({ event, fields, invert }: Condition): Condition {
    const def = this.#catalog.get(event);
    if (def === undefined) throw invalid(`there is no event ${event}`, 'event');
    if (invert && def.kind === 'pulse') throw invalid(`${def.title} is over at once: it cannot be inverted`, 'invert');
    const known = def.data['properties'] as Readonly<Record<string, Schema<unknown>>>;
    const checked = Object.entries(fields).map(([field, value]) => {
      const schema = Object.hasOwn(known, field) ? known[field] : undefined;
      if (schema === undefined) throw invalid(`${def.title} has no ${field}`, `fields.${field}`);
      return [field, within('fields.', () => parse(schema, value, field))] as const;
    });
    return { event, fields: Object.fromEntries(checked) as Condition['fields'], invert };
  }

  /** A pulse can only start a rule. */
  #checkTrigger({ conditions, trigger, action }: RuleSpec): void {
    conditions.forEach(({ event }, index) => {
      const def = this.#catalog.get(event);
      if (def?.kind !== 'pulse' || (index === 0 && trigger)) return;
      if (index === 0) throw invalid(`${def.title} is over at once: use it as a trigger`, 'trigger');
      throw invalid(`${def.title} is over at once: it must be the first condition`, `conditions.${index}.event`);
    });
    if (action.hold && trigger && conditions.length === 1)
      throw invalid('a rule with nothing but a trigger is over at once: its action cannot last', 'action.hold');
  }

  #checkAction({ id, args, hold }: RuleAction): RuleAction {
    const action = this.#actions.get(id);
    if (action === undefined) throw invalid(`there is no action ${id}`, 'id');
    if (hold && action.hold === undefined)
      throw invalid(`${action.title} cannot last while the rule is active`, 'hold');
    const known = action.args['properties'] as Readonly<Record<string, unknown>>;
    const stranger = Object.keys(args).find(name => !Object.hasOwn(known, name));
    if (stranger !== undefined) throw invalid(`${action.title} has no ${stranger}`, `args.${stranger}`);
    return { id, args: within('args.', () => parse(action.args, args, id)) as RuleAction['args'], hold };
  }

  /** VAPIX wants numbers. Who still has the id of a rule that is gone must not meet another under it. */
  #newId(): string {
    this.#lastId = Math.max(this.#lastId, ...this.list().map(({ id }) => Number(id))) + 1;
    return String(this.#lastId);
  }

  #nameLike(name: string): string {
    const taken = new Set(this.list().map(rule => rule.name));
    let number = 2;
    while (taken.has(`${name.slice(0, 58)} (${number})`)) number++;
    return `${name.slice(0, 58)} (${number})`;
  }
}
