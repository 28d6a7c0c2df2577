/**
 * Rules, schedules, virtual inputs and what is told of them. Part of contract.ts; recipients and MQTT have parts of their
 * own.
 *
 * GET    /api/events/catalog (operator): EventsCatalog, what conditions and actions there are.
 *
 * GET    /api/rules (operator): RuleList. POST /api/rules (admin) takes RuleChange of which `name` and `action` must be
 *        there, and answers with the Rule. PATCH and DELETE /api/rules/:id (admin). POST /api/rules/:id/copy (admin)
 *        answers with the copy, which is off. The copy of all is GET /api/rules/export (admin): RulesFile; POST
 *        /api/rules/import (admin) takes RulesFile and adds its rules, all or none.
 * GET    /api/rules/trace (operator): the last 1,000 events, oldest first: TracedEvent[].
 * POST   /api/rules/dry-run (operator) takes DryRun and answers with what would happen: TracedEvent; nothing is done.
 * POST   /api/rules/replay/:number (admin) tells the traced event once more, to the rules alone; answers TracedEvent.
 * GET    /api/rules/:id/why?at=TIME (operator): RuleWhy, why the rule did or did not act at that time (ISO 8601).
 *
 * GET    /api/schedules (operator): ScheduleList. POST /api/schedules (admin) takes ScheduleChange of which `name` and
 *        `calendar` must be there; PATCH and DELETE /api/schedules/:id (admin), 409 where a rule uses it. GET
 *        /api/schedules/:id/ics (operator) is a file, GET /api/schedules/export (operator) all that are not predefined in
 *        one; POST /api/schedules/import (admin) takes a file of text/calendar and answers with the schedules that it
 *        made, Schedule[]: all of the file or none. A Problem with a calendar has the field `calendar` and names the line.
 * GET    /api/schedules/next (operator): Occurrence[], the next 7 days in order, at most 100 of one schedule.
 * GET    /api/schedules/holidays (operator): HolidayList; PUT (admin) takes HolidayList in place of all. POST
 *        /api/schedules/holidays/import (admin) takes a file of text/calendar, adds its days, answers HolidayList.
 *        Both, and what becomes active or ceases to be, are told by `changed: 'schedules'`.
 *
 * GET    /api/virtual-inputs (operator): VirtualInput[]. PATCH /api/virtual-inputs/:port (operator) takes
 *        VirtualInputChange, of which `name` is for admins. The page calls the same "Manual triggers".
 */

/** All that a rule can wait for, ask and do: the page builds its forms from the schemas. */
export interface EventsCatalog {
  readonly conditions: readonly ConditionKind[];
  readonly actions: readonly RuleActionKind[];
}

export interface ConditionKind {
  /** Of the event. */
  readonly event: string;
  readonly title: string;
  /** The heading it stands under. */
  readonly group: string;
  /** A `state` lasts and can be asked, so it can be inverted; a `pulse` is over when it was told. */
  readonly kind: 'state' | 'pulse';
  /** JSON Schema of the event's data; a condition names the values that must be met. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RuleActionKind {
  readonly id: string;
  readonly title: string;
  /** JSON Schema of the arguments. */
  readonly args: Readonly<Record<string, unknown>>;
  /** It can also last while the rule is active. */
  readonly holds: boolean;
}

/** What must be so. All conditions of a rule must hold at once. */
export interface RuleCondition {
  readonly event: string;
  /** Values of the event's data that must be met; a field that is left out may be anything. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  /** It holds while the state is another: states only. */
  readonly invert: boolean;
}

export interface RuleAction {
  readonly id: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** It lasts while the rule is active and ends with it. */
  readonly hold: boolean;
}

/** At most 256. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** s; after an action nothing is done for so long, at most 23:59:59. */
  readonly wait: number;
  readonly conditions: readonly RuleCondition[];
  /**
   * *Use this condition as a trigger*: the first condition only starts the rule, which then stays active while the others
   * hold. A rule with a pulse needs it first and this on.
   */
  readonly trigger: boolean;
  readonly action: RuleAction;
  /** Is done where the action failed. */
  readonly fallback: RuleAction | null;
}

export type RuleChange = Partial<Omit<Rule, 'id'>>;

export interface RuleList {
  readonly rules: readonly Rule[];
  readonly states: readonly RuleState[];
}

/** Told anew by `changed: 'rules'`, at most once a second. */
export interface RuleState {
  readonly id: string;
  readonly active: boolean;
  /** ISO 8601: when its action ran last; left out where it never did since the start. */
  readonly ranAt?: string;
  /** Why the last action failed. */
  readonly problem?: string;
}

export interface RulesFile {
  readonly rules: readonly Omit<Rule, 'id'>[];
}

/** What rules made of one event. */
export interface TracedEvent {
  /** Counts up from 1 since the start. */
  readonly number: number;
  readonly event: string;
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly at: string;
  /** Of the rules that look at such events. */
  readonly looks: readonly RuleLook[];
  /** Why nobody looked, or what was left out in a flood; else empty. */
  readonly note: string;
}

export interface RuleLook {
  readonly rule: string;
  readonly name: string;
  readonly verdict: 'fired' | 'began' | 'ended' | 'goes-on' | 'off' | 'not-met' | 'waits' | 'loop' | 'busy';
  /** A sentence: "the schedule Office hours is not active: it is 12:00 in America/New_York". */
  readonly why: string;
  /** How the action went; left out where none was done. */
  readonly action?: { readonly state: 'running' | 'done' | 'failed' | 'dry'; readonly problem?: string };
}

export interface RuleWhy {
  /** A sentence for each condition, with what was so at that time. */
  readonly lines: readonly string[];
  /** What the rule looked at within a minute of the time. */
  readonly looks: readonly TracedEvent[];
}

/** `rule` is one that is not stored; without it all that are stored look. */
export interface DryRun {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly rule?: Omit<Rule, 'id'>;
}

export interface ScheduleList {
  readonly schedules: readonly Schedule[];
  /** The speaker's own time zone, IANA. */
  readonly timeZone: string;
}

/** At most 100, besides the four that are there from the start: of these only calendar, timeZone and exceptHolidays change. */
export interface Schedule {
  readonly id: string;
  readonly name: string;
  /** An interval is active from a start to an end; a pulse is an instant. */
  readonly kind: 'interval' | 'pulse';
  /**
   * iCalendar lines (RFC 5545): DTSTART, DTEND or DURATION, RRULE, EXDATE. A zone in them goes into `timeZone`. What has
   * no end is a pulse; the kind cannot be changed.
   */
  readonly calendar: string;
  /** IANA; empty is that of the speaker. */
  readonly timeZone: string;
  /** It does not hold on holidays. */
  readonly exceptHolidays: boolean;
  /** What was missed while the power was off is done at the start: pulses of the last hour. */
  readonly catchUp: boolean;
  /** Weekdays, Office hours, After hours and Weekends stay. */
  readonly predefined: boolean;
  /** Left out for a pulse. */
  readonly active?: boolean;
  /** ISO 8601: next start; left out where there is none in five years. */
  readonly next?: string;
}

/** Days on which schedules that except holidays do not hold. At most 400. */
export interface HolidayList {
  readonly holidays: readonly Holiday[];
}

export interface Holiday {
  /** `2026-12-25`. */
  readonly date: string;
  readonly name: string;
  /** On this day of every year; 29 February in leap years only. */
  readonly yearly: boolean;
}

export type ScheduleChange = Partial<Omit<Schedule, 'id' | 'predefined' | 'active' | 'next'>>;

/** Something that a schedule does in the next 7 days. */
export interface Occurrence {
  readonly schedule: string;
  readonly name: string;
  /** ISO 8601. */
  readonly from: string;
  /** Left out for a pulse; at most the end of the seventh day. */
  readonly to?: string;
}

/** The conditions "Virtual input" and "Manual trigger" wait for it. */
export interface VirtualInput {
  /** 1 to 64. */
  readonly port: number;
  readonly name: string;
  readonly active: boolean;
}

export interface VirtualInputChange {
  readonly active?: boolean;
  readonly name?: string;
}
