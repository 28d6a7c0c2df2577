import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { sourceState } from '../../../../src/audio/multicast/events.ts';
import { multicastEnabled } from '../../../../src/audio/multicast/params.ts';
import { Fault } from '../../../../src/core/fault.ts';
import { createLog } from '../../../../src/core/log.ts';
import { EventBus } from '../../../../src/events/index.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { fakeMulticast, sourceStatus } from '../../../support/fake-multicast.ts';
import { fakeSettings } from '../../../support/settings.ts';

async function sources() {
  const { params } = fakeSettings();
  const events = new EventBus({ catalog: [sourceState], clock: new FakeClock(), log: createLog(() => undefined) });
  const told: unknown[] = [];
  events.on(sourceState, data => told.push(data));
  const fake = fakeMulticast({ params, events });
  const stop = await fake.multicast.start();
  return { ...fake, params, told, stop };
}

const HALL = { name: 'Hall', address: '239.0.0.1', port: 4000 };
const KEY = 'ab'.repeat(30);

describe('MulticastSources', () => {
  it('has those that are on listened for, at once and after every change', async () => {
    const { multicast, asked, params } = await sources();
    assert.deepEqual(asked.at(-1), []);
    const { id } = await multicast.add({ ...HALL, srtpKey: KEY });
    const wanted = {
      id: '0',
      address: '239.0.0.1',
      port: 4000,
      codec: 'PCMU',
      priority: 5,
      emergency: false,
      latency: 'Normal',
      srtpKey: KEY,
    };
    assert.deepEqual(asked.at(-1), [wanted]);
    await multicast.change(id, { codec: 'opus', priority: 13 });
    assert.deepEqual(asked.at(-1), [{ ...wanted, codec: 'opus', priority: 13 }]);
    await multicast.change(id, { enabled: false });
    assert.deepEqual(asked.at(-1), []);
    await multicast.change(id, { enabled: true });
    await params.update({ [multicastEnabled.path]: false });
    assert.deepEqual(asked.at(-1), []);
    await params.update({ [multicastEnabled.path]: true });
    await multicast.remove(id);
    assert.deepEqual(asked.at(-1), []);
  });

  const wrong: [what: string, fields: object, field: string, message: RegExp][] = [
    ['no name', { name: ' ' }, 'name', /needs a name/],
    ['a name that is too long', { name: 'x'.repeat(32) }, 'name', /at most 31 characters, not 32/],
    ['a name with a line break', { name: 'a\nb' }, 'name', /control characters/],
    ['no address', { address: '' }, 'address', /an empty address/],
    ['somebody else’s address', { address: '10.0.0.1' }, 'address', /neither a multicast address.*192\.168\.7\.20/],
    ['an address beyond', { address: '240.0.0.1' }, 'address', /224\.0\.0\.0 to 239\.255\.255\.255/],
    ['something that is no address', { address: '239.0.0' }, 'address', /239\.0\.0 is neither/],
    ['a name in the place of an address', { address: 'example.org' }, 'address', /neither/],
    ['a port below 1024', { port: 1023 }, 'port', /from 1024 to 65534, not 1023/],
    ['a port above 65534', { port: 65_535 }, 'port', /not 65535/],
    ['half a port', { port: 4000.5 }, 'port', /whole number/],
    ['a priority of 0', { priority: 0 }, 'priority', /from 1 to 13, not 0/],
    ['a priority of 14', { priority: 14 }, 'priority', /from 1 to 13, not 14/],
    ['a short key', { srtpKey: 'abcd' }, 'srtpKey', /60 hexadecimal digits .* or 92 .*, not 4/],
    ['a key that is no number', { srtpKey: 'z'.repeat(60) }, 'srtpKey', /0 to 9 and a to f/],
  ];
  for (const [what, fields, field, message] of wrong) {
    it(`takes none with ${what}, and says why`, async () => {
      const { multicast, file } = await sources();
      const refused = (error: unknown) =>
        error instanceof Fault && error.field === field && message.test(error.message);
      await assert.rejects(multicast.add({ ...HALL, ...fields }), refused);
      await multicast.add(HALL);
      const before = structuredClone(file.content);
      await assert.rejects(multicast.change('0', fields), refused);
      assert.deepEqual(file.content, before);
    });
  }

  it('takes a group, its own address, and any own one', async () => {
    const { multicast } = await sources();
    for (const address of ['224.0.0.0', '239.255.255.255', '192.168.7.20', '0.0.0.0']) {
      await multicast.add({ ...HALL, address });
    }
    assert.equal(multicast.list().length, 4);
  });

  it('takes no two on one address and port, even when both are added at once', async () => {
    const { multicast } = await sources();
    const both = await Promise.allSettled([multicast.add(HALL), multicast.add({ ...HALL, name: 'Yard' })]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    assert.match(String((both[1] as PromiseRejectedResult).reason), /“Hall” listens on 239\.0\.0\.1:4000 already/);
    await multicast.add({ ...HALL, port: 4002 });
    await assert.rejects(multicast.change('1', { port: 4000 }), /already/);
    await multicast.change('0', { name: 'Great hall' });
  });

  it('takes 64 and no more', async () => {
    const { multicast } = await sources();
    for (let n = 0; n < 64; n++) await multicast.add({ ...HALL, port: 4000 + n });
    await assert.rejects(multicast.add({ ...HALL, port: 5000 }), /64 multicast sources already/);
  });

  it('uses the number of one that was deleted again', async () => {
    const { multicast } = await sources();
    for (const port of [4000, 4002, 4004]) await multicast.add({ ...HALL, port });
    await multicast.remove('1');
    assert.equal((await multicast.add({ ...HALL, port: 4006 })).id, '1');
  });

  it('tells what becomes of each source, once', async () => {
    const { multicast, tell, told } = await sources();
    await multicast.add(HALL);
    await multicast.add({ ...HALL, name: 'Yard', port: 4002 });
    tell(sourceStatus('0'), sourceStatus('1'));
    assert.deepEqual(told, []);
    tell(sourceStatus('0', { state: 'playing' }), sourceStatus('1', { state: 'failed' }));
    tell(sourceStatus('0', { state: 'playing' }), sourceStatus('1', { state: 'failed' }));
    assert.deepEqual(told.splice(0), [
      { source: '0', name: 'Hall', state: 'playing' },
      { source: '1', name: 'Yard', state: 'failed' },
    ]);
    tell();
    assert.deepEqual(told, [
      { source: '0', name: 'Hall', state: 'idle' },
      { source: '1', name: 'Yard', state: 'idle' },
    ]);
  });

  it('keeps the order of VAPIX without gaps', async () => {
    const { multicast } = await sources();
    const order = () =>
      [...multicast.list()].sort((a, b) => a.priority - b.priority).map(({ name, priority }) => `${priority} ${name}`);
    const add = (name: string, port: number, priority?: number) =>
      multicast.addRanked({ ...HALL, name, port, ...(priority === undefined ? {} : { priority }) });
    await add('A', 4000);
    await add('B', 4002);
    await add('C', 4004);
    assert.deepEqual(order(), ['1 A', '2 B', '3 C']);
    await multicast.rank('0', 3);
    assert.deepEqual(order(), ['1 B', '2 C', '3 A']);
    await add('D', 4006, 2);
    assert.deepEqual(order(), ['1 B', '2 D', '3 C', '4 A']);
    await multicast.removeRanked('1');
    assert.deepEqual(order(), ['1 D', '2 C', '3 A']);
  });

  it('leaves priorities alone that were set without such an order', async () => {
    const { multicast } = await sources();
    await multicast.add({ ...HALL, priority: 5 });
    await multicast.add({ ...HALL, port: 4002, priority: 5 });
    await multicast.rank('0', 9);
    await multicast.removeRanked('1');
    assert.deepEqual(
      multicast.list().map(({ priority }) => priority),
      [9],
    );
  });
});
