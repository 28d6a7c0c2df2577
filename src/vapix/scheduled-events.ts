import type { Schedule } from '../api/contract.ts';
import { type Fault, invalid } from '../core/fault.ts';
import { NAMESPACES } from './namespaces.ts';
import { SoapFault, type SoapOperation } from './soap.ts';
import { childNamed, textIn, type XmlElement } from './soap-xml.ts';
import { escapeXml } from './xml.ts';

/** The schedules as VAPIX needs them. Their ids are those that the events of schedules tell. */
export interface VapixSchedules {
  list(): readonly Schedule[];
  /**
   * @param id where the client chose it; schedules that choose their ids themselves take another
   * @throws Fault `invalid`, `conflict` where the name or the id is taken, `full`
   */
  add(change: Pick<Schedule, 'name' | 'kind' | 'calendar'>, id?: string): Promise<Schedule>;
  /** @throws Fault `conflict` where a rule uses it or it is predefined */
  remove(id: string): Promise<unknown>;
}

const DIALECT = 'http://www.axis.com/vapix/ws/ical1';
/** Longest text of a schedule, characters. */
const MOST_TEXT = 4096;

/** Scheduled events of the event service (event1). */
export const scheduledEvents = (schedules: VapixSchedules): readonly SoapOperation[] => [
  operation('AddScheduledEvent', 'admin', async request => {
    const id = await add(schedules, wishIn(request));
    return `<aev:EventID>${escapeXml(id)}</aev:EventID>`;
  }),
  operation('GetScheduledEvents', 'operator', request => {
    const kind = kindIn(request);
    const wanted = schedules.list().filter(each => kind === undefined || each.kind === kind);
    return `<aev:ScheduledEvents>${wanted.map(scheduleXml).join('')}</aev:ScheduledEvents>`;
  }),
  operation('RemoveScheduledEvent', 'admin', async request => {
    const id = textIn(request, 'EventID');
    if (!schedules.list().some(each => each.id === id)) throw wrong(`there is no scheduled event ${id.slice(0, 80)}`);
    await schedules.remove(id);
    return '';
  }),
];

const operation = (name: string, access: 'operator' | 'admin', run: SoapOperation['run']): SoapOperation => ({
  namespace: NAMESPACES.aev,
  name,
  access,
  run: async (request, exchange) => `<aev:${name}Response>${await run(request, exchange)}</aev:${name}Response>`,
});

interface Wish {
  /** Empty where the client did not choose it. */
  readonly id: string;
  readonly name: string;
  /** Lines of iCalendar. */
  readonly lines: readonly string[];
}

async function add(schedules: VapixSchedules, { id, name, lines }: Wish): Promise<string> {
  const all = schedules.list();
  if (id !== '' && all.some(each => each.id === id)) throw wrong(`the scheduled event ${id} already exists`);
  const kind = lines.some(line => line.startsWith('DTEND')) ? 'interval' : 'pulse';
  const change = { name: name === '' ? freeName(all) : name, kind, calendar: lines.join('\n') } as const;
  const added = await (id === '' ? schedules.add(change) : schedules.add(change, id));
  if (id === '' || added.id === id) return added.id;
  await schedules.remove(added.id);
  throw wrong('EventID is chosen by the speaker: leave it out');
}

/** Clients may leave the name out; ours must all be different. */
function freeName(all: readonly Schedule[]): string {
  const taken = new Set(all.map(({ name }) => name));
  let name = 'Schedule';
  for (let n = 2; taken.has(name); n++) name = `Schedule ${n}`;
  return name;
}

function wishIn(request: XmlElement): Wish {
  const wish = childNamed(request, 'NewScheduledEvent');
  const calendar = within(within(wish, 'Schedule'), 'ICalendar');
  if (wish === undefined || calendar === undefined)
    throw wrong('NewScheduledEvent must have a Schedule with ICalendar');
  if ((calendar.attributes.get('Dialect') ?? DIALECT) !== DIALECT) throw wrong('the dialect of ICalendar is not known');
  const [id, name] = ['EventID', 'Name'].map(each => childNamed(wish, each)?.text ?? '') as [string, string];
  return { id, name, lines: calendarLines(calendar.text) };
}

const within = (element: XmlElement | undefined, name: string) =>
  element === undefined ? undefined : childNamed(element, name);

const PROPERTY = /(?:^|\s)(?=(?:DTSTART|DTEND|RRULE|EXDATE)[:;])/i;

/**
 * What clients write as iCalendar, as lines of it: they put blanks between properties, and colons into times.
 * @throws Fault `invalid`
 */
function calendarLines(text: string): string[] {
  if (text.length > MOST_TEXT) throw invalid('the schedule is too long', 'ICalendar');
  const lines = text
    .split(PROPERTY)
    .map(line => line.trim())
    .filter(line => line !== '');
  const unknown = lines.find(line => !/^(DTSTART|DTEND|RRULE|EXDATE)[:;]/i.test(line));
  if (unknown !== undefined) throw invalid(`"${unknown.slice(0, 40)}" is not understood`, 'ICalendar');
  if (!lines.some(line => /^DTSTART/i.test(line))) throw invalid('DTSTART is missing', 'ICalendar');
  return lines.map(line => withPlainTimes(line.replace(/^\w+/, name => name.toUpperCase())));
}

/** `2011-12-12T06:00` is `20111212T060000` (RFC 5545, 3.3.5). */
const withPlainTimes = (line: string) =>
  line.replaceAll(
    /\b(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d)(?::?(\d\d))?(Z?)\b/g,
    (_all, ...parts: string[]) =>
      `${parts.slice(0, 3).join('')}T${parts[3] ?? ''}${parts[4] ?? ''}${parts[5] ?? '00'}${parts[6] ?? ''}`,
  );

function kindIn(request: XmlElement): Schedule['kind'] | undefined {
  const type = within(childNamed(request, 'ScheduleFilter'), 'ScheduleType')?.text.toLowerCase() ?? '';
  if (type === '') return undefined;
  if (type === 'interval' || type === 'pulse') return type;
  throw wrong('ScheduleType must be Interval or Pulse');
}

const scheduleXml = ({ id, name, calendar }: Schedule) =>
  [
    `<aev:ScheduledEvent><aev:EventID>${escapeXml(id)}</aev:EventID><aev:Name>${escapeXml(name)}</aev:Name>`,
    `<aev:Schedule><aev:ICalendar Dialect="${DIALECT}">${calendar
      .split(/\r?\n/)
      .filter(line => line !== '')
      .map(escapeXml)
      .join('\n')}</aev:ICalendar></aev:Schedule></aev:ScheduledEvent>`,
  ].join('');

const wrong = (message: string): Fault => new SoapFault('invalid', message, { subcodes: ['ter:InvalidArgVal'] });
