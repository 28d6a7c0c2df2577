import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'mocha';
import { generate } from 'selfsigned';
import { selfCheck } from '../../../src/http/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';

async function checked(listener: RequestListener, ms = 0): Promise<string | undefined> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'speaker' }]);
  const server = createServer({ key, cert }, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = new FakeClock();
  const asking = selfCheck({ port: (server.address() as AddressInfo).port, address: '127.0.0.1', clock });
  if (ms > 0) {
    await once(server, 'request');
    await clock.advance(ms);
  }
  const wrong = await asking;
  assert.equal(clock.waiting, 0);
  server.closeAllConnections();
  server.close();
  return wrong;
}

describe('the check of one’s own HTTP server', () => {
  it('is content with any answer', async () => {
    assert.equal(await checked((_, answer) => answer.writeHead(200).end()), undefined);
    assert.equal(await checked((_, answer) => answer.writeHead(401).end()), undefined);
  });

  it('says what is wrong', async () => {
    assert.match((await checked((_, answer) => answer.writeHead(500).end()))!, /status 500/);
    assert.match((await checked(request => request.socket.destroy()))!, /cannot be reached/);
    assert.match((await checked(() => undefined, 10_000))!, /does not answer/);
    const clock = new FakeClock();
    assert.match((await selfCheck({ port: 1, address: '127.0.0.1', clock }))!, /ECONNREFUSED/);
  });
});
