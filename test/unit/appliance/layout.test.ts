import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BOOT_STATE, diskSize, layout, MIB, partition, sfdiskScript } from '../../../scripts/image/layout.ts';

describe('the layout of the card', () => {
  const leaves = layout().filter(({ name }) => name !== 'slots');

  it('lets no partition lie over another', () => {
    const ordered = [...leaves].sort((a, b) => a.start - b.start);
    for (const [place, { name, start }] of ordered.entries()) {
      const before = ordered[place - 1];
      assert.ok(before === undefined || before.start + before.size <= start, `${name} begins in ${before?.name ?? ''}`);
    }
  });

  it('leaves a MiB before every logical partition for its own table, all within the extended one', () => {
    const slots = partition('slots');
    for (const { number, start, size } of leaves.filter(part => part.number >= 5)) {
      assert.ok(start > slots.start && start + size <= slots.start + slots.size);
      const before = leaves.filter(part => part.number >= 5 && part.number < number);
      assert.ok(before.every(part => part.start + part.size < start));
    }
  });

  it('keeps the boot state out of every partition', () => {
    const first = Math.min(...leaves.map(({ start }) => start));
    assert.ok(BOOT_STATE.offset >= 512 && BOOT_STATE.offset + BOOT_STATE.size <= first * MIB);
  });

  it('gives both slots the same sizes, and the end of the card to the data', () => {
    assert.equal(partition('bootA').size, partition('bootB').size);
    assert.equal(partition('rootA').size, partition('rootB').size);
    const { start, size } = partition('data');
    assert.equal(start + size, diskSize());
  });

  it('tells sfdisk sectors of 512 bytes', () => {
    const { number, start, size } = partition('data');
    assert.match(sfdiskScript(), new RegExp(`^${number}: start=${start * 2048}, size=${size * 2048}, type=83$`, 'm'));
  });
});
