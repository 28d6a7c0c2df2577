import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { controlButton, systemReady } from '../../../src/system/events.ts';
import { ask } from '../../support/exchange.ts';
import { fakeApi, fakeBoard } from '../../support/api.ts';
import { boardRoutes } from '../../../src/api/board.ts';

const viewer = { role: 'viewer' } as const;
const operator = { role: 'operator' } as const;
const admin = { role: 'admin' } as const;

describe('GET /api/status', () => {
  it('tells who the speaker is', async () => {
    const { send, clock } = fakeApi();
    await clock.advance(60_000);
    assert.deepEqual((await send('GET /api/status', undefined, viewer)).json, {
      model: 'Stentor S1',
      version: '1.2.3',
      serialNumber: 'B827EB123456',
      hostName: 'speaker',
      addresses: ['192.168.7.20', '2001:db8::5'],
      board: 'Raspberry Pi 4',
      boardName: 'pi4',
      panelDriver: 'none',
      microphoneSwitch: false,
      virtual: false,
      startedAt: '2026-01-01T12:00:00.000Z',
      time: '2026-01-01T12:01:00.000Z',
      processor: 0.25,
      memory: { usedBytes: 100, totalBytes: 400 },
      clips: { count: 2, bytes: 144_044, quotaBytes: 2_000_000 },
    });
  });

  it('tells whether the board is virtual', async () => {
    const { send } = fakeApi({ virtual: fakeBoard().controls });
    const { json } = await send('GET /api/status', undefined, viewer);
    assert.equal((json as { virtual: boolean }).virtual, true);
  });
});

describe('GET /api/audio', () => {
  it('tells how the audio process is', async () => {
    const { json } = await fakeApi().send('GET /api/audio', undefined, viewer);
    assert.deepEqual(json, { state: 'running', restarts: 0, playing: [], live: [], sent: [] });
  });
});

describe('POST /api/audio/stop', () => {
  it('ends one sound, for operators', async () => {
    const { send, done } = fakeApi();
    assert.equal((await send('POST /api/audio/stop', { voice: 7 }, { role: 'operator' })).status, 204);
    assert.deepEqual(done, ['stop voice 7']);
    assert.equal((await send('POST /api/audio/stop', { voice: 'all' }, { role: 'operator' })).status, 400);
    assert.equal((await send('POST /api/audio/stop', { voice: 7 }, viewer)).status, 403);
  });
});

describe('GET /api/events', () => {
  it('tells what happened, oldest first', async () => {
    const { send, events, clock } = fakeApi();
    events.emit(systemReady, { ready: true });
    await clock.advance(1000);
    events.emit(controlButton, { heldMs: 200, gesture: 'calibrate' });
    assert.deepEqual((await send('GET /api/events', undefined, viewer)).json, [
      {
        id: 'system.ready',
        title: 'System ready',
        topic: 'tns1:Device/tnsaxis:Status/SystemReady',
        kind: 'state',
        data: { ready: true },
        at: '2026-01-01T12:00:00.000Z',
      },
      {
        id: 'system.control-button',
        title: 'Control button',
        topic: 'tns1:Device/tnsaxis:IO/ControlButton',
        kind: 'pulse',
        data: { heldMs: 200, gesture: 'calibrate' },
        at: '2026-01-01T12:00:01.000Z',
      },
    ]);
  });
});

describe('/api/actions', () => {
  it('are those that the role may run', async () => {
    const { send } = fakeApi();
    const ids = async (asked: object) =>
      ((await send('GET /api/actions', undefined, asked)).json as { id: string }[]).map(({ id }) => id);
    assert.deepEqual(await ids(operator), ['test.sing']);
    assert.deepEqual(await ids(admin), ['test.sing', 'system.restart']);
    assert.equal((await send('GET /api/actions', undefined, viewer)).status, 403);
  });

  it('run with sound arguments only', async () => {
    const { send, done } = fakeApi();
    assert.equal((await send('POST /api/actions/test.sing', { verses: 3 }, operator)).status, 204);
    assert.equal((await send('POST /api/actions/test.sing', { verses: 0 }, operator)).status, 400);
    assert.equal((await send('POST /api/actions/test.sing', { verses: '3' }, operator)).status, 400);
    assert.equal((await send('POST /api/actions/test.sing', undefined, operator)).status, 400);
    assert.equal((await send('POST /api/actions/test.dance', {}, operator)).status, 404);
    assert.deepEqual(done, ['sing 3']);
  });

  it('are no way round the rights', async () => {
    const { send, done } = fakeApi();
    assert.equal((await send('POST /api/actions/system.restart', {}, operator)).status, 403);
    assert.deepEqual(done, []);
    assert.equal((await send('POST /api/actions/system.restart', {}, admin)).status, 204);
    assert.deepEqual(done, ['restart']);
  });
});

describe('POST /api/restart', () => {
  it('answers before it restarts, and is for administrators', async () => {
    const { send, clock, done } = fakeApi();
    assert.equal((await send('POST /api/restart', undefined, operator)).status, 403);
    assert.equal((await send('POST /api/restart', undefined, admin)).status, 204);
    assert.deepEqual(done, []);
    await clock.advance(1000);
    assert.deepEqual(done, ['restart']);
  });
});

describe('/api/board', () => {
  it('is not there on a real board', async () => {
    assert.equal((await fakeApi().send('GET /api/board', undefined, viewer)).status, 404);
  });

  it('shows and turns the knobs', async () => {
    const { controls, did } = fakeBoard();
    const { send } = fakeApi({ virtual: controls });
    const change = { micSwitchOn: false, room: { preset: 'hall', noiseDb: -50 } };
    const { json } = await send('PATCH /api/board', change, operator);
    assert.deepEqual(json, { ...controls.state(), ...change });
    assert.deepEqual((await send('GET /api/board', undefined, viewer)).json, json);
    assert.equal((await send('POST /api/board/press', { ms: 200 }, operator)).status, 204);
    assert.deepEqual(did, ['press 200']);
  });

  it('refuses what no knob does', async () => {
    const { controls, did } = fakeBoard();
    const before = controls.state();
    const { send } = fakeApi({ virtual: controls });
    for (const body of [
      { micSwitchOn: 'no' },
      { room: { preset: 'cave', noiseDb: -50 } },
      { room: { preset: 'hall' } },
      { room: { preset: 'hall', noiseDb: 3 } },
      { led: 'green' },
    ]) {
      assert.equal((await send('PATCH /api/board', body, operator)).status, 400);
    }
    assert.equal((await send('PATCH /api/board', { unplugged: true }, viewer)).status, 403);
    assert.equal((await send('POST /api/board/press', { ms: 0 }, operator)).status, 400);
    assert.deepEqual(controls.state(), before);
    assert.deepEqual(did, []);
  });

  it('tells an event that no knob can bring about', async () => {
    const { send, events } = fakeApi({ virtual: fakeBoard().controls });
    const admin = { role: 'admin' } as const;
    const heard: unknown[] = [];
    events.onAny(({ def, data }) => heard.push([def.id, data]));
    const event = 'system.microphone-switch';
    assert.equal((await send('POST /api/board/event', { event, data: { on: false } }, admin)).status, 204);
    assert.equal((await send('POST /api/board/event', { event, data: { on: 'perhaps' } }, admin)).status, 400);
    assert.equal((await send('POST /api/board/event', { event: 'none', data: {} }, admin)).status, 400);
    assert.equal((await send('POST /api/board/event', { event, data: { on: true } }, operator)).status, 403);
    assert.deepEqual(heard, [[event, { on: false }]]);
  });

  it('gives a recording of either side', async () => {
    const routes = boardRoutes(fakeBoard().controls, { events: { emit: () => undefined }, catalog: [] });
    const { type, text } = await ask(routes, 'GET /api/board/recording?seconds=3&side=microphone', viewer);
    assert.deepEqual([type, text], ['audio/wav', 'RIFF microphone 3']);
    assert.equal((await ask(routes, 'GET /api/board/recording', viewer)).text, 'RIFF speaker 10');
    for (const query of ['seconds=0', 'seconds=11', 'seconds=Infinity', 'seconds=x', 'side=left']) {
      assert.equal((await ask(routes, `GET /api/board/recording?${query}`, viewer)).status, 400);
    }
  });
});
