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
  readonly holidays: object[];
  /** What was asked of the routes that only answer. */
  readonly dryRuns: DryRun[];
  readonly replayed: number[];
}

const NOTHING = (): FakeEvents => ({
  rules: [],
  states: [],
  trace: [],
  schedules: [],
  occurrences: [],
  holidays: [],
  dryRuns: [],
  replayed: [],
});

/** Answers /api/events/catalog, /api/rules* and /api/schedules* of a page. */
export async function fakeEventRoutes(page: Page): Promise<FakeEvents> {
  const known = NOTHING();
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
  const answers: Readonly<Record<string, () => unknown>> = {
    'GET trace': () => known.trace,
    'POST dry-run': () => {
      known.dryRuns.push(body() as DryRun);
      return dryAnswer(body() as DryRun);
    },
    'POST replay': () => {
      known.replayed.push(Number(second));
      return known.trace.find(({ number }) => number === Number(second));
    },
    'POST import': () => (body() as RulesFile).rules.map(rule => addRule(known, rule)),
    'GET ': () => ({ rules: known.rules, states: known.states }) satisfies RuleList,
    'POST ': () => addRule(known, body() as Omit<Rule, 'id'>),
  };
  const answer = answers[`${method} ${first}`];
  if (answer !== undefined) return route.fulfill({ json: answer() });
  return answerRule(route, known);
}

function addRule({ rules }: FakeEvents, rule: Omit<Rule, 'id'>): Rule {
  const added = { ...rule, id: String(Math.max(0, ...rules.map(({ id }) => Number(id))) + 1) };
  rules.push(added);
  return added;
}

async function answerRule(route: Route, known: FakeEvents): Promise<void> {
  const { method, first, second, body } = partsOf(route);
  const at = known.rules.findIndex(({ id }) => id === first);
  const rule = known.rules[at];
  if (rule === undefined) return route.fulfill({ status: 404, json: { message: 'there is no such rule' } });
  if (second === 'copy')
    return route.fulfill({ json: addRule(known, { ...rule, name: `${rule.name} (copy)`, enabled: false }) });
  if (method === 'DELETE') known.rules.splice(at, 1);
  else known.rules[at] = { ...rule, ...(body() as Partial<Rule>) };
  return route.fulfill({ json: known.rules[at] ?? {} });
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
  const answers: Readonly<Record<string, () => unknown>> = {
    'GET ': () => ({ schedules, timeZone: 'Europe/Berlin' }) satisfies ScheduleList,
    'GET next': () => occurrences,
    'GET holidays': () => ({ holidays: known.holidays }),
    'PUT holidays': () => {
      known.holidays.splice(0, Infinity, ...(body() as { holidays: object[] }).holidays);
      return { holidays: known.holidays };
    },
    'POST ': () => {
      const added = { ...(body() as Schedule), id: String(schedules.length + 1), predefined: false };
      schedules.push(added);
      return added;
    },
  };
  const answer = answers[`${method} ${first}`];
  if (answer !== undefined) return route.fulfill({ json: answer() });
  const at = schedules.findIndex(({ id }) => id === first);
  const schedule = schedules[at];
  if (schedule === undefined) return route.fulfill({ status: 404, json: { message: 'there is no such schedule' } });
  if (method === 'DELETE') schedules.splice(at, 1);
  else schedules[at] = { ...schedule, ...(body() as Partial<Schedule>) };
  return route.fulfill({ json: schedules[at] ?? {} });
}
