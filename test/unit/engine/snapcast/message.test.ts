import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { BodyReader, buildMessage, MessageSplitter, textBody } from '../../../../src/engine/snapcast/message.ts';

describe('messages of Snapcast', () => {
  it('are found in pieces of any size', () => {
    const bytes = [
      ...buildMessage({ type: 5, sentMs: 1234.5, body: textBody('héllo') }, 1),
      ...buildMessage({ type: 4, sentMs: 2000, body: new Uint8Array(8) }, 2),
    ];
    for (const size of [1, 7, 1000]) {
      const splitter = new MessageSplitter();
      const found = [];
      for (let at = 0; at < bytes.length; at += size)
        found.push(...splitter.take(Uint8Array.from(bytes.slice(at, at + size))));
      assert.deepEqual(
        found.map(({ type, sentMs }) => ({ type, sentMs })),
        [
          { type: 5, sentMs: 1234.5 },
          { type: 4, sentMs: 2000 },
        ],
      );
      assert.equal(new BodyReader(found[0]!.body).text(), 'héllo');
    }
  });

  it('are not collected where one claims to be huge, or ends early', () => {
    const huge = buildMessage({ type: 2, sentMs: 0, body: new Uint8Array(0) }, 1);
    new DataView(huge.buffer).setUint32(22, 1_000_001, true);
    assert.throws(() => [...new MessageSplitter().take(huge)], /1000001 bytes/);
    assert.throws(() => new BodyReader(Uint8Array.of(9, 0, 0, 0, 1)).bytes(), /ends early/);
    assert.throws(() => new BodyReader(new Uint8Array(7)).time(), /ends early/);
  });
});
