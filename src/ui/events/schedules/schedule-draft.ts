import type { Schedule, ScheduleChange } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { numberProblem } from '../../text/number-problem.ts';
import { daysBetween, type Moment, plusDays } from './ical-lines.ts';
import { calendarOf, type Repeats, type Times, timesOf } from './schedule-form.ts';
import { t } from '../../language/translate.ts';

/** A schedule as it is being typed. */
export interface ScheduleDraft {
  readonly name: string;
  readonly kind: Schedule['kind'];
  readonly start: Moment;
  /** Of an interval. */
  readonly end: Moment;
  readonly repeats: Repeats;
  readonly every: string;
  readonly days: readonly string[];
  readonly until: string;
  /** Days, commas between them. */
  readonly except: string;
  /** The iCalendar lines, where they are written by hand. */
  readonly raw: string | undefined;
  readonly timeZone: string;
  readonly exceptHolidays: boolean;
  readonly catchUp: boolean;
}

/** @param today where the page is, `2026-11-26` */
export const newSchedule = (today: string): ScheduleDraft => ({
  name: '',
  kind: 'interval',
  start: { date: today, time: '08:00' },
  end: { date: today, time: '17:00' },
  repeats: 'daily',
  every: '1',
  days: [],
  until: '',
  except: '',
  raw: undefined,
  timeZone: '',
  exceptHolidays: false,
  catchUp: false,
});

export function draftOf(schedule: Schedule, today: string): ScheduleDraft {
  const { name, kind, calendar, timeZone, exceptHolidays, catchUp } = schedule;
  const common = { ...newSchedule(today), name, kind, timeZone, exceptHolidays, catchUp };
  const times = timesOf(calendar);
  return times === undefined ? { ...common, raw: calendar } : { ...common, ...fieldsOf(times) };
}

const fieldsOf = ({ start, end = start, repeats, every, days, until, except }: Times) => ({
  start,
  end,
  repeats,
  every: String(every),
  days,
  until,
  except: except.join(', '),
});

/** The start on another day: the end goes with it. */
export function moveStart(draft: ScheduleDraft, date: string): ScheduleDraft {
  const moved = daysBetween(draft.start.date, date);
  const start = { ...draft.start, date };
  return Number.isNaN(moved)
    ? { ...draft, start }
    : { ...draft, start, end: { ...draft.end, date: plusDays(draft.end.date, moved) } };
}

/** Writes the lines by hand from now on, beginning with what the form says. */
export const asLines = (draft: ScheduleDraft): ScheduleDraft => ({ ...draft, raw: calendarOf(timesIn(draft)) });

/**
 * Back to the form; undefined where the lines say more than it can show.
 * @param isFixed the kind stays
 */
export function asForm(draft: ScheduleDraft, isFixed = false): ScheduleDraft | undefined {
  const times = timesOf(draft.raw ?? '');
  if (times === undefined) return undefined;
  const kind = times.end === undefined ? 'pulse' : 'interval';
  if (isFixed && kind !== draft.kind) return undefined;
  return { ...draft, ...fieldsOf(times), kind, raw: undefined };
}

const timesIn = ({ kind, start, end, repeats, every, days, until, except }: ScheduleDraft): Times => ({
  start,
  ...(kind === 'pulse' ? {} : { end }),
  repeats,
  every: Math.max(1, Math.floor(Number(every)) || 1),
  days: repeats === 'weekly' ? days : [],
  until: repeats === 'once' ? '' : until,
  except: repeats === 'once' ? [] : datesIn(except),
});

const datesIn = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/**
 * The schedule as the speaker takes it.
 * @throws Refusal that names the field
 */
export function changeOf(draft: ScheduleDraft): ScheduleChange & { readonly name: string } {
  const { kind, timeZone, exceptHolidays, catchUp, raw } = draft;
  const name = draft.name.trim();
  if (name === '') throw new Refusal({ message: t('Type a name.'), field: 'name' });
  if (raw === undefined) check(draft);
  const calendar = raw === undefined ? calendarOf(timesIn(draft)) : raw.trim();
  return { name, kind, calendar, timeZone, exceptHolidays, catchUp: catchUp && kind === 'pulse' };
}

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && plusDays(text, 0) === text;
const isMoment = ({ date, time }: Moment) => isDate(date) && /^\d\d:\d\d(:\d\d)?$/.test(time);

/** What of the form is wrong: the first that is found. @throws Refusal */
function check({ kind, start, end, repeats, every, days, until, except }: ScheduleDraft): void {
  const problems: readonly (readonly [wrong: boolean, field: string, message: string])[] = [
    [!isMoment(start), 'start', t('Choose a day and a time.')],
    [kind === 'interval' && !isMoment(end), 'end', t('Choose a day and a time.')],
    [
      kind === 'interval' && sortable(end) <= sortable(start),
      'end',
      t('The end must be after the start. Over midnight, the end date is the next day.'),
    ],
    [repeats !== 'once' && numberProblem(every, EVERY) !== undefined, 'every', numberProblem(every, EVERY) ?? ''],
    [repeats === 'weekly' && days.length === 0, 'days', t('Choose at least one day.')],
    [until !== '' && (!isDate(until) || until < start.date), 'until', t('Choose a day after the start, or none.')],
    [!datesIn(except).every(isDate), 'except', t('Type days as 2026-12-24, commas between them.')],
  ];
  const [found] = problems.filter(([wrong]) => wrong);
  if (found !== undefined) throw new Refusal({ message: found[2], field: found[1] });
}

const EVERY = { min: 1, max: 999, whole: true };
const sortable = ({ date, time }: Moment) => `${date} ${time}`;
