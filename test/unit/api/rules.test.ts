import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { controlButton } from '../../../src/system/events.ts';
import type { EventsCatalog, Rule, RuleList, RuleWhy, TracedEvent } from '../../../src/api/contract.ts';
import { fakeApi } from '../../support/api.ts';

const SONG = {
  name: 'Song',
  conditions: [{ event: 'system.control-button', fields: { gesture: 'calibrate' } }],
  trigger: true,
  action: { id: 'test.sing', args: { verses: 2 } },
};

/** What admins see. */
function rulesApi() {
  const api = fakeApi();
  return { ...api, send: (what: string, body?: unknown) => api.send(what, body, { role: 'admin' }) };
}

describe('/api/rules', () => {
  it('tells what there is to wait for and to do, under headings in order', async () => {
    const { send } = rulesApi();
    const { conditions, actions } = (await send('GET /api/events/catalog')).json as EventsCatalog;
    assert.deepEqual(
      conditions.map(({ event, group, kind }) => [event, group, kind]),
      [
        ['system.ready', 'Device status', 'state'],
        ['system.control-button', 'I/O', 'pulse'],
        ['system.microphone-switch', 'I/O', 'state'],
        ['multicast.source-state', 'Multicast controller', 'state'],
      ],
    );
    assert.deepEqual(
      actions.map(({ id, holds }) => [id, holds]),
      [
        ['test.sing', false],
        ['system.restart', false],
      ],
    );
  });

  it('adds, changes, copies and removes a rule that then acts', async () => {
    const { send, events, done } = rulesApi();
    const added = await send('POST /api/rules', SONG);
    assert.equal(added.status, 201);
    const { id } = added.json as Rule;
    events.emit(controlButton, { heldMs: 100, gesture: 'calibrate' });
    await send(`PATCH /api/rules/${id}`, { action: { id: 'test.sing', args: { verses: 3 } } });
    events.emit(controlButton, { heldMs: 100, gesture: 'calibrate' });
    assert.deepEqual(done, ['sing 2', 'sing 3']);
    assert.equal((await send(`POST /api/rules/${id}/copy`)).status, 201);
    const { rules, states } = (await send('GET /api/rules')).json as RuleList;
    assert.deepEqual([rules.length, states.map(state => state.ranAt)], [2, ['2026-01-01T12:00:00.000Z', undefined]]);
    assert.equal((await send(`DELETE /api/rules/${id}`)).status, 204);
    assert.equal((await send(`DELETE /api/rules/${id}`)).status, 404);
  });

  it('names the field that is wrong and changes nothing', async () => {
    const { send } = rulesApi();
    for (const [body, field] of [
      [{ ...SONG, name: '' }, 'name'],
      [{ ...SONG, action: { id: 'test.sing', args: { verses: 0 } } }, 'action.args.verses'],
      [{ ...SONG, colour: 'red' }, 'colour'],
      [{ ...SONG, conditions: 'all' }, 'conditions'],
    ] as const) {
      const { status, json } = await send('POST /api/rules', body);
      assert.deepEqual([status, (json as { field: string }).field], [400, field]);
    }
    assert.deepEqual(((await send('GET /api/rules')).json as RuleList).rules, []);
  });

  it('exports all and imports what was exported', async () => {
    const { send } = rulesApi();
    await send('POST /api/rules', SONG);
    const { json, headers } = await send('GET /api/rules/export');
    assert.match(headers['Content-Disposition'] ?? '', /rules\.json/);
    assert.equal((await send('POST /api/rules/import', json)).status, 201);
    const { rules } = (await send('GET /api/rules')).json as RuleList;
    assert.deepEqual({ ...rules[1], id: '' }, { ...rules[0], id: '' });
  });

  it('tells the trace, tries a rule out, replays and says why', async () => {
    const { send, events, done, clock } = rulesApi();
    const { id } = (await send('POST /api/rules', { ...SONG, enabled: false })).json as Rule;
    events.emit(controlButton, { heldMs: 100, gesture: 'calibrate' });
    const [traced] = (await send('GET /api/rules/trace')).json as TracedEvent[];
    assert.equal(traced?.looks[0]?.verdict, 'off');
    const tried = await send('POST /api/rules/dry-run', {
      event: 'system.control-button',
      data: { heldMs: 1, gesture: 'calibrate' },
      rule: SONG,
    });
    assert.deepEqual((tried.json as TracedEvent).looks[0]?.action, { state: 'dry' });
    assert.deepEqual(done, []);
    await send(`PATCH /api/rules/${id}`, { enabled: true });
    const again = await send(`POST /api/rules/replay/${traced.number}`);
    assert.equal((again.json as TracedEvent).looks[0]?.verdict, 'fired');
    assert.deepEqual(done, ['sing 2']);
    const why = await send(`GET /api/rules/${id}/why?at=${clock.now().toISOString()}`);
    assert.match((why.json as RuleWhy).lines[0] ?? '', /Control button/);
    assert.equal((await send(`GET /api/rules/${id}/why?at=noon`)).status, 400);
  });

  it('is to look at for operators and to change for admins', async () => {
    const { send } = fakeApi();
    const joe = { role: 'operator' } as const;
    assert.equal((await send('GET /api/rules', undefined, joe)).status, 200);
    for (const what of ['POST /api/rules', 'POST /api/rules/import', 'GET /api/rules/export'])
      assert.equal((await send(what, undefined, joe)).status, 403, what);
  });
});
