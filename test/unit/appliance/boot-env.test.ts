import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bootEnv, freshBootState, readBootEnv } from '../../../scripts/image/boot-env.ts';

describe('the boot state', () => {
  it('is what fw_printenv and U-Boot read: CRC-32 of the rest, strings ended by NUL', () => {
    const bytes = bootEnv({ A: '1' }, 16);
    assert.equal(bytes.length, 16);
    // CRC-32 of "A=1\0" and eight more NULs.
    assert.equal(bytes.readUInt32LE(), 0xb4dcd2ed);
    assert.deepEqual(bytes.subarray(4), Buffer.from('A=1\0\0\0\0\0\0\0\0\0'));
  });

  it('is read back as it was written', () => {
    assert.deepEqual(readBootEnv(bootEnv(freshBootState('x=y'), 0x4000)), { ...freshBootState('x=y') });
  });

  it('counts for nothing where a bit of it is wrong', () => {
    const bytes = bootEnv(freshBootState(), 0x4000);
    bytes[20]! ^= 1;
    assert.equal(readBootEnv(bytes), undefined);
  });

  it('is refused where it does not fit', () => {
    assert.throws(() => bootEnv({ NAME: 'x'.repeat(20) }, 16), /needs 31 bytes, there are 16/);
  });
});
