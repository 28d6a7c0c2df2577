import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type Fault, unavailable } from '../../../src/core/fault.ts';
import { Listeners } from '../../../src/core/listeners.ts';
import { createLog } from '../../../src/core/log.ts';
import { OggReader } from '../../../src/dsp/ogg-reader.ts';
import { EventBus } from '../../../src/events/index.ts';
import { RECORDING_EVENTS } from '../../../src/recordings/index.ts';
import { Recordings } from '../../../src/recordings/recordings.ts';
import { Shelf } from '../../../src/recordings/shelf.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

let root: string;

function rig() {
  const clock = new FakeClock();
  const log = createLog(() => undefined);
  const events = new EventBus({ catalog: RECORDING_EVENTS, clock, log });
  const told: string[] = [];
  events.onAny(({ def, data }) => {
    const { disk, problem } = data as { disk?: string; problem?: string };
    told.push([def.id.replace('recordings.', ''), disk, problem].filter(part => part !== undefined).join(' '));
  });
  const disks = ['SD_DISK', 'INTERNAL'].map(id => ({
    id,
    status: 'OK',
    readOnly: false,
    totalBytes: 1e9,
    freeBytes: 9e8,
    folder: join(root, id),
  }));
  const limits = { count: 100, bytes: 1e8, deleteOldest: true };
  const hearings = new Set<{ packet: (packet: Uint8Array) => void; failed: (error: Fault) => void }>();
  let silence: string | undefined;
  const silences = new Listeners<[]>();
  const changes = new Listeners<[]>();
  const leaves = new Set<(disk: string) => Promise<void>>();
  const shelf = new Shelf({ disks: async () => disks, limits: () => limits, clock, log });
  const recordings = new Recordings({
    shelf,
    events,
    clock,
    microphone: {
      listen: hearing => {
        hearings.add(hearing);
        return () => hearings.delete(hearing);
      },
      silence: () => silence,
      onSilence: silences.add,
    },
    disks: {
      isMounted: id => disks.some(disk => disk.id === id && disk.status === 'OK'),
      onChange: changes.add,
      beforeUnmount: leave => {
        leaves.add(leave);
        return () => leaves.delete(leave);
      },
    },
  });
  const stop = recordings.start();
  return {
    clock,
    told,
    disks,
    limits,
    hearings,
    recordings,
    stop,
    /** So many packets of 20 ms. */
    sound: (packets: number) => {
      for (let n = 0; n < packets; n++) for (const { packet } of hearings) packet(Buffer.from(`packet ${n}`));
    },
    silenceNow: (why: string) => {
      silence = why;
      silences.tell();
    },
    take: (id: string) => {
      const disk = disks.find(each => each.id === id);
      if (disk !== undefined) disk.status = 'disconnected';
      changes.tell();
    },
    unmount: (id: string) => Promise.all([...leaves].map(leave => leave(id))),
    filesOn: async (id: string) => (await readdir(join(root, id, 'recordings')).catch(() => [])).sort(),
  };
}

type Rig = ReturnType<typeof rig>;

/** A recording whose first sound has come. */
async function begun({ recordings, sound, hearings }: Rig, wish: { label?: string; seconds?: number } = {}) {
  const before = hearings.size;
  const begins = recordings.record({ label: '', ...wish });
  await until('it listens', () => hearings.size > before);
  sound(1);
  return begins;
}

const packetsIn = async (path: string) => new OggReader().read(await readFile(path)).slice(2);

describe('recordings', () => {
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'stentor-recordings-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('last as long as they should, on the medium first, and tell their beginning and end', async () => {
    const speaker = rig();
    await begun(speaker, { seconds: 2, label: 'Door "5"/../x' });
    speaker.sound(200);
    await until('it ended', () => speaker.told.length === 4);
    assert.deepEqual(speaker.told, ['ongoing', 'started SD_DISK', 'finished SD_DISK', 'ongoing']);
    const [name = ''] = await speaker.filesOn('SD_DISK');
    assert.match(name, /^20260101T120000Z-[0-9a-f]{6}-Door_5_.._x\.opus$/);
    assert.equal((await packetsIn(join(root, 'SD_DISK/recordings', name))).length, 100);
    const [recording] = await speaker.recordings.list();
    assert.deepEqual([recording?.seconds, recording?.ongoing, recording?.disk], [2, false, 'SD_DISK']);
    assert.equal(speaker.hearings.size, 0);
    assert.equal(speaker.clock.waiting, 0, 'no timer is left');
  });

  it('last until they are ended, and end with the speaker', async () => {
    const speaker = rig();
    const end = await begun(speaker);
    const other = await begun(speaker);
    speaker.sound(9);
    assert.deepEqual(
      (await speaker.recordings.list()).map(({ ongoing }) => ongoing),
      [true, true],
    );
    await end();
    await end();
    await speaker.stop();
    await other();
    assert.deepEqual(
      speaker.told.filter(line => line.startsWith('finished')),
      ['finished SD_DISK', 'finished SD_DISK the speaker was stopped'],
    );
    assert.equal(speaker.hearings.size, 0);
  });

  it('are refused where the microphone cannot be heard, and end when it cannot any more', async () => {
    const speaker = rig();
    await begun(speaker);
    speaker.silenceNow('the microphone switch is off');
    await until('it was told', () => speaker.told.includes('finished SD_DISK the microphone switch is off'));
    await assert.rejects(speaker.recordings.record({ label: '' }), /the microphone switch is off/);
    const mute = rig();
    const begins = mute.recordings.record({ label: '' });
    const rejected = assert.rejects(begins, /gives no sound/);
    await mute.clock.advance(5000);
    await rejected;
    const deaf = rig();
    const fails = assert.rejects(deaf.recordings.record({ label: '' }), /no card/);
    for (const { failed } of deaf.hearings) failed(unavailable('no card'));
    await fails;
    assert.deepEqual([...mute.told, ...deaf.told], []);
    assert.deepEqual(await deaf.recordings.list().then(list => list.length), 1);
  });

  it('go on elsewhere when the medium is pulled out or unmounted', async () => {
    for (const [leave, why] of [
      [(speaker: Rig) => speaker.take('SD_DISK'), 'the medium was removed'],
      [(speaker: Rig) => speaker.unmount('SD_DISK'), 'the medium was unmounted'],
    ] as const) {
      const speaker = rig();
      const end = await begun(speaker);
      speaker.sound(50);
      await leave(speaker);
      await until('it was told', () => speaker.told.includes('started INTERNAL'));
      speaker.sound(25);
      await end();
      assert.deepEqual(speaker.told, [
        'ongoing',
        'started SD_DISK',
        `finished SD_DISK ${why}`,
        'started INTERNAL',
        'finished INTERNAL',
        'ongoing',
      ]);
      const [name = ''] = (await speaker.filesOn('INTERNAL')).slice(-1);
      assert.equal((await packetsIn(join(root, 'INTERNAL/recordings', name))).length, 25);
    }
  });

  it('end, and tell why, where no disk is left', async () => {
    const speaker = rig();
    await begun(speaker);
    for (const { id } of speaker.disks) speaker.take(id);
    await until('it was told', () => speaker.told.length === 4);
    assert.deepEqual(speaker.told.slice(2), ['finished SD_DISK the medium was removed', 'ongoing']);
    await assert.rejects(begun(speaker), /no disk that can be used/);
  });

  it('keep to number and space: the oldest are deleted, or nothing more is taken', async () => {
    const speaker = rig();
    speaker.limits.count = 2;
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const end = await begun(speaker);
      await end();
      await speaker.clock.advance(1000);
      ids.unshift((await speaker.recordings.list())[0]?.id ?? '');
    }
    assert.deepEqual(
      (await speaker.recordings.list()).map(({ id }) => id),
      ids.slice(0, 2),
    );
    speaker.limits.deleteOldest = false;
    speaker.disks.pop();
    await assert.rejects(begun(speaker), { kind: 'full' });
    assert.equal((await speaker.recordings.list()).length, 2);
    // A disk that others have filled: nothing is deleted in vain.
    speaker.limits.deleteOldest = true;
    speaker.limits.count = 100;
    const [disk] = speaker.disks;
    if (disk !== undefined) disk.freeBytes = 0;
    await assert.rejects(begun(speaker), { kind: 'full' });
    assert.equal((await speaker.recordings.list()).length, 2);
  });

  it('are looked after while they last: room is made for what is still to come', async () => {
    const speaker = rig();
    await (
      await begun(speaker)
    )();
    await speaker.clock.advance(1000);
    const end = await begun(speaker);
    speaker.limits.count = 1;
    speaker.sound(600);
    while ((await speaker.filesOn('SD_DISK')).length > 1) await new Promise(resolve => setTimeout(resolve, 3));
    await end();
    assert.equal((await speaker.recordings.list())[0]?.seconds, 12.02);
  });

  it('of before a loss of power can be read up to their last whole page; links and other files are none', async () => {
    const speaker = rig();
    const end = await begun(speaker);
    speaker.sound(99);
    await end();
    const [name = ''] = await speaker.filesOn('SD_DISK');
    const folder = join(root, 'SD_DISK/recordings');
    const path = join(folder, name);
    await truncate(path, (await readFile(path)).length - 27 - 5);
    await writeFile(join(folder, 'holiday.mp3'), 'x');
    await mkdir(join(folder, '20260101T120000Z-aaaaaa.opus'));
    await symlink('/etc/passwd', join(folder, '20260101T120000Z-bbbbbb.opus'));
    await writeFile(join(folder, '20260101T120000Z-cccccc.opus'), '');
    const list = await rig().recordings.list();
    assert.deepEqual(list.map(({ id, seconds }) => [id.endsWith('cccccc'), seconds]).sort(), [
      [false, 2],
      [true, 0],
    ]);
    assert.equal((await packetsIn(path)).length, 99);
  });

  it('are stopped before they can be deleted', async () => {
    const speaker = rig();
    await begun(speaker);
    const [{ id } = { id: '' }] = await speaker.recordings.list();
    await assert.rejects(speaker.recordings.remove(id), { kind: 'conflict' });
    await assert.rejects(speaker.recordings.newest(), { kind: 'not-found' });
    await speaker.recordings.stop(id);
    assert.ok((await speaker.recordings.original(id)).path.startsWith(join(root, 'SD_DISK')));
    assert.equal((await speaker.recordings.newest()).type, 'audio/ogg');
    await speaker.recordings.remove(id);
    await assert.rejects(speaker.recordings.original(id), { kind: 'not-found' });
    await assert.rejects(speaker.recordings.remove('../../etc/passwd'), { kind: 'not-found' });
    await assert.rejects(speaker.recordings.stop(id), { kind: 'not-found' });
  });

  it('are at most four at a time', async () => {
    const speaker = rig();
    for (let n = 0; n < 4; n++) await begun(speaker);
    await assert.rejects(speaker.recordings.record({ label: '' }), { kind: 'busy' });
    await speaker.stop();
  });
});
