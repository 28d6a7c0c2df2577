import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { HolidayList, Occurrence, Schedule, ScheduleList } from '../../../src/api/contract.ts';
import { fakeApi } from '../../support/api.ts';

const operator = { role: 'operator' } as const;
const admin = { role: 'admin' } as const;
const FIRST = 'com.axis.schedules.genid.id-0';
const BELL = { name: 'Bell/1', calendar: 'DTSTART:20260101T180000\nRRULE:FREQ=DAILY' };

describe('/api/schedules', () => {
  it('tells schedules and zone, to operators; changes are for administrators', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/schedules', undefined, operator);
    const { schedules, timeZone } = json as ScheduleList;
    assert.equal(timeZone, 'UTC');
    assert.deepEqual(schedules.map(({ name, active }) => [name, active])[1], ['Office hours', true]);
    assert.equal((await send('GET /api/schedules', undefined, { role: 'viewer' })).status, 403);
    for (const request of ['POST /api/schedules', `PATCH /api/schedules/${FIRST}`, `DELETE /api/schedules/${FIRST}`])
      assert.equal((await send(request, {}, operator)).status, 403);
    for (const request of [
      'POST /api/schedules/import',
      'PUT /api/schedules/holidays',
      'POST /api/schedules/holidays/import',
    ])
      assert.equal((await send(request, {}, operator)).status, 403);
  });

  it('adds, changes and tells changes', async () => {
    const { send, planned } = fakeApi();
    let told = 0;
    planned.schedules.onChange(() => told++);
    const added = await send('POST /api/schedules', BELL, admin);
    assert.equal(added.status, 201);
    assert.deepEqual(added.json, {
      ...{ ...BELL, id: FIRST, kind: 'pulse', timeZone: '', exceptHolidays: false, catchUp: false },
      ...{ predefined: false, next: '2026-01-01T18:00:00.000Z' },
    });
    const changed = await send(`PATCH /api/schedules/${FIRST}`, { timeZone: 'Asia/Tokyo' }, admin);
    assert.equal((changed.json as Schedule).next, '2026-01-02T09:00:00.000Z');
    assert.equal(told, 2);
    const coming = (await send('GET /api/schedules/next', undefined, operator)).json as Occurrence[];
    assert.deepEqual(
      coming.find(({ schedule }) => schedule === FIRST),
      {
        ...{ schedule: FIRST, name: 'Bell/1', from: '2026-01-02T09:00:00.000Z' },
      },
    );
  });

  it('says what is wrong, and with which field', async () => {
    const { send } = fakeApi();
    const wrong = await send('POST /api/schedules', { ...BELL, calendar: 'DTSTART:1\nRRULE:FREQ=DAILY' }, admin);
    assert.equal(wrong.status, 400);
    assert.equal((wrong.json as { field: string }).field, 'calendar');
    assert.match((wrong.json as { message: string }).message, /^line 1: DTSTART must be a time/);
    assert.equal((await send('POST /api/schedules', { ...BELL, kind: 'whim' }, admin)).status, 400);
    assert.equal((await send('POST /api/schedules', { ...BELL, active: true }, admin)).status, 400);
    assert.equal((await send('PATCH /api/schedules/nobody', {}, admin)).status, 404);
    assert.equal((await send('GET /api/schedules/nobody/ics', undefined, operator)).status, 404);
  });

  it('does not remove one that rules use, and names them', async () => {
    const { send } = fakeApi();
    await send('POST /api/schedules', BELL, admin);
    const refused = await send(`DELETE /api/schedules/${FIRST}`, undefined, admin);
    assert.equal(refused.status, 409);
    assert.match(refused.text, /Ring, Sing/);
    await send('POST /api/schedules', { ...BELL, name: 'Gong' }, admin);
    const second = FIRST.replace('id-0', 'id-1');
    assert.equal((await send(`DELETE /api/schedules/${second}`, undefined, admin)).status, 204);
    assert.equal((await send('DELETE /api/schedules/com.axis.schedules.weekends', undefined, admin)).status, 409);
  });

  it('gives files and takes them', async () => {
    const { send, request, clock } = fakeApi();
    await send('POST /api/schedules', BELL, admin);
    const file = await request(`GET /api/schedules/${FIRST}/ics`, operator);
    assert.equal(file.type, 'text/calendar; charset=utf-8');
    assert.match(file.headers['Content-Disposition'] ?? '', /filename="Bell-1\.ics"/);
    const all = await request('GET /api/schedules/export', operator);
    assert.equal(all.text, file.text);
    const importing = request('POST /api/schedules/import', { ...admin, body: file.text });
    await clock.advance(1000);
    const imported = await importing;
    assert.equal(imported.status, 201);
    assert.deepEqual(
      (JSON.parse(imported.text) as Schedule[]).map(({ name }) => name),
      ['Bell/1 (2)'],
    );
    assert.equal((await request('POST /api/schedules/import', { ...admin, body: 'no calendar' })).status, 400);
    assert.equal((await request('POST /api/schedules/import', { ...admin, body: '' })).status, 400);
  });

  it('keeps holidays', async () => {
    const { send, request } = fakeApi();
    const holidays = [{ date: '2026-12-25', name: 'Christmas', yearly: true }];
    assert.deepEqual((await send('PUT /api/schedules/holidays', { holidays }, admin)).json, { holidays });
    const body = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nSUMMARY:May\nEND:VEVENT\nEND:VCALENDAR';
    await request('POST /api/schedules/holidays/import', { ...admin, body });
    const { json } = await send('GET /api/schedules/holidays', undefined, operator);
    assert.deepEqual(
      (json as HolidayList).holidays.map(({ name }) => name),
      ['May', 'Christmas'],
    );
    const wrong = await send(
      'PUT /api/schedules/holidays',
      { holidays: [{ date: 'x', name: '', yearly: true }] },
      admin,
    );
    assert.equal(wrong.status, 400);
    const many = Array.from({ length: 401 }, () => holidays[0]);
    assert.equal((await send('PUT /api/schedules/holidays', { holidays: many }, admin)).status, 400);
  });
});
