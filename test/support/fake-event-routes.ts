/** The routes of rules and schedules in the browser, where the speaker has none yet: what the contract says, kept in memory. */
import type { Page, Route } from 'playwright-core';
import type {
  DryRun,
  Occurrence,
  Rule,
  RuleList,
  RulesFile,
  RuleState,
  Schedule,
  ScheduleList,
  TracedEvent,
} from '../../src/api/contract.ts';
import { CATALOG } from './events-catalog.ts';

/** What the fake knows, for tests to look at and to change. */
export interface FakeEvents {
  readonly rules: Rule[];
  readonly states: RuleState[];
  readonly trace: TracedEvent[];
  readonly schedules: Schedule[];
  readonly occurrences: Occurrence[];
  /** What was asked of the routes that only answer. */
  readonly dryRuns: DryRun[];
  readonly replayed: number[];
}

/** Answers /api/events/catalog, /api/rules* and /api/schedules* of a page. */
export async function fakeEventRoutes(page: Page): Promise<FakeEvents> {
  const known: FakeEvents = {
    rules: [],
    states: [],
    trace: [],
    schedules: [],
    occurrences: [],
    dryRuns: [],
    replayed: [],
  };
  await page.route('**/api/events/catalog', route => route.fulfill({ json: CATALOG }));
  await page.route(/\/api\/rules(\/.*)?$/, route => answerRules(route, known));
  await page.route(/\/api\/schedules(\/.*)?$/, route => answerSchedules(route, known));
  return known;
}

const partsOf = (route: Route) => {
  const request = route.request();
  const [, , , first = '', second = ''] = new URL(request.url()).pathname.split('/');
  return { method: request.method(), first, second, body: () => request.postDataJSON() as unknown };
};

async function answerRules(route: Route, known: FakeEvents): Promise<void> {
  const { method, first, second, body } = partsOf(route);
  const { rules, states, trace } = known;
  const at = rules.findIndex(({ id }) => id === first);
  const add = (rule: Omit<Rule, 'id'>) => {
    const added = { ...rule, id: String(Math.max(0, ...rules.map(({ id }) => Number(id))) + 1) };
    rules.push(added);
    return added;
  };
  switch (`${method} ${first === '' || at >= 0 ? '' : first}${second === 'copy' ? '/copy' : ''}`) {
    case 'GET ':
      return route.fulfill({ json: { rules, states } satisfies RuleList });
    case 'GET trace':
      return route.fulfill({ json: trace });
    case 'POST dry-run':
      known.dryRuns.push(body() as DryRun);
      return route.fulfill({ json: dryAnswer(body() as DryRun) });
    case 'POST replay':
      known.replayed.push(Number(second));
      return route.fulfill({ json: trace.find(({ number }) => number === Number(second)) });
    case 'POST import':
      (body() as RulesFile).rules.forEach(add);
      return route.fulfill({ json: {} });
    case 'POST /copy':
      return route.fulfill({ status: 201, json: add({ ...rules[at]!, name: `${rules[at]!.name} (copy)`, enabled: false }) });
    case 'POST ':
      return route.fulfill({ status: 201, json: add(body() as Omit<Rule, 'id'>) });
    case 'PATCH ':
      rules[at] = { ...rules[at]!, ...(body() as Partial<Rule>) };
      return route.fulfill({ json: rules[at] });
    case 'DELETE ':
      rules.splice(at, 1);
      return route.fulfill({ status: 204 });
    default:
      return route.fulfill({ status: 404, json: { message: 'there is no such rule' } });
  }
}

const dryAnswer = ({ event, data, rule }: DryRun): TracedEvent => ({
  number: 0,
  event,
  title: event,
  data,
  at: '2026-11-26T12:00:00.000Z',
  note: '',
  looks: [
    {
      rule: '',
      name: rule?.name ?? '',
      verdict: 'fired',
      why: 'all conditions hold',
      action: { state: 'dry' },
    },
  ],
});

async function answerSchedules(route: Route, known: FakeEvents): Promise<void> {
  const { method, first, body } = partsOf(route);
  const { schedules, occurrences } = known;
  const at = schedules.findIndex(({ id }) => id === first);
  switch (`${method} ${first === 'next' || first === 'import' ? first : ''}`) {
    case 'GET ':
      return route.fulfill({ json: { schedules, timeZone: 'Europe/Berlin' } satisfies ScheduleList });
    case 'GET next':
      return route.fulfill({ json: occurrences });
    case 'POST ': {
      const added = { ...(body() as Schedule), id: String(schedules.length + 1), predefined: false };
      schedules.push(added);
      return route.fulfill({ status: 201, json: added });
    }
    case 'PATCH ':
      schedules[at] = { ...schedules[at]!, ...(body() as Partial<Schedule>) };
      return route.fulfill({ json: schedules[at] });
    case 'DELETE ':
      schedules.splice(at, 1);
      return route.fulfill({ status: 204 });
    default:
      return route.fulfill({ status: 404, json: { message: 'there is no such schedule' } });
  }
}
