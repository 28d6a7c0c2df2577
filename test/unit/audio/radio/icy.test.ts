import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { withoutTitles } from '../../../../src/audio/radio/icy.ts';

const INTERVAL = 10;

function told(title: string, encoding: BufferEncoding = 'utf8'): Buffer {
  const text = Buffer.from(title, encoding);
  const units = Math.ceil(text.length / 16);
  return Buffer.concat([Buffer.from([units]), text, Buffer.alloc(units * 16 - text.length)]);
}

/** Runs a stream that comes in pieces of `size` bytes. */
async function run(stream: Buffer, size: number) {
  const titles: string[] = [];
  const sound: Uint8Array[] = [];
  const pieces = (async function* () {
    for (let at = 0; at < stream.length; at += size) yield await Promise.resolve(stream.subarray(at, at + size));
  })();
  for await (const piece of withoutTitles(pieces, INTERVAL, title => titles.push(title))) sound.push(piece.slice());
  return { titles, sound: Buffer.concat(sound).toString() };
}

describe('titles in an Icecast stream', () => {
  const stream = Buffer.concat([
    Buffer.from('abcdefghij'),
    told("StreamTitle='Grün: don't';StreamUrl='';"),
    Buffer.from('klmnopqrst'),
    told(''),
    Buffer.from('uvwxyz'),
  ]);

  for (const size of [1, 7, 1000]) {
    it(`are taken out, however they are cut: ${size} bytes at a time`, async () => {
      assert.deepEqual(await run(stream, size), { titles: ["Grün: don't"], sound: 'abcdefghijklmnopqrstuvwxyz' });
    });
  }

  it('may be Latin-1, or nothing that we know', async () => {
    const all = [
      Buffer.from('0123456789'),
      told("StreamTitle='Café';", 'latin1'),
      Buffer.from('0123456789'),
      told('Other=1;'),
    ];
    assert.deepEqual((await run(Buffer.concat(all), 5)).titles, ['Café']);
  });
});
