import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ical from 'ical.js';
import { after, before, describe, it } from 'mocha';
import { WebSocket } from 'ws';
import type { Live, LiveEvent, Schedule, ScheduleList } from '../../src/api/contract.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

describe('a speaker with schedules', function () {
  this.timeout(60_000);
  let state: string;
  let stentor: Stentor;
  before(async () => {
    state = await mkdtemp(join(tmpdir(), 'stentor-schedules-'));
    stentor = await startStentor({ state });
    await stentor.setUp();
  });
  after(async () => {
    await stentor.stop();
    await rm(state, { recursive: true, force: true });
  });

  const send = async (method: string, path: string, body?: object | string) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await stentor.fetch(path, { method, ...(body === undefined ? {} : { body: text }) });
    const told = await answer.text();
    return { status: answer.status, text: told, json: () => JSON.parse(told) as unknown };
  };
  const list = async () => ((await send('GET', '/api/schedules')).json() as ScheduleList).schedules;
  const history = async () => (await send('GET', '/api/events')).json() as LiveEvent[];

  it('has four, and tells their states to programs with their ids', async () => {
    assert.deepEqual(
      (await list()).map(({ id }) => id.replace('com.axis.schedules.', '')),
      [...['weekdays', 'office_hours', 'after_hours', 'weekends']],
    );
    const body =
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><GetEventInstances xmlns="http://www.axis.com/vapix/ws/event1"/></e:Body></e:Envelope>';
    const { text } = await send('POST', '/vapix/services', body);
    const recurring = /<tnsaxis:Recurring[\s\S]*<\/tnsaxis:Recurring>/.exec(text)?.[0] ?? '';
    assert.match(
      recurring,
      /<aev:SourceInstance><aev:SimpleItemInstance Type="xsd:string" Name="id">(<aev:Value>[^<]*<\/aev:Value>)*<aev:Value>com\.axis\.schedules\.office_hours</,
    );
    assert.match(recurring, /Name="active" isPropertyState="true"/);
    assert.match(recurring, /<Pulse wstop:topic="true"/);
  });

  it('rings when it is told to, and says on the live channel what became active', async () => {
    const socket = new WebSocket(`${stentor.https.replace('https', 'wss')}/api/live`, {
      rejectUnauthorized: false,
      headers: { authorization: `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}` },
    });
    const heard: Live[] = [];
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as Live));
    await new Promise(resolve => socket.once('open', resolve));
    const always = {
      name: 'Always',
      calendar: 'DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY',
      timeZone: 'Asia/Tokyo',
    };
    const added = (await send('POST', '/api/schedules', always)).json() as Schedule;
    assert.equal(added.active, true);
    const soon = new Date(Date.now() + 3000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    const once = { name: 'Soon', calendar: `DTSTART:${soon}Z` };
    assert.equal((await send('POST', '/api/schedules', once)).status, 201);
    const happened = (id: string, name: string) =>
      heard
        .flatMap(message => (message.type === 'event' ? [message.event] : []))
        .find(event => event.id === id && event.data['name'] === name);
    await eventually('the interval is told', () => happened('schedules.interval', 'Always') !== undefined);
    await eventually('the pulse is told', () => happened('schedules.pulse', 'Soon') !== undefined);
    const at = Date.parse(happened('schedules.pulse', 'Soon')?.at ?? '');
    const wanted =
      ical.Time.fromDateTimeString(
        `${soon.slice(0, 4)}-${soon.slice(4, 6)}-${soon.slice(6, 11)}:${soon.slice(11, 13)}:${soon.slice(13)}Z`,
      ).toUnixTime() * 1000;
    assert.ok(at >= wanted, `${at - wanted} ms`);
    assert.ok(heard.some(message => message.type === 'changed' && message.what === 'schedules'));
    socket.close();
  });

  it('gives its schedules as a calendar and takes them back, and others with them', async () => {
    const { text: file } = await send('GET', '/api/schedules/export');
    const read = new ical.Component(ical.parse(file) as unknown[]);
    const names = read.getAllSubcomponents('vevent').map(each => new ical.Event(each).summary);
    assert.deepEqual(names, ['Always', 'Soon']);
    const before = (await list()).slice(4);
    for (const { id } of before) assert.equal((await send('DELETE', `/api/schedules/${id}`)).status, 204);
    const back = await send('POST', '/api/schedules/import', file);
    assert.equal(back.status, 201, back.text);
    const plain = (schedule: Schedule) => ({ ...schedule, id: '', next: '' });
    assert.deepEqual((await list()).slice(4).map(plain), before.map(plain));
    const wrong = await send('POST', '/api/schedules/import', file.replace('FREQ=DAILY', 'FREQ=SECONDLY'));
    assert.equal(wrong.status, 400);
    assert.match(wrong.text, /line \d+: FREQ=SECONDLY is too often/);
    assert.equal((await list()).length, 6);
  });

  it('starts rules, says why not, and stays while they use it', async () => {
    const hour = (new Date().getUTCHours() + 2) % 24;
    const time = (at: number) => `20260101T${String(at % 24).padStart(2, '0')}0000`;
    const calendar = `DTSTART:${time(hour)}\nDURATION:PT1H\nRRULE:FREQ=DAILY`;
    const later = (
      await send('POST', '/api/schedules', { name: 'Later', calendar, timeZone: 'UTC' })
    ).json() as Schedule;
    const condition = { event: 'schedules.interval', fields: { id: later.id, active: true }, invert: false };
    const action = { id: 'rules.set-virtual-input', args: { port: 5, active: true }, hold: false };
    const made = await send('POST', '/api/rules', { name: 'Raise five', conditions: [condition], action });
    const { id } = made.json() as { id: string };
    const refused = await send('DELETE', `/api/schedules/${later.id}`);
    assert.equal(refused.status, 409);
    assert.match(refused.text, /Raise five/);
    const why = await send('GET', `/api/rules/${id}/why?at=${new Date().toISOString()}`);
    assert.match(
      why.text,
      /[Tt]he schedule Later is not active: it is \w+day \d\d:\d\d(:\d\d)? in UTC and it runs every day from \d\d:00 for 1 hour/,
    );
    const now = calendar.replace(time(hour), time(hour + 22));
    assert.equal((await send('PATCH', `/api/schedules/${later.id}`, { calendar: now })).status, 200);
    const raised = async () =>
      ((await send('GET', '/api/virtual-inputs')).json() as { port: number; active: boolean }[]).some(
        input => input.port === 5 && input.active,
      );
    await eventually('the rule acted', raised);
    assert.equal((await send('DELETE', `/api/rules/${id}`)).status, 204);
    assert.equal((await send('DELETE', `/api/schedules/${later.id}`)).status, 204);
  });

  it('lives through what is made to harm it', async () => {
    for (const rule of ['FREQ=DAILY;COUNT=1000000000', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=SECONDLY', '\0'])
      await send('POST', '/api/schedules', { name: rule, calendar: `DTSTART:19700101T000000\nRRULE:${rule}` });
    const deep = 'BEGIN:VCALENDAR\n'.repeat(10_000);
    assert.equal((await send('POST', '/api/schedules/import', deep)).status, 400);
    assert.equal((await send('POST', '/api/schedules/import', 'x'.repeat(300_000))).status, 413);
    assert.deepEqual(
      (await list()).slice(6).map(({ name }) => name),
      ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
    );
  });

  it('keeps them, and does not ring again for what it rang for, when it starts anew', async () => {
    const before = await list();
    await stentor.stop();
    stentor = await startStentor({ state });
    const plain = ({ id, name, calendar }: Schedule) => ({ id, name, calendar });
    assert.deepEqual((await list()).map(plain), before.map(plain));
    const told = await history();
    assert.deepEqual(
      told.filter(({ id }) => id === 'schedules.pulse' || id === 'schedules.missed'),
      [],
    );
    assert.ok(
      told.some(({ id, data }) => id === 'schedules.interval' && data['name'] === 'Always' && data['active'] === true),
    );
  });

  it('makes up for what it missed without power, and rules hear of it', async () => {
    const often = { name: 'Often', calendar: 'DTSTART:20260101T000000\nRRULE:FREQ=MINUTELY', catchUp: true };
    assert.equal((await send('POST', '/api/schedules', often)).status, 201);
    const { id } = (await list()).find(({ name }) => name === 'Often') ?? assert.fail('no schedule');
    const condition = { event: 'schedules.pulse', fields: { id }, invert: false };
    const action = { id: 'rules.set-virtual-input', args: { port: 6, active: true }, hold: false };
    const rule = { name: 'Raise six', conditions: [condition], trigger: true, action };
    assert.equal((await send('POST', '/api/rules', rule)).status, 201);
    await stentor.stop();
    const seen = new Date(Date.now() - 2 * 3_600_000).toISOString();
    await writeFile(join(state, 'schedules/seen.json'), JSON.stringify({ version: 1, content: { seen } }));
    stentor = await startStentor({ state });
    const missed = (await history()).filter(event => event.id === 'schedules.missed' && event.data['id'] === id);
    assert.equal(missed.length, 1);
    const count = Number(missed[0]?.data['count']);
    assert.ok(count >= 119 && count <= 122, String(count));
    const pulses = (await history()).filter(event => event.id === 'schedules.pulse' && event.data['id'] === id);
    assert.ok(pulses.length >= 59 && pulses.length <= 62, String(pulses.length));
    await eventually('the rule acted', async () => {
      const inputs = (await send('GET', '/api/virtual-inputs')).json() as { port: number; active: boolean }[];
      return inputs.some(input => input.port === 6 && input.active);
    });
  });
});
