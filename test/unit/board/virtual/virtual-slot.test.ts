import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { VirtualSlot } from '../../../../src/board/virtual/virtual-slot.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

describe('the virtual storage slot', () => {
  let folder = '';
  let clock: FakeClock;
  let slot: VirtualSlot;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stentor-slot-'));
    clock = new FakeClock();
    slot = new VirtualSlot({ clock, folder });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('checks a medium and mounts it', async () => {
    const seen: (string | undefined)[] = [];
    slot.onChange(() => seen.push(slot.media()[0]?.state));
    slot.put('sound');
    await clock.advance(1000);
    assert.deepEqual(seen, ['checking', 'mounted']);
    assert.ok(existsSync(join(slot.media()[0]!.folder, 'stentor')));
  });

  it('keeps what was stored while the medium is out', async () => {
    slot.put('sound');
    await clock.advance(1000);
    const { folder: place } = slot.media()[0]!;
    writeFileSync(join(place, 'stentor/song'), 'la');
    slot.put('none');
    assert.deepEqual(slot.media(), []);
    assert.equal(existsSync(place), false, 'its files are gone with it');
    slot.put('sound');
    await clock.advance(1000);
    assert.ok(existsSync(join(place, 'stentor/song')));
  });

  it('unmounts and mounts', async () => {
    slot.put('sound');
    await clock.advance(1000);
    await slot.unmount('sdv1');
    assert.equal(slot.media()[0]?.state, 'unmounted');
    assert.equal(existsSync(slot.media()[0]!.folder), false);
    const mounted = slot.mount('sdv1');
    await clock.advance(1000);
    await mounted;
    assert.equal(slot.media()[0]?.state, 'mounted');
    await assert.rejects(slot.unmount('sda1'), { kind: 'not-found' });
  });

  it('refuses one that is damaged', async () => {
    slot.put('damaged');
    await clock.advance(1000);
    assert.match(slot.media()[0]!.reason, /damaged/);
    const mounted = assert.rejects(slot.mount('sdv1'), { kind: 'failed' });
    await clock.advance(1000);
    await mounted;
  });

  it('forgets a check when the medium is pulled out meanwhile', async () => {
    slot.put('sound');
    slot.put('none');
    await clock.advance(1000);
    assert.deepEqual(slot.media(), []);
  });
});
