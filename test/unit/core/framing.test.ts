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
    for (let n = 0; n < 20; n++) {
      link.send({ n, text: 'ä'.repeat(n) });
      if (n === 9) link.sendBytes(4_000_000_000, Buffer.from([0, 255, 128]));
    }
    const wired = Buffer.concat(sent);
    for (const size of [1, 3, 7, wired.length]) {
      const other = wire();
      const heard: object[] = [];
      const bytes: string[] = [];
      new MessageLink<object, object>(other.stream).receive({
        heard: message => heard.push(message),
        bytes: (channel, content) => bytes.push(`${channel} ${Buffer.from(content).toString('hex')} ${heard.length}`),
        closed: () => undefined,
      });
      for (let at = 0; at < wired.length; at += size) other.stream.push(wired.subarray(at, at + size));
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      assert.equal(heard.length, 20, `pieces of ${size}`);
      assert.deepEqual(heard[19], { n: 19, text: 'ä'.repeat(19) });
      assert.deepEqual(bytes, ['4000000000 00ff80 10'], 'in their place among the messages');
    }
  });

  it('gives up on a length that no message has', async () => {
    const { stream } = wire();
    const why = new Promise<string>(resolve =>
      new MessageLink(stream).receive({ heard: () => undefined, closed: resolve }),
    );
    stream.push(Buffer.from([255, 255, 255, 255, 0]));
    assert.match(await why, /2147483647 bytes/);
  });

  it('tells once that the other end is gone', async () => {
    const { stream } = wire();
    let told = 0;
    new MessageLink(stream).receive({ heard: () => undefined, closed: () => told++ });
    stream.push(null);
    stream.destroy();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    assert.equal(told, 1);
  });
});
