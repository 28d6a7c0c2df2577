import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Medium, StorageSlot } from '../../../src/board/index.ts';
import { Fault } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import { EventBus } from '../../../src/events/index.ts';
import { storageDisruption, storageFull, storageRemoved } from '../../../src/storage/index.ts';
import { Storage } from '../../../src/storage/storage.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

/** A slot that media are put into by the test. */
class HandSlot implements StorageSlot {
  held: Medium[] = [];
  refusal: Fault | undefined;
  #tell: () => void = () => undefined;
  start() {
    return () => undefined;
  }
  media() {
    return this.held;
  }
  onChange(listener: () => void) {
    this.#tell = listener;
    return () => (this.#tell = () => undefined);
  }
  put(...media: Medium[]) {
    this.held = media;
    this.#tell();
  }
  async mount(name: string) {
    this.put(...this.held.map(each => (each.name === name ? { ...each, state: 'mounted' as const } : each)));
  }
  async unmount(name: string) {
    if (this.refusal !== undefined) throw this.refusal;
    this.put(...this.held.map(each => (each.name === name ? { ...each, state: 'unmounted' as const } : each)));
  }
}

describe('the storage', () => {
  let folder = '';
  let slot: HandSlot;
  let events: EventBus;
  let heard: string[];
  let storage: Storage;
  let clock: FakeClock;
  let quota = 1_000_000;

  const medium = (change: Partial<Medium> = {}): Medium => ({
    name: 'sda1',
    state: 'mounted',
    reason: '',
    filesystem: 'vfat',
    label: 'SONGS',
    folder: join(folder, 'sda1.d'),
    ...change,
  });
  const ids = async () => (await storage.disks()).map(({ id, status }) => `${id} ${status}`);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stentor-disks-'));
    mkdirSync(join(folder, 'sda1.d/stentor'), { recursive: true });
    clock = new FakeClock();
    const log = createLog(() => undefined);
    events = new EventBus({ catalog: [storageDisruption, storageFull, storageRemoved], clock, log });
    heard = [];
    events.onAny(({ def, data }) => heard.push(`${def.id} ${JSON.stringify(data)}`));
    slot = new HandSlot();
    quota = 1_000_000;
    storage = new Storage({ slot, events, clock, log, internal: join(folder, 'internal'), quotaBytes: () => quota });
    await storage.start();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the empty slot and the internal quota at first', async () => {
    assert.deepEqual(await ids(), ['SD_DISK disconnected', 'INTERNAL OK']);
    const [, internal] = await storage.disks();
    assert.equal(internal?.totalBytes, 1_000_000);
    assert.equal(internal.freeBytes, 1_000_000);
    assert.equal((await storage.preferred()).id, 'INTERNAL');
    assert.deepEqual(events.states(storageDisruption), [{ disk: 'SD_DISK', disruption: true }]);
  });

  it('is a medium with its space, once one is mounted', async () => {
    slot.put(medium({ state: 'checking' }));
    assert.deepEqual(await ids(), ['SD_DISK connected', 'INTERNAL OK']);
    slot.put(medium());
    const [disk] = await storage.disks();
    assert.ok(disk!.totalBytes > 0 && disk!.freeBytes > 0 && !disk!.readOnly);
    assert.equal(disk?.label, 'SONGS');
    assert.equal((await storage.preferred()).folder, join(folder, 'sda1.d/stentor'));
    assert.deepEqual(heard, [
      'storage.disruption {"disk":"SD_DISK","disruption":true}',
      'storage.disruption {"disk":"SD_DISK","disruption":false}',
    ]);
  });

  it('tells why a medium cannot be used', async () => {
    slot.put(medium({ state: 'failed', reason: 'damaged' }));
    assert.deepEqual(await ids(), ['SD_DISK failed', 'INTERNAL OK']);
    assert.deepEqual(heard, ['storage.disruption {"disk":"SD_DISK","disruption":true,"reason":"damaged"}']);
    assert.equal((await storage.preferred()).id, 'INTERNAL');
  });

  it('unmounts and mounts again', async () => {
    slot.put(medium());
    await storage.unmount('SD_DISK');
    assert.deepEqual(await ids(), ['SD_DISK connected', 'INTERNAL OK']);
    await storage.unmount('SD_DISK');
    await storage.mount('SD_DISK');
    assert.deepEqual(await ids(), ['SD_DISK OK', 'INTERNAL OK']);
    slot.refusal = new Fault('busy', 'the medium cannot be unmounted: it is in use');
    await assert.rejects(storage.unmount('SD_DISK'), { kind: 'busy' });
  });

  it('tells whether a medium was pulled out safely', async () => {
    slot.put(medium());
    slot.put();
    slot.put(medium({ state: 'unmounted' }));
    slot.put();
    assert.deepEqual(
      heard.filter(text => text.startsWith('storage.removed')),
      ['storage.removed {"disk":"SD_DISK","safely":false}', 'storage.removed {"disk":"SD_DISK","safely":true}'],
    );
    assert.deepEqual(events.states(storageDisruption), [{ disk: 'SD_DISK', disruption: true }]);
    assert.deepEqual(await ids(), ['SD_DISK disconnected', 'INTERNAL OK']);
  });

  it('gives every medium an id that it keeps', async () => {
    slot.put(medium({ name: 'sdb1', state: 'unmounted' }));
    slot.put(medium(), medium({ name: 'sdb1', state: 'unmounted' }));
    assert.deepEqual(await ids(), ['SD_DISK connected', 'SD_DISK2 OK', 'INTERNAL OK']);
    slot.put(medium());
    assert.deepEqual(await ids(), ['SD_DISK disconnected', 'SD_DISK2 OK', 'INTERNAL OK']);
    slot.put(medium(), medium({ name: 'sdc1' }));
    assert.deepEqual(await ids(), ['SD_DISK OK', 'SD_DISK2 OK', 'INTERNAL OK']);
  });

  it('tells that a disk is full, and that it no longer is', async () => {
    writeFileSync(join(folder, 'internal/big'), Buffer.alloc(995_000));
    await clock.advance(30_000);
    await until('it is told', () => heard.length === 1);
    assert.deepEqual(heard, ['storage.full {"disk":"INTERNAL","full":true}']);
    assert.equal((await storage.disks()).at(-1)?.full, true);
    quota = 2_000_000;
    await storage.disks();
    assert.equal(heard[1], 'storage.full {"disk":"INTERNAL","full":false}');
  });

  it('survives a medium that is gone before anybody says so', async () => {
    slot.put(medium({ folder: '/nowhere' }));
    const [disk] = await storage.disks();
    assert.deepEqual([disk?.status, disk?.totalBytes], ['OK', 0]);
  });

  it('says what cannot be done', async () => {
    await assert.rejects(storage.mount('SD_DISK'), { kind: 'conflict', message: 'there is no medium in the slot' });
    await assert.rejects(storage.unmount('INTERNAL'), { kind: 'conflict' });
    await assert.rejects(storage.unmount('NetworkShare'), { kind: 'not-found' });
  });
});
