import { strict as assert } from 'node:assert';
import ical from 'ical.js';
import { describe, it } from 'mocha';
import { contentLines, escapedText, folded, plainText } from '../../../src/schedules/content-lines.ts';
import { calendarEvents, calendarFile, singlePlan, summaryOf } from '../../../src/schedules/ics-file.ts';
import { planLines } from '../../../src/schedules/plan.ts';
import type { ScheduleRecord } from '../../../src/schedules/schedule.ts';

const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');

const RECORD: ScheduleRecord = {
  id: 'com.axis.schedules.genid.id-0',
  name: 'Café; früh, "laut"\\🎺 '.repeat(3).trim(),
  kind: 'interval',
  calendar:
    'DTSTART:20260105T080000\nDTEND:20260105T170000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20271231T235959Z\nEXDATE:20260106T080000',
  timeZone: 'Europe/Berlin',
  exceptHolidays: true,
  catchUp: false,
};

describe('calendar files', () => {
  it('are read by another reader as they were meant', () => {
    const file = calendarFile([RECORD], Date.parse('2026-11-26T12:00:00Z'));
    assert.ok(file.split('\r\n').every(line => Buffer.byteLength(line) <= 75));
    const read = new ical.Component(ical.parse(file) as unknown[]);
    const [first] = read.getAllSubcomponents('vevent');
    assert.ok(first);
    const found = new ical.Event(first);
    assert.equal(found.summary, RECORD.name);
    assert.equal(found.uid, RECORD.id);
    assert.equal(found.startDate.toString(), '2026-01-05T08:00:00');
    assert.equal(found.endDate.toString(), '2026-01-05T17:00:00');
    const iterator = found.iterator();
    const days = Array.from({ length: 3 }, () => iterator.next().toString());
    assert.deepEqual(days, ['2026-01-05T08:00:00', '2026-01-12T08:00:00', '2026-01-13T08:00:00']);
    assert.equal(first.getFirstProperty('dtstart')?.getFirstParameter('tzid'), 'Europe/Berlin');
  });

  it('are read as they were written', () => {
    for (const zone of ['Europe/Berlin', 'UTC', '']) {
      const [read] = calendarEvents(calendarFile([{ ...RECORD, timeZone: zone }], 0));
      assert.ok(read);
      assert.equal(summaryOf(read), RECORD.name);
      const text = read.lines.filter(({ name }) => /^(DT(START|END)|RRULE|EXDATE)$/.test(name));
      const whole = text.map(({ name, params, value }) => {
        const marks = [...params].map(([param, named]) => `;${param}=${named}`);
        return `${name}${marks.join('')}:${value}`;
      });
      const again = singlePlan(whole.join('\n'));
      assert.equal(again.zone, zone);
      assert.equal(planLines(again.plan).join('\n'), RECORD.calendar);
    }
  });

  it('may hold more than events, folded lines, quotation marks and either end of line', () => {
    const text = calendar(
      ...['BEGIN:VTIMEZONE', 'TZID:Here', 'BEGIN:STANDARD', 'DTSTART:19701025T030000', 'END:STANDARD', 'END:VTIMEZONE'],
      ...['BEGIN:VTODO', 'RDATE:20260101T000000', 'END:VTODO'],
      ...event(
        'DTSTART;X-A="a:b;c";TZID="Europe/Berlin":20260105T0',
        ' 80000',
        'SUMMARY:One\\, two',
        'BEGIN:VALARM',
        'TRIGGER:-PT5M',
        'DURATION:PT1M',
        'END:VALARM',
      ),
      ...event('dtstart;value=date:20260105', 'Summary:\tthree'),
    ).replaceAll('\r\n', '\n');
    const [first, second, third] = calendarEvents(`\uFEFF${text}`);
    assert.ok(first && second && third === undefined);
    assert.equal(summaryOf(first), 'One, two');
    assert.equal(summaryOf(second), 'three');
    const dtstart = first.lines[0];
    assert.deepEqual(
      [...(dtstart?.params ?? [])],
      [
        ['X-A', 'a:b;c'],
        ['TZID', 'Europe/Berlin'],
      ],
    );
    assert.equal(dtstart?.value, '20260105T080000');
  });

  for (const [what, text, message] of [
    ['no calendar', 'hello', /^line 1: "hello" is no property/],
    ['not the beginning of one', 'VERSION:2.0', /^line 1: BEGIN:VCALENDAR is expected/],
    ['no end', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\n', /END:VEVENT is missing/],
    ['the wrong end', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VTODO', /^line 3: END:VTODO has no BEGIN/],
    ['a broken line', calendar(...event('DTSTART:20260105T080000', 'RRULE')), /^line 5: "RRULE" is no property/],
    ['a line without an end', calendar(`X:${'a'.repeat(20_000)}`), /^line 3: it is longer than/],
    [
      'folds without an end',
      calendar('X:', ...Array.from({ length: 3000 }, () => ' aaaaaaaaa')),
      /^line 3: it is longer than/,
    ],
    ['too many events', calendar(...Array.from({ length: 401 }, () => event('X:1')).flat()), /more than 400 events/],
    ['too deep', calendar(...Array.from({ length: 9 }, () => 'BEGIN:X')), /too much in one another/],
    ['too large', 'x'.repeat(300_000), /larger than 256 KiB/],
  ] as const)
    it(`are refused with the line: ${what}`, () =>
      assert.throws(() => calendarEvents(text), { kind: 'invalid', field: 'calendar', message }));

  it('texts keep what is in them', () => {
    for (const text of ['a,b;c\\d', 'line\nline', '\\n', ';', '']) assert.equal(plainText(escapedText(text)), text);
    const [line] = contentLines(folded([`SUMMARY:${'ü🎺'.repeat(100)}`]));
    assert.equal(line?.value, 'ü🎺'.repeat(100));
  });
});

describe('the lines of one event', () => {
  for (const [lines, message] of [
    ['RRULE:FREQ=DAILY', /DTSTART is missing/],
    ['DTSTART:20260230T080000', /^line 1: DTSTART must be a time/],
    ['DTSTART:20260205T250000', /^line 1: DTSTART must be a time/],
    ['DTSTART:tomorrow', /DTSTART must be a time such as/],
    ['DTSTART:19691231T235959', /from 1970 to 2100/],
    ['DTSTART:99990101T000000', /from 1970 to 2100/],
    ['DTSTART:20260105T080000\nDTSTART:20260105T090000', /^line 2: DTSTART is there twice/],
    ['DTSTART;TZID=W. Europe Standard Time:20260105T080000', /W\. Europe Standard Time is no zone of the IANA/],
    ['DTSTART:20260105T080000\nDTEND:20260105T070000', /^line 2: DTEND is before DTSTART/],
    ['DTSTART:20260105T080000\nDTEND:20280105T070000', /^line 2: DTEND is more than 366 days/],
    ['DTSTART:20260105T080000\nDTEND;VALUE=DATE:20260106', /^line 2: DTEND must be of the form/],
    ['DTSTART:20260105T080000\nDTEND:20260105T090000\nDURATION:PT1H', /^line 3: DTEND or DURATION/],
    ['DTSTART:20260105T080000\nDURATION:1 hour', /^line 2: DURATION must be a span/],
    ['DTSTART:20260105T080000\nDURATION:-PT1H', /^line 2: DURATION must be a span/],
    ['DTSTART:20260105T080000\nRDATE:20260106T080000', /^line 2: RDATE is not understood/],
    ['DTSTART:20260105T080000\nRECURRENCE-ID:20260106T080000', /RECURRENCE-ID is not understood/],
    ['DTSTART:20260105T080000\nEXDATE:20260106T080000,yesterday', /^line 2: EXDATE must be a time/],
  ] as const)
    it(`are refused: ${lines.replaceAll('\n', ' ')}`, () =>
      assert.throws(() => singlePlan(lines), { kind: 'invalid', field: 'calendar', message }));

  const rule = (text: string) => singlePlan(`DTSTART:19700101T000000\nRRULE:${text}`);
  const minutes = Array.from({ length: 60 }, (_, index) => index);
  for (const [text, message] of [
    ['FREQ=SECONDLY', /^line 2: FREQ=SECONDLY is too often/],
    ['FREQ=SECONDLY;INTERVAL=600', /too often/],
    ['FREQ=DAILY;COUNT=1000000000', /COUNT must be at most 1000/],
    ['FREQ=DAILY;COUNT=99999999999999999999', /COUNT=\d+ is not valid/],
    ['FREQ=DAILY;COUNT=0', /COUNT=0 is not valid/],
    ['FREQ=DAILY;INTERVAL=0', /INTERVAL=0 is not valid/],
    ['FREQ=DAILY;INTERVAL=1000000000', /INTERVAL=1000000000 is not valid/],
    ['FREQ=HOURLY;INTERVAL=7', /INTERVAL=7 of HOURLY must divide a day/],
    ['FREQ=DAILY;COUNT=3;UNTIL=20260101', /COUNT or UNTIL, not both/],
    ['FREQ=DAILY;FREQ=WEEKLY', /FREQ twice/],
    ['FREQ=FORTNIGHTLY', /FREQ must be one of/],
    ['INTERVAL=2', /no FREQ/],
    ['FREQ=DAILY;BYEASTER=1', /no part BYEASTER/],
    ['FREQ=DAILY;__proto__=1', /no part __PROTO__/],
    ['FREQ=WEEKLY;BYDAY=XX', /BYDAY=XX is not valid/],
    ['FREQ=WEEKLY;BYDAY=2MO', /no numbers where FREQ=WEEKLY/],
    ['FREQ=MONTHLY;BYDAY=6MO', /BYDAY=6MO is not valid/],
    ['FREQ=YEARLY;BYDAY=-1WE;BYMONTHDAY=15', /no numbers beside BYMONTHDAY/],
    ['FREQ=MONTHLY;BYMONTHDAY=32', /BYMONTHDAY=32 is not valid/],
    ['FREQ=WEEKLY;BYMONTHDAY=3', /BYMONTHDAY is not for FREQ=WEEKLY/],
    ['FREQ=DAILY;BYHOUR=24', /BYHOUR=24 is not valid/],
    ['FREQ=DAILY;BYHOUR=1;BYSECOND=0,30', /BYSECOND has one value/],
    ['FREQ=MONTHLY;BYHOUR=1,2;BYSETPOS=1', /one time a day/],
    ['FREQ=DAILY;UNTIL=20261301', /UNTIL must be a time/],
    ['FREQ=DAILY;UNTIL=always', /UNTIL=ALWAYS is not valid/],
  ] as const)
    it(`a rule is refused: ${text}`, () =>
      assert.throws(() => rule(text), { kind: 'invalid', field: 'calendar', message }));

  it('may begin each minute of a day, but not overlap without end', () => {
    const hours = Array.from({ length: 24 }, (_, index) => index);
    assert.equal(
      rule(`FREQ=DAILY;BYHOUR=${hours.join(',')};BYMINUTE=${minutes.join(',')}`).plan.rule?.times.length,
      1440,
    );
    const long = 'DTSTART:19700101T000000\nDURATION:P300D\nRRULE:FREQ=MINUTELY';
    assert.throws(() => singlePlan(long), /starts again too often/);
  });

  it('may have a calendar around them, and a zone with a path before it', () => {
    const bare = singlePlan('DTSTART;TZID=/example.org/2026/America/Argentina/Ushuaia:20260105T080000');
    assert.equal(bare.zone, 'America/Argentina/Ushuaia');
    const inside = singlePlan(calendar(...event('DTSTART:20260105T080000Z')));
    assert.equal(inside.zone, 'UTC');
    assert.throws(() => singlePlan(['BEGIN:VEVENT', 'DTSTART:x', 'END:VEVENT'].join('\n')), /^.*line 2: DTSTART/);
    assert.throws(
      () => singlePlan(calendar(...event('DTSTART:20260105T080000'), ...event('X:1'))),
      /one event is expected/,
    );
  });
});
