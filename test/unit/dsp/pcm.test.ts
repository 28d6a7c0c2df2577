import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { A_LAW, MU_LAW } from '../../../src/dsp/g711.ts';
import { toInt16 } from '../../../src/dsp/int16.ts';
import { bytesOf, type PcmEncoding, PcmReader } from '../../../src/dsp/pcm.ts';

const hex = (digits: string) => new Uint8Array(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
const read = (encoding: PcmEncoding, digits: string) => [...new PcmReader(encoding, 1).read(hex(digits))];

describe('PcmReader', () => {
  it('reads integers of all widths and both orders, full scale being 1', () => {
    assert.deepEqual(read('u8', '00 80 c0'), [-1, 0, 0.5]);
    assert.deepEqual(read('s8', '80 00 40'), [-1, 0, 0.5]);
    assert.deepEqual(read('s16le', '0080 0000 0040'), [-1, 0, 0.5]);
    assert.deepEqual(read('s16be', '8000 0000 4000'), [-1, 0, 0.5]);
    assert.deepEqual(read('s24le', '000080 000000 000040 ffffff'), [-1, 0, 0.5, -1 / 8_388_608]);
    assert.deepEqual(read('s24be', '800000 000000 400000 ffffff'), [-1, 0, 0.5, -1 / 8_388_608]);
    assert.deepEqual(read('s32le', '00000080 00000000 00000040'), [-1, 0, 0.5]);
    assert.deepEqual(read('s32be', '80000000 00000000 40000000'), [-1, 0, 0.5]);
  });

  it('reads floating point of both widths and orders', () => {
    assert.deepEqual(read('f32le', '0000003f 000080bf'), [0.5, -1]);
    assert.deepEqual(read('f32be', '3f000000 bf800000'), [0.5, -1]);
    assert.deepEqual(read('f64le', '000000000000e03f'), [0.5]);
    assert.deepEqual(read('f64be', '3fe0000000000000'), [0.5]);
  });

  it('takes the mean of the channels', () => {
    assert.deepEqual([...new PcmReader('s16le', 2).read(hex('0040 0000 0040 00c0'))], [0.25, 0]);
  });

  it('reads the same from pieces of any size', () => {
    const bytes = Uint8Array.from({ length: 6 * 50 }, (_, i) => (i * 37) & 255);
    const wanted = [...new PcmReader('s24le', 2).read(bytes)];
    for (const size of [1, 2, 5, 7, 100]) {
      const reader = new PcmReader('s24le', 2);
      const found: number[] = [];
      for (let at = 0; at < bytes.length; at += size) found.push(...reader.read(bytes.subarray(at, at + size)));
      assert.deepEqual(found, wanted);
    }
  });

  it('knows how many bytes a sample takes', () => {
    assert.deepEqual((['u8', 'alaw', 's16be', 's24le', 'f32le', 'f64be'] as const).map(bytesOf), [1, 1, 2, 3, 4, 8]);
  });
});

describe('G.711', () => {
  it('decodes A-law as ITU-T G.711, table 1, says', () => {
    // Positive values 1, 2, 32, 33, 112 and 128 of the table, of 4096; even bits inverted in the code.
    const wanted: [number, number][] = [
      [0xd5, 1],
      [0xd4, 3],
      [0xf5, 66],
      [0xf4, 70],
      [0xaa, 4032],
      [0x55, -1],
      [0x2a, -4032],
    ];
    for (const [code, value] of wanted) assert.equal(A_LAW[code]! * 4096, value, code.toString(16));
  });

  it('decodes mu-law as ITU-T G.711, table 2, says', () => {
    const wanted: [number, number][] = [
      [0xff, 0],
      [0xfe, 2],
      [0xef, 33],
      [0x80, 8031],
      [0x7f, 0],
      [0x00, -8031],
    ];
    for (const [code, value] of wanted) assert.equal(MU_LAW[code]! * 8192 + 0, value, code.toString(16));
  });
});

describe('toInt16', () => {
  it('rounds, and clips at full scale', () => {
    assert.deepEqual(
      [...toInt16(Float32Array.from([0, 0.5, 1, 1.5, -1, -2, 0.6 / 32_768, -0.6 / 32_768]))],
      [0, 16_384, 32_767, 32_767, -32_768, -32_768, 1, -1],
    );
  });
});
