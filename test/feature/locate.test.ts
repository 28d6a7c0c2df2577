import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { DeviceInfo, VirtualBoardState } from '../../src/api/contract.ts';
import { sounds } from '../support/card-sound.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

describe('a speaker that is looked for', function () {
  this.timeout(90_000);
  let stentor: Stentor;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(() => stentor.stop());

  const read = async <T>(path: string) => (await (await stentor.fetch(path)).json()) as T;
  const post = (path: string, body: object) => stentor.fetch(path, { method: 'POST', body: JSON.stringify(body) });
  const find = async (method: string, params = {}) => {
    const answer = await post('/axis-cgi/findmydevice.cgi', { apiVersion: '1.0', method, params });
    assert.deepEqual(((await answer.json()) as { data: object }).data, {});
  };
  const live = async () => (await read<{ live: { name: string }[] }>('/api/audio')).live.map(({ name }) => name);
  const led = async () => (await read<VirtualBoardState>('/api/board')).led;

  it('flashes and rings until it is told to stop', async () => {
    await find('find');
    assert.equal(await led(), 'red-green-fast-flash');
    assert.deepEqual(await live(), ['Locate device']);
    await eventually('it is heard', () => sounds(stentor.card));
    await find('stop');
    assert.notEqual(await led(), 'red-green-fast-flash');
    await eventually('it is silent', async () => (await live()).length === 0 && !sounds(stentor.card));
  });

  it('stops by itself, and rings once where it is looked for twice', async () => {
    await find('find', { duration: 3600 });
    await find('find', { duration: 1 });
    assert.equal((await live()).length, 1);
    await eventually('it is over', async () => (await live()).length === 0);
    assert.notEqual(await led(), 'red-green-fast-flash');
  });

  it('only flashes where no sound is wanted', async () => {
    await post('/api/actions/system.identify', { seconds: 60, sound: false });
    assert.equal(await led(), 'red-green-fast-flash');
    assert.deepEqual(await live(), []);
    await post('/api/actions/system.identify', { seconds: 0 });
  });

  it('says its name and address when its button is pressed twice', async () => {
    const { hostName } = await read<DeviceInfo>('/api/status');
    const pressed = async () => !(await read<VirtualBoardState>('/api/board')).buttonPressed;
    // A busy machine may be slower than two presses have time for.
    await eventually('it speaks', async () => {
      await post('/api/board/press', { ms: 60 });
      await eventually('the button is up', pressed);
      await post('/api/board/press', { ms: 60 });
      await eventually('the button is up', pressed);
      for (let n = 0; n < 60; n++) {
        const [said] = await live();
        if (said?.startsWith(`This is ${hostName}.`) === true) return true;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      return false;
    });
  });

  it('tells of undervoltage, on the page, as an event and in the log', async () => {
    const set = (undervoltage: boolean) =>
      stentor.fetch('/api/board', { method: 'PATCH', body: JSON.stringify({ undervoltage }) });
    assert.equal((await read<DeviceInfo>('/api/status')).undervoltage, false);
    await set(true);
    assert.equal((await read<DeviceInfo>('/api/status')).undervoltage, true);
    const told = async () =>
      (await read<{ id: string; data: { active?: boolean } }[]>('/api/events'))
        .filter(({ id }) => id === 'system.undervoltage')
        .map(({ data }) => data.active);
    await eventually('it is told', async () => (await told()).includes(true));
    await set(false);
    await eventually('it is over', async () => (await told()).includes(false));
    assert.match(stentor.output(), /undervoltage: the power supply or its cable is too weak/);
  });
});
