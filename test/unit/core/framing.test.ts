import { strict as assert } from 'node:assert';
import { Duplex } from 'node:stream';
import { describe, it } from 'mocha';
import { MessageLink } from '../../../src/core/framing.ts';

/** A stream whose written bytes are collected and whose read side the test feeds. */
function wire() {
  const sent: Buffer[] = [];
  const stream = new Duplex({
    read: () => undefined,
    write(bytes: Buffer, _encoding, done) {
      sent.push(bytes);
      done();
    },
  });
  return { stream, sent };
}

describe('MessageLink', () => {
  it('puts messages together whatever pieces they arrive in', async () => {
    const { stream, sent } = wire();
    const link = new MessageLink<object, object>(stream);
    for (let n = 0; n < 20; n++) link.send({ n, text: 'ä'.repeat(n) });
    const bytes = Buffer.concat(sent);
    for (const size of [1, 3, 7, bytes.length]) {
      const other = wire();
      const heard: object[] = [];
      new MessageLink<object, object>(other.stream).receive(
        message => heard.push(message),
        () => undefined,
      );
      for (let at = 0; at < bytes.length; at += size) other.stream.push(bytes.subarray(at, at + size));
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      assert.equal(heard.length, 20, `pieces of ${size}`);
      assert.deepEqual(heard[19], { n: 19, text: 'ä'.repeat(19) });
    }
  });

  it('gives up on a length that no message has', async () => {
    const { stream } = wire();
    const why = new Promise<string>(resolve => new MessageLink(stream).receive(() => undefined, resolve));
    stream.push(Buffer.from([255, 255, 255, 255, 0]));
    assert.match(await why, /4294967295 bytes/);
  });

  it('tells once that the other end is gone', async () => {
    const { stream } = wire();
    let told = 0;
    new MessageLink(stream).receive(
      () => undefined,
      () => told++,
    );
    stream.push(null);
    stream.destroy();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    assert.equal(told, 1);
  });
});
