import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { virtualInput } from '../../../src/rules/events.ts';
import { fakeApi } from '../../support/api.ts';

const operator = { role: 'operator' } as const;
const admin = { role: 'admin' } as const;

describe('/api/virtual-inputs', () => {
  it('raises and lowers an input, and tells it once', async () => {
    const { send, events } = fakeApi();
    const told: unknown[] = [];
    events.on(virtualInput, data => told.push(data));
    const { json } = await send('PATCH /api/virtual-inputs/7', { active: true }, operator);
    assert.deepEqual(json, { port: 7, name: 'Virtual input 7', active: true });
    await send('PATCH /api/virtual-inputs/7', { active: true }, operator);
    await send('PATCH /api/virtual-inputs/7', { active: false }, operator);
    assert.deepEqual(told, [
      { port: 7, active: true },
      { port: 7, active: false },
    ]);
  });

  it('keeps names, which administrators give', async () => {
    const { send } = fakeApi();
    assert.equal((await send('PATCH /api/virtual-inputs/64', { name: 'Bell', active: true }, operator)).status, 403);
    await send('PATCH /api/virtual-inputs/64', { name: ' Bell ' }, admin);
    await send('PATCH /api/virtual-inputs/64', { name: 'School bell' }, admin);
    const { json } = await send('GET /api/virtual-inputs', undefined, operator);
    const all = json as unknown[];
    assert.equal(all.length, 64);
    assert.deepEqual(all.at(-1), { port: 64, name: 'School bell', active: false });
  });

  it('refuses what is no input and no name', async () => {
    const { send } = fakeApi();
    for (const port of ['0', '65', '1.5', 'x'])
      assert.equal((await send(`PATCH /api/virtual-inputs/${port}`, { active: true }, operator)).status, 404);
    assert.equal((await send('PATCH /api/virtual-inputs/1', { name: ' ' }, admin)).status, 400);
    assert.equal((await send('PATCH /api/virtual-inputs/1', { active: 'on' }, operator)).status, 400);
    assert.equal((await send('GET /api/virtual-inputs', undefined, { role: 'viewer' })).status, 403);
  });
});
