import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { AudioHealth, Live } from '../../../src/api/contract.ts';
import { liveRoute } from '../../../src/api/index.ts';
import { controlButton, microphoneSwitch, systemReady } from '../../../src/system/events.ts';
import { fakeApi, fakeBoard } from '../../support/api.ts';

/** A list of listeners that counts them. */
function fakeChange() {
  const listeners = new Set<() => void>();
  return {
    listeners,
    tell: () => [...listeners].forEach(listener => listener()),
    on: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function live({ virtual = false } = {}) {
  const api = fakeApi();
  const changes = {
    clips: fakeChange(),
    accounts: fakeChange(),
    settings: fakeChange(),
    storage: fakeChange(),
    recordings: fakeChange(),
    upgrade: fakeChange(),
    multicast: fakeChange(),
    recipients: fakeChange(),
    schedules: fakeChange(),
    mqtt: fakeChange(),
    virtualInputs: fakeChange(),
  };
  const audio = fakeChange();
  const rules = fakeChange();
  const board = fakeBoard();
  let restarts = 0;
  const health = (): AudioHealth => ({ state: 'running', restarts: restarts++, playing: [], live: [], sent: [] });
  const route = liveRoute({
    ...api,
    health,
    onRules: rules.on,
    onMulticast: listener => api.multicast.onStatus(listener),
    onHealth: listener => audio.on(() => listener(health())),
    changes: {
      sip: () => () => undefined,
      certificates: () => () => undefined,
      firewall: () => () => undefined,
      dot1x: () => () => undefined,
      clips: changes.clips.on,
      accounts: changes.accounts.on,
      settings: changes.settings.on,
      upgrade: changes.upgrade.on,
      storage: changes.storage.on,
      recordings: changes.recordings.on,
      multicast: changes.multicast.on,
      network: () => () => undefined,
      time: () => () => undefined,
      remoteSyslog: () => () => undefined,
      ssh: () => () => undefined,
      recipients: changes.recipients.on,
      schedules: changes.schedules.on,
      mqtt: changes.mqtt.on,
      virtualInputs: changes.virtualInputs.on,
      speakerTest: () => () => undefined,
    },
    ...(virtual ? { virtual: board.controls } : {}),
  });
  const open = () => {
    const got: Live[] = [];
    const closed = new AbortController();
    route.open({
      path: '/api/live',
      query: new URLSearchParams(),
      caller: { name: 'joe', role: 'viewer', via: 'session' },
      remote: '10.0.0.9',
      signal: closed.signal,
      send: message => void got.push(structuredClone(message) as Live),
      onText: () => undefined,
      onBytes: () => undefined,
      close: () => undefined,
    });
    return { got, close: () => closed.abort() };
  };
  return { ...api, changes, audio, rules, board, route, open };
}

const typesOf = (messages: readonly Live[]) => messages.map(({ type }) => type);

describe('/api/live', () => {
  it('tells the states first, each with its time, and what happened lately', async () => {
    const { open, events, clock } = live();
    await clock.advance(5000);
    events.emit(systemReady, { ready: true });
    events.emit(controlButton, { heldMs: 200, gesture: 'calibrate' });
    const [first] = open().got;
    assert.equal(first?.type, 'states');
    assert.deepEqual(
      first.states.map(({ id, data, at }) => [id, data, at]),
      [
        ['system.ready', { ready: true }, '2026-01-01T12:00:05.000Z'],
        ['system.microphone-switch', { on: true }, '2026-01-01T12:00:00.000Z'],
      ],
    );
    assert.deepEqual(
      first.recent.map(({ id }) => id),
      ['system.ready', 'system.control-button'],
    );
  });

  it('tells the last hundred events only', () => {
    const { open, events } = live();
    for (let i = 1; i <= 150; i++) events.emit(controlButton, { heldMs: i, gesture: 'calibrate' });
    const [first] = open().got;
    assert.equal(first?.type, 'states');
    assert.equal(first.recent.length, 100);
    assert.deepEqual(first.recent.at(-1)?.data, { heldMs: 150, gesture: 'calibrate' });
  });

  it('tells each event as it happens, to everybody', () => {
    const { open, events } = live();
    const pages = [open(), open()];
    events.emit(microphoneSwitch, { on: false });
    for (const { got } of pages) {
      const last = got.at(-1);
      assert.equal(last?.type, 'event');
      assert.deepEqual(last.event.data, { on: false });
    }
  });

  it('tells of audio at once, and then four times a second at the most', async () => {
    const { open, audio, clock } = live();
    const { got } = open();
    assert.deepEqual(typesOf(got), ['states', 'audio']);
    for (let i = 0; i < 100; i++) {
      await clock.advance(10);
      audio.tell();
    }
    assert.equal(got.filter(({ type }) => type === 'audio').length, 1 + 4);
  });

  it('tells the last report of a burst, not the first', async () => {
    const { open, audio, clock } = live();
    const { got } = open();
    audio.tell();
    audio.tell();
    await clock.advance(250);
    const reports = got.filter(message => message.type === 'audio').map(message => message.audio.restarts);
    assert.deepEqual(reports, [0, 3]);
  });

  it('tells of rules at once, and then once a second at the most', async () => {
    const { open, rules, clock } = live();
    const { got, close } = open();
    for (let i = 0; i < 25; i++) {
      rules.tell();
      await clock.advance(100);
    }
    assert.equal(got.filter(message => message.type === 'changed' && message.what === 'rules').length, 1 + 2);
    close();
    assert.equal(clock.waiting, 0);
  });

  it('tells what has changed', () => {
    const { open, changes } = live();
    const { got } = open();
    changes.clips.tell();
    changes.accounts.tell();
    changes.settings.tell();
    assert.deepEqual(got.slice(2), [
      { type: 'changed', what: 'clips' },
      { type: 'changed', what: 'accounts' },
      { type: 'changed', what: 'settings' },
    ]);
  });

  it('tells of the board where it is virtual', async () => {
    const { open, board } = live({ virtual: true });
    const { got } = open();
    assert.deepEqual(typesOf(got), ['states', 'audio', 'board']);
    await board.controls.change({ unplugged: true });
    const last = got.at(-1);
    assert.equal(last?.type, 'board');
    assert.equal(last.board.unplugged, true);
  });

  it('leaves nothing behind when it closes', async () => {
    const { open, events, changes, audio, board, clock } = live({ virtual: true });
    const { got, close } = open();
    audio.tell();
    close();
    const heard = got.length;
    events.emit(controlButton, { heldMs: 1, gesture: 'calibrate' });
    changes.clips.tell();
    await clock.advance(1000);
    assert.equal(got.length, heard);
    assert.equal(clock.waiting, 0);
    const left = [...Object.values(changes), audio, board].map(({ listeners }) => listeners.size);
    assert.deepEqual([...new Set(left)], [0]);
  });

  it('is for viewers', () => {
    assert.equal(live().route.access, 'viewer');
  });
});
