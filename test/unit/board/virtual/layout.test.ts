import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import * as layout from '../../../../src/board/virtual/layout.ts';

const HEADER = new URL('../../../../board/virtual/card/card.h', import.meta.url);

describe('the memory of the virtual card', () => {
  const header = readFileSync(HEADER, 'utf8');
  const defined = (name: string) => Number(new RegExp(`#define ${name} (\\S+)`).exec(header)?.[1]?.replace(/u$/, ''));

  it('is laid out in TypeScript as the compiler lays it out in C', () => {
    const asserted = header.matchAll(/_Static_assert\(offsetof\(struct card, (\w+)\) == (\d+)/g);
    const offsets = Object.fromEntries([...asserted].map(([, field = '', offset]) => [field, Number(offset)] as const));
    assert.deepEqual(offsets, layout.LAYOUT);
    assert.equal(Number(/sizeof\(struct card\) == (\d+)/.exec(header)?.[1]), layout.CARD_SIZE);
  });

  it('has the same constants in both', () => {
    assert.equal(BigInt(/CARD_MAGIC (0x\w+?)u/.exec(header)?.[1] ?? ''), layout.CARD_MAGIC);
    assert.equal(defined('CARD_VERSION'), layout.CARD_VERSION);
    assert.equal(defined('CARD_TAPS'), layout.MAX_TAPS);
    assert.equal(defined('CARD_MAX_DELAY'), layout.MAX_TAP_DELAY);
    assert.equal(defined('CARD_LIMITS'), layout.CARD_LIMITS);
    assert.match(header, /CARD_CELLS \(1u << 19\)/);
    assert.equal(layout.CARD_CELLS, 2 ** 19);
    assert.equal(layout.LAYOUT.cells + layout.CARD_CELLS * layout.CELL_BYTES, layout.CARD_SIZE);
  });
});
