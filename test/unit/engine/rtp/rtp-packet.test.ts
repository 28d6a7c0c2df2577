import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { buildRtp, parseRtp } from '../../../../src/engine/rtp/rtp-packet.ts';

const HEADER = [0x80, 0x80, 0x12, 0x34, 0x00, 0x00, 0x00, 0xa0, 0xde, 0xad, 0xbe, 0xef];
const at = (first: number, ...rest: number[]) => Uint8Array.from([first, ...HEADER.slice(1), ...rest]);

describe('RTP packets', () => {
  it('are read field by field', () => {
    assert.deepEqual(parseRtp(at(0x80, 1, 2, 3)), {
      payloadType: 0,
      marker: true,
      sequence: 0x1234,
      timestamp: 160,
      ssrc: 0xdeadbeef,
      payload: Uint8Array.from([1, 2, 3]),
    });
  });

  it('are built as they are read', () => {
    const packet = {
      payloadType: 97,
      marker: false,
      sequence: 65_535,
      timestamp: 0xffff_ffff,
      ssrc: 0xf000_0001,
      payload: Uint8Array.from([9, 8]),
    };
    assert.deepEqual(parseRtp(buildRtp(packet)), packet);
  });

  it('keep their payload behind CSRCs, an extension and before the padding', () => {
    const csrcs = [0, 0, 0, 1, 0, 0, 0, 2];
    const extension = [0xbe, 0xde, 0, 1, 1, 2, 3, 4];
    const packet = parseRtp(at(0x80 | 0x20 | 0x10 | 2, ...csrcs, ...extension, 7, 8, 9, 0, 0, 3));
    assert.deepEqual(packet?.payload, Uint8Array.from([7, 8, 9]));
  });

  const wrong: [what: string, bytes: Uint8Array][] = [
    ['nothing', new Uint8Array(0)],
    ['a header that breaks off', at(0x80).subarray(0, 11)],
    ['another version', at(0x40, 1)],
    ['CSRCs that are not there', at(0x8f, 1, 2, 3, 4)],
    ['an extension that is not there', at(0x90)],
    ['an extension longer than the datagram', at(0x90, 0, 0, 0, 2, 1, 2, 3, 4)],
    ['padding longer than the payload', at(0xa0, 1, 2, 4)],
    ['padding of no bytes', at(0xa0, 1, 2, 0)],
    ['padding where nothing is', at(0xa0)],
    ['RTCP', Uint8Array.from([0x80, 200, 0, 6, ...new Array<number>(24).fill(0)])],
  ];
  for (const [what, bytes] of wrong) it(`are not made of ${what}`, () => assert.equal(parseRtp(bytes), undefined));
});
