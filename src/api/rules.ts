import type { Action } from '../actions/index.ts';
import { instant } from '../core/clock.ts';
import { invalid } from '../core/fault.ts';
import { list, object, optional, type Schema, string } from '../core/schema.ts';
import { EVENT_GROUPS, type EventDef } from '../events/index.ts';
import { type Exchange, idIn, type Route } from '../http/index.ts';
import { type RuleEngine, type Rules, type RuleSpec, specOf, type Traced } from '../rules/index.ts';
import { attachment } from './attachment.ts';
import type {
  ConditionKind,
  EventsCatalog,
  RuleActionKind,
  RuleList,
  RulesFile,
  RuleState,
  RuleWhy,
  TracedEvent,
} from './contract.ts';
import { bodyOf, json, objectIn } from './json.ts';

interface RulesDeps {
  readonly rules: Rules;
  readonly ruleEngine: RuleEngine;
  readonly catalog: readonly EventDef[];
  readonly actions: readonly Action[];
}

const SOMETHING: Schema<Readonly<Record<string, unknown>>> = { type: 'object', additionalProperties: {} };
const DRY_RUN = object({ event: string(), data: SOMETHING, rule: optional(SOMETHING) });
const RULES_FILE = object({ rules: list(SOMETHING, { minItems: 1, maxItems: 256 }) });
/** Of a rule without its id. */
const KNOWN = ['name', 'enabled', 'wait', 'conditions', 'trigger', 'action', 'fallback'];

/** Rules, what they made of what happened, and what they would make of it. */
export const ruleRoutes = (deps: RulesDeps): Route[] => [
  {
    path: '/api/events/catalog',
    methods: ['GET'],
    access: 'operator',
    handle: () => json(catalogOf(deps)),
  },
  ...listRoutes(deps),
  ...fileRoutes(deps),
  ...traceRoutes(deps),
];

const listRoutes = ({ rules, ruleEngine }: RulesDeps): Route[] => [
  {
    path: '/api/rules',
    methods: ['GET'],
    access: 'operator',
    handle: () => json({ rules: rules.list(), states: statesOf(ruleEngine) } satisfies RuleList),
  },
  {
    path: '/api/rules',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(await rules.add(await specIn(exchange)), 201),
  },
  {
    path: '/api/rules/:id',
    methods: ['PATCH'],
    access: 'admin',
    handle: async exchange => json(await rules.change(idIn(exchange), await specIn(exchange))),
  },
  {
    path: '/api/rules/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await rules.remove(idIn(exchange));
      return undefined;
    },
  },
  {
    path: '/api/rules/:id/copy',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(await rules.copy(idIn(exchange)), 201),
  },
];

const fileRoutes = ({ rules }: RulesDeps): Route[] => [
  {
    path: '/api/rules/export',
    methods: ['GET'],
    access: 'admin',
    handle: () => {
      const file: RulesFile = { rules: rules.list().map(specOf) };
      const headers = { 'Content-Disposition': attachment('rules.json') };
      return { ...json(file), body: `${JSON.stringify(file, null, 2)}\n`, headers };
    },
  },
  {
    path: '/api/rules/import',
    methods: ['POST'],
    access: 'admin',
    body: RULES_FILE,
    handle: async exchange => json(await rules.addAll((await bodyOf(RULES_FILE, exchange)).rules), 201),
  },
];

const traceRoutes = ({ ruleEngine }: RulesDeps): Route[] => [
  {
    path: '/api/rules/trace',
    methods: ['GET'],
    access: 'operator',
    handle: () => json(ruleEngine.trace().map(tracedEvent)),
  },
  {
    path: '/api/rules/dry-run',
    methods: ['POST'],
    access: 'operator',
    body: DRY_RUN,
    handle: async exchange => {
      const { event, data, rule } = await bodyOf(DRY_RUN, exchange);
      return json(tracedEvent(ruleEngine.dryRun(event, data, rule)));
    },
  },
  {
    path: '/api/rules/replay/:number',
    methods: ['POST'],
    access: 'admin',
    handle: ({ params }) => json(tracedEvent(ruleEngine.replay(Number(params['number'])))),
  },
  {
    path: '/api/rules/:id/why',
    methods: ['GET'],
    access: 'operator',
    handle: exchange => {
      const { lines, looks } = ruleEngine.why(idIn(exchange), timeIn(exchange));
      return json({ lines, looks: looks.map(tracedEvent) } satisfies RuleWhy);
    },
  },
];

/** @throws Fault `invalid` */
function timeIn({ query }: Exchange): Date {
  const at = instant(query.get('at') ?? '');
  if (Number.isNaN(at.getTime())) throw invalid('at must be a time like 2026-11-26T18:00:00Z', 'at');
  return at;
}

/** The schema of a rule checks the rest. @throws Fault `invalid` for what no rule has */
async function specIn(exchange: Exchange): Promise<Partial<RuleSpec>> {
  const body = await objectIn(exchange);
  const stranger = Object.keys(body).find(name => !KNOWN.includes(name));
  if (stranger !== undefined) throw invalid(`${stranger} is not known here`, stranger);
  return body;
}

function catalogOf({ catalog, actions }: RulesDeps): EventsCatalog {
  const conditions = catalog
    .map((def): ConditionKind => ({
      event: def.id,
      title: def.title,
      group: groupOf(def),
      kind: def.kind,
      fields: def.data,
    }))
    .sort((a, b) => placeOf(a.group) - placeOf(b.group));
  return {
    conditions,
    actions: actions.map(({ id, title, args, hold }): RuleActionKind => ({
      id,
      title,
      args,
      holds: hold !== undefined,
    })),
  };
}

const groupOf = ({ group = EVENT_GROUPS[0] }: EventDef) => group;
const placeOf = (group: string) => EVENT_GROUPS.findIndex(each => each === group);

const statesOf = (engine: RuleEngine): RuleState[] =>
  engine.states().map(({ id, active, ranAt, problem }) => ({
    id,
    active,
    ...(ranAt === undefined ? {} : { ranAt: ranAt.toISOString() }),
    ...(problem === undefined ? {} : { problem }),
  }));

const tracedEvent = ({ number, happening: { def, data, at }, looks, note }: Traced): TracedEvent => ({
  number,
  event: def.id,
  title: def.title,
  data: data as TracedEvent['data'],
  at: at.toISOString(),
  looks,
  note,
});
