import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { childNamed, parseXml, textIn } from '../../../src/vapix/soap-xml.ts';
import type { Exchange } from '../../../src/http/index.ts';
import { scheduledEvents } from '../../../src/vapix/scheduled-events.ts';
import { fakeSchedules } from '../../support/fake-vapix-schedules.ts';
import { fakeVapixEvents } from '../../support/vapix-events.ts';

const wish = (calendar: string, more = '<aev:Name>Mine</aev:Name>') =>
  `<aev:AddScheduledEvent><aev:NewScheduledEvent>${more}<aev:Schedule><aev:ICalendar Dialect="http://www.axis.com/vapix/ws/ical1">${calendar}</aev:ICalendar></aev:Schedule></aev:NewScheduledEvent></aev:AddScheduledEvent>`;

describe('scheduled events', () => {
  function rig() {
    const fake = fakeVapixEvents();
    const send = (body: string, role: 'admin' | 'operator' | 'viewer' = 'admin') =>
      fake.soap('/vapix/services', body, { role });
    const answer = async (body: string) => {
      const { status, text } = await send(body);
      assert.equal(status, 200, text);
      return parseXml(text).children[0]!.children[0]!;
    };
    return { ...fake, send, answer };
  }

  it('are added as clients write them, and listed', async () => {
    const { answer, schedules } = rig();
    const interval = 'DTSTART:20111212T06:00 DTEND:20111212T09:00 RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
    const added = await answer(wish(interval));
    assert.equal(textIn(added, 'EventID'), 'com.axis.schedules.genid.id-0');
    await answer(wish('\n  DTSTART:19700101T000000\nRRULE:FREQ=MINUTELY;INTERVAL=1\n', ''));
    await answer(wish('dtstart:2011-12-12T06:00:30Z', ''));
    assert.deepEqual(
      schedules
        .list()
        .map(({ name, kind, calendar }) => [name, kind, calendar.split('\n')])
        .slice(1),
      [
        [
          'Mine',
          'interval',
          ['DTSTART:20111212T060000', 'DTEND:20111212T090000', 'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
        ],
        ['Schedule', 'pulse', ['DTSTART:19700101T000000', 'RRULE:FREQ=MINUTELY;INTERVAL=1']],
        ['Schedule 2', 'pulse', ['DTSTART:20111212T060030Z']],
      ],
    );
    const listed = (await answer('<aev:GetScheduledEvents/>')).children[0]!.children;
    assert.equal(listed.length, 4);
    const calendar = childNamed(childNamed(listed[2]!, 'Schedule')!, 'ICalendar');
    assert.equal(calendar?.text, 'DTSTART:19700101T000000\nRRULE:FREQ=MINUTELY;INTERVAL=1');
    const filter = '<aev:ScheduleFilter><aev:ScheduleType>Pulse</aev:ScheduleType></aev:ScheduleFilter>';
    const pulses = await answer(`<aev:GetScheduledEvents>${filter}</aev:GetScheduledEvents>`);
    assert.equal(pulses.children[0]!.children.length, 2);
  });

  it('may have an id of the client’s, and come back under it', async () => {
    const { answer, send } = rig();
    const own = wish('DTSTART:20111212T060000', '<aev:EventID>mine</aev:EventID>');
    assert.equal(textIn(await answer(own), 'EventID'), 'mine');
    const again = await send(own);
    assert.deepEqual([again.status, again.text.includes('already')], [400, true]);
    await answer('<aev:RemoveScheduledEvent><aev:EventID>mine</aev:EventID></aev:RemoveScheduledEvent>');
    assert.equal(textIn(await answer(own), 'EventID'), 'mine');
  });

  it('are not added under another id than the client chose', async () => {
    const schedules = fakeSchedules({ takesIds: false });
    const [add] = scheduledEvents(schedules);
    const body = wish('DTSTART:20111212T060000', '<aev:EventID>mine</aev:EventID>');
    const request = parseXml(body.replace('AddScheduledEvent>', 'AddScheduledEvent xmlns:aev="urn:x">'));
    await assert.rejects(async () => add?.run(request, {} as Exchange), /chosen by the speaker/);
    assert.equal(schedules.list().length, 1);
  });

  it('say what is wrong', async () => {
    const { send } = rig();
    for (const body of [
      '<aev:AddScheduledEvent/>',
      wish(''),
      wish('Mondays'),
      wish('DTEND:20111212T060000'),
      wish('DTSTART:20111212T060000 SUMMARY:x').replace('ical1', 'ical2'),
      wish('BEGIN:VEVENT DTSTART:20111212T060000'),
      wish(`DTSTART:20111212T060000${' '.repeat(100)}${'x'.repeat(5000)}`),
      '<aev:RemoveScheduledEvent><aev:EventID>none</aev:EventID></aev:RemoveScheduledEvent>',
      '<aev:RemoveScheduledEvent><aev:EventID>com.axis.schedules.weekends</aev:EventID></aev:RemoveScheduledEvent>',
      '<aev:RemoveScheduledEvent/>',
      '<aev:GetScheduledEvents><aev:ScheduleFilter><aev:ScheduleType>x</aev:ScheduleType></aev:ScheduleFilter></aev:GetScheduledEvents>',
    ]) {
      const { status, text } = await send(body);
      assert.equal(status, 400, body);
      assert.match(text, /SOAP-ENV:Sender/);
    }
    assert.equal((await send('<aev:GetScheduledEvents/>', 'viewer')).status, 401);
    assert.equal((await send(wish('DTSTART:20111212T060000'), 'operator')).status, 401);
  });
});
