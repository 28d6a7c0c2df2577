import { strict as assert } from 'node:assert';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { FakeClock } from '../../support/fake-clock.ts';
import { notifyRig } from '../../support/notify-rig.ts';
import { until } from '../../support/until.ts';

const MINUTE = 60_000;
let server: Server | undefined;
const offs: (() => unknown)[] = [];

afterEach(async () => {
  for (const off of offs.splice(0)) await off();
  server?.close();
});

/** Somebody who writes down what comes. */
async function listen(port = 0): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const opened = createServer(socket => {
    let text = '';
    socket.setEncoding('utf8').on('data', piece => (text += String(piece)));
    socket.on('end', () => heard.push(text));
    socket.on('error', () => undefined);
  });
  server = opened;
  await new Promise<void>(resolve => opened.listen(port, '127.0.0.1', resolve));
  return { port: (opened.address() as { port: number }).port, heard };
}

async function closed(): Promise<number> {
  const { port } = await listen();
  await new Promise(resolve => server?.close(resolve));
  return port;
}

async function started(clock: FakeClock, folder?: string) {
  const rig = notifyRig({ clock, ...(folder === undefined ? {} : { folder }) });
  offs.push(await rig.start());
  return rig;
}

type Rig = Awaited<ReturnType<typeof started>>;
const tell = (rig: Rig, message: string, recipient = 'Gate') => rig.run('notify.tcp', { recipient, message });
const addGate = (rig: Rig, port: number, name = 'Gate') =>
  rig.notifier.recipients.add({ name, type: 'tcp', fields: { host: '127.0.0.1', port } });
/** Waits until no attempt is on its way. */
const settled = (rig: Rig) =>
  until('no attempt is on its way', () => rig.notifier.queues().every(({ nextAttempt }) => nextAttempt !== undefined));

describe('notifications that wait', () => {
  it('arrive once and in order after an hour in which the recipient was down', async () => {
    const clock = new FakeClock();
    const rig = await started(clock);
    const port = await closed();
    await addGate(rig, port);
    const sent: string[] = [];
    for (let minute = 0; minute < 60; minute++) {
      sent.push(`message ${minute}`);
      await assert.rejects(tell(rig, `message ${minute}`), /Gate: .*ECONNREFUSED.*kept and tried again/);
      await clock.advance(MINUTE);
      await settled(rig);
    }
    const [queue] = rig.notifier.queues();
    assert.equal(queue?.waiting, 60);
    assert.ok(queue.attempts > 10 && queue.attempts < 30, `${queue.attempts} attempts`);
    const { heard } = await listen(port);
    // In steps: an attempt takes real time, and must not take minutes of the clock.
    for (let second = 0; second < 301; second++) {
      await clock.advance(1000);
      await settled(rig);
    }
    await until('all have arrived', () => rig.notifier.queues().length === 0);
    await tell(rig, 'the next');
    assert.deepEqual(heard, [...sent, 'the next']);
    assert.deepEqual(await readdir(join(rig.folder, 'queue')), []);
  });

  it('survive a restart, and a file that a power cut left', async () => {
    const clock = new FakeClock();
    const port = await closed();
    const first = await started(clock);
    await addGate(first, port);
    for (const message of ['a', 'b', 'c']) await assert.rejects(tell(first, message));
    await offs.pop()?.();
    await writeFile(join(first.folder, 'queue', '000000000009.data'), 'half');
    await writeFile(join(first.folder, 'queue', '000000000010.json'), '{"number":');
    const { heard } = await listen(port);
    const second = await started(clock, first.folder);
    await until('all have arrived', () => second.notifier.queues().length === 0);
    await tell(second, 'd');
    assert.deepEqual(heard, ['a', 'b', 'c', 'd']);
    assert.deepEqual(await readdir(join(first.folder, 'queue')), []);
  });

  it('of one recipient do not hold up another', async () => {
    const rig = await started(new FakeClock());
    await addGate(rig, await closed());
    const { port, heard } = await listen();
    await addGate(rig, port, 'Door');
    await assert.rejects(tell(rig, 'a'));
    await tell(rig, 'b', 'Door');
    assert.deepEqual(heard, ['b']);
  });

  it('are no more than a thousand', async () => {
    const rig = await started(new FakeClock());
    await addGate(rig, await closed());
    await assert.rejects(tell(rig, 'first'));
    const all = await Promise.allSettled(Array.from({ length: 1000 }, (_, i) => tell(rig, `more ${i}`)));
    const full = all.filter(
      each => each.status === 'rejected' && String(each.reason).includes('1000 notifications wait'),
    );
    assert.equal(full.length, 1);
    assert.equal(rig.notifier.queues()[0]?.waiting, 1000);
    await rig.notifier.clear('0');
    assert.deepEqual(rig.notifier.queues(), []);
    assert.deepEqual(await readdir(join(rig.folder, 'queue')), []);
  }).timeout(60_000);

  it('are tried at once when their recipient is corrected, and thrown away with it', async () => {
    const rig = await started(new FakeClock());
    const { id } = await addGate(rig, await closed());
    await assert.rejects(tell(rig, 'a'));
    const { port, heard } = await listen();
    await rig.notifier.change(id, { fields: { port } });
    await until('it has arrived', () => heard.length === 1);
    await until('nothing waits', () => rig.notifier.queues().length === 0);
    await rig.notifier.change(id, { fields: { port: await closed() } });
    await assert.rejects(tell(rig, 'b'));
    await rig.notifier.remove(id);
    assert.deepEqual(await readdir(join(rig.folder, 'queue')), []);
  });

  it('are given up after three days, and that is told', async () => {
    const clock = new FakeClock();
    const rig = await started(clock);
    await addGate(rig, await closed());
    await assert.rejects(tell(rig, 'a'));
    clock.set('2026-01-05T12:00:00Z');
    rig.notifier.hurry('0');
    await until('it is given up', () => rig.lost.length === 1);
    assert.equal((rig.lost[0]?.data as { recipient: string }).recipient, 'Gate');
  });
});
