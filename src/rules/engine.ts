import type { Clock, Off } from '../core/clock.ts';
import { conflict, invalid, notFound } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import { parse } from '../core/schema.ts';
import type { EventBus, EventDef, Happening } from '../events/index.ts';
import { Actor } from './actor.ts';
import { ConditionState } from './condition-state.ts';
import { createExplain, type Explain, type Explanations } from './explain.ts';
import { type Cause, LiveRule } from './live-rule.ts';
import type { Rule, RuleSpec } from './rule.ts';
import { RuleState } from './rule-state.ts';
import type { Rules } from './rules.ts';
import { type Look, Trace, type Traced } from './trace.ts';
import { type Why, whyAt } from './why.ts';

interface RuleEngineDeps {
  readonly rules: Rules;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  readonly explanations: Explanations;
}

/** Of a rule that is not stored. */
const UNSAVED = '';
const START = { id: 'rules.start', title: 'The rules start', topic: '' };
const SAVED = { id: 'rules.saved', title: 'The rule was saved', topic: '' };

/** Hears what happens, asks every rule that waits for it, does what the rule says. It knows no event and no action by name. */
export class RuleEngine {
  readonly #deps: RuleEngineDeps;
  readonly #explain: Explain;
  readonly #trace = new Trace();
  readonly #live = new Map<string, LiveRule>();
  readonly #byEvent = new Map<EventDef, LiveRule[]>();
  readonly #changed = new Listeners<[]>();

  /** Calls back when a rule acted, began or ended. */
  readonly onChange = this.#changed.add;

  constructor(deps: RuleEngineDeps) {
    this.#deps = deps;
    const { events, clock, explanations } = deps;
    this.#explain = createExplain({ present: events, explanations, now: () => clock.now() });
  }

  /** Rules whose states hold already begin at once. */
  start(): Off {
    const { rules, events } = this.#deps;
    this.#follow(START);
    const offs = [rules.onChange(() => this.#follow(SAVED)), events.onAny(happening => this.#hear(happening))];
    return async () => {
      offs.forEach(off => off());
      await Promise.all([...this.#live.values()].map(live => live.stop()));
    };
  }

  /** Oldest first. */
  trace(): readonly Traced[] {
    return this.#trace.list();
  }

  states() {
    return [...this.#live.values()].map(({ rule, state, actor: { ranAt, problem } }) => ({
      id: rule.id,
      active: rule.enabled && state.active,
      ranAt,
      problem,
    }));
  }

  /** Why a rule did, or did not, act at some time. @throws Fault `not-found` */
  why(id: string, at: Date): Why {
    const rule = this.#deps.rules.get(id);
    const { events, explanations } = this.#deps;
    const conditions = this.#live.get(id)?.state.conditions ?? [];
    return whyAt(rule, conditions, at, { trace: this.trace(), present: events, explanations });
  }

  /**
   * What rules would make of an event, were it to happen now; nothing is done.
   * @param spec a rule that is not stored; without it all that are
   * @throws Fault `invalid` that names the field
   */
  dryRun(event: string, data: unknown, spec?: unknown): Traced {
    const happening = this.#imagine(event, data);
    const looks =
      spec === undefined
        ? this.#waitingFor(happening.def).map(live => live.wouldHear(happening))
        : [this.#tryOut(this.#deps.rules.check(spec), happening)];
    return { number: 0, happening, looks, note: looks.length === 0 ? 'no rule waits for it' : '' };
  }

  /**
   * Tells the rules alone once more of what happened before.
   * @throws Fault `not-found` where the trace has it no more; `conflict` for what was no event
   */
  replay(number: number): Traced {
    const traced = this.#trace.find(number);
    if (traced === undefined) throw notFound(`the trace has no event ${number} any more`);
    const def = this.#deps.rules.event(traced.happening.def.id);
    if (def === undefined) throw conflict('this was not an event: there is nothing to tell once more');
    const happening = { def, data: traced.happening.data, at: this.#deps.clock.now() };
    return this.#keep(
      happening,
      this.#waitingFor(def).map(live => live.replay(happening)),
    );
  }

  #hear(happening: Happening): void {
    const waiting = this.#waitingFor(happening.def);
    const looks = waiting.map(live => live.hear(happening));
    this.#keep(happening, looks);
    if (looks.some(({ verdict }) => verdict === 'ended')) this.#changed.tell();
  }

  #keep(happening: Cause, looks: readonly Look[]): Traced {
    return this.#trace.add(happening, looks);
  }

  readonly #waitingFor = (def: EventDef): readonly LiveRule[] => this.#byEvent.get(def) ?? [];

  /** Takes over what is stored. A rule whose conditions and action are the same goes on as it is. */
  #follow(def: typeof SAVED): void {
    const rules = this.#deps.rules.list();
    const ids = new Set(rules.map(({ id }) => id));
    for (const [id, live] of this.#live) if (!ids.has(id)) this.#drop(id, live);
    const begun = rules.flatMap(rule => {
      const live = this.#live.get(rule.id);
      if (live?.rule === rule) return [];
      if (live !== undefined && doesTheSame(live.rule, rule)) {
        live.adopt(rule);
        return [];
      }
      if (live !== undefined) this.#drop(rule.id, live);
      return this.#take(rule);
    });
    this.#index();
    const cause = { def, data: {}, at: this.#deps.clock.now() };
    const looks = begun.map(live => live.begin(cause));
    if (looks.length > 0) this.#keep(cause, looks);
    this.#changed.tell();
  }

  #drop(id: string, live: LiveRule): void {
    this.#live.delete(id);
    void live.stop();
  }

  /** @returns it, where it is active at once */
  #take(rule: Rule): LiveRule[] {
    const live = this.#liveRule(rule);
    this.#live.set(rule.id, live);
    const active = live.state.survey(this.#deps.events);
    return active && rule.enabled ? [live] : [];
  }

  #liveRule(rule: Rule): LiveRule {
    const { rules, events, clock, log } = this.#deps;
    const changed = () => this.#changed.tell();
    return new LiveRule({
      rule,
      state: this.#stateOf(rule),
      actor: new Actor({ action: id => rules.action(id), events, clock, log, changed }),
      clock,
      explain: this.#explain,
      late: (cause, look) => this.#keep(cause, [look]),
    });
  }

  /** A rule that waits for what does not exist any more never acts. */
  #stateOf({ conditions, trigger }: RuleSpec): RuleState {
    return new RuleState(
      conditions.map(condition => new ConditionState(condition, this.#deps.rules.event(condition.event) ?? NEVER)),
      trigger,
    );
  }

  #index(): void {
    this.#byEvent.clear();
    for (const live of this.#live.values()) {
      for (const def of new Set(live.state.conditions.map(condition => condition.def))) {
        this.#byEvent.set(def, [...(this.#byEvent.get(def) ?? []), live]);
      }
    }
  }

  #tryOut(spec: RuleSpec, happening: Happening): Look {
    const live = this.#liveRule({ id: UNSAVED, ...spec });
    if (live.state.conditions.every(({ def }) => def !== happening.def))
      return live.look('not-met', 'the rule does not wait for this event');
    live.state.survey(this.#deps.events);
    return live.wouldHear(happening);
  }

  #imagine(event: string, data: unknown): Happening {
    const def = this.#deps.rules.event(event);
    if (def === undefined) throw invalid(`there is no event ${event}`, 'event');
    return { def, data: parse(def.data, data, 'data'), at: this.#deps.clock.now() };
  }
}

/** In the place of an event that is not in the catalogue any more. */
const NEVER: EventDef = { id: '', title: 'An event that is not there any more', kind: 'pulse', topic: '', data: {} };

const doesTheSame = (one: Rule, other: Rule) => JSON.stringify(essence(one)) === JSON.stringify(essence(other));
const essence = ({ enabled, conditions, trigger, action, fallback }: Rule) => [
  enabled,
  conditions,
  trigger,
  action,
  fallback,
];
