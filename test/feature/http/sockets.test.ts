import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { WebSocket } from 'ws';
import type { LiveSocket, SocketRoute } from '../../../src/http/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { digestAnswer } from './digest.ts';
import { TestAccounts } from './test-accounts.ts';
import { basic, open, raw, startTestServer, type TestServer, until } from './test-server.ts';

describe('a WebSocket', () => {
  let server: TestServer;
  let served: LiveSocket[];
  const clients: WebSocket[] = [];

  const ROUTES: SocketRoute[] = [
    {
      path: '/api/live',
      access: 'viewer',
      open: socket => {
        served.push(socket);
        socket.send({ hello: socket.caller?.name });
        socket.onText(text => socket.send({ heard: text }));
      },
    },
    { path: '/api/admin', access: 'admin', open: socket => socket.send({ hello: 'admin' }) },
    {
      path: '/vapix/ws-data-stream',
      access: 'viewer',
      ticket: query => (query.get('wssession') === '42' ? { name: 'vera', role: 'viewer', via: 'digest' } : undefined),
      open: socket => socket.send({ sources: socket.query.get('sources') }),
    },
    {
      path: '/api/bug',
      access: 'viewer',
      open: socket => {
        socket.onText(() => {
          throw new Error('a bug of this route');
        });
      },
    },
  ];

  const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
    served = [];
    server = await startTestServer({ sockets: ROUTES, policy: 'basic_digest', ...options });
  };
  const connect = (path: string, headers: Record<string, string> = { authorization: basic('vera') }) => {
    const client = new WebSocket(`ws://127.0.0.1:${server.http}${path}`, { headers });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const message = (client: WebSocket) =>
    new Promise<unknown>(resolve =>
      client.once('message', (data: Buffer) => resolve(JSON.parse(data.toString('utf8')))),
    );
  const closing = (client: WebSocket) => new Promise<number>(resolve => client.once('close', code => resolve(code)));
  /** The status of a refusal. */
  const refusal = (client: WebSocket) =>
    new Promise<number>(resolve =>
      client.once('unexpected-response', (request, response) => {
        resolve(response.statusCode ?? 0);
        request.destroy();
      }),
    );

  afterEach(async () => {
    for (const client of clients.splice(0)) client.terminate();
    await server.stop();
  });

  it('says and hears texts after the same login as any route', async () => {
    await start();
    const client = connect('/api/live');
    assert.deepEqual(await message(client), { hello: 'vera' });
    const heard = message(client);
    client.send('grün');
    assert.deepEqual(await heard, { heard: 'grün' });
  });

  it('opens with Digest, with a session, with a ticket', async () => {
    await start();
    const challenge = (await fetch(`http://127.0.0.1:${server.http}/api/live`)).status;
    assert.equal(challenge, 404); // it is no ordinary address
    const refused = await raw(server.http, upgrade('/api/live'));
    const authorization = digestAnswer(refused, { uri: '/api/live' });
    assert.deepEqual(await message(connect('/api/live', { authorization })), { hello: 'vera' });

    const account = server.accounts.find('olga');
    assert.ok(account);
    const { cookie } = server.guard.sessions.open(account, false);
    assert.deepEqual(await message(connect('/api/live', { cookie })), { hello: 'olga' });

    const ticket = connect('/vapix/ws-data-stream?sources=events&wssession=42', {});
    assert.deepEqual(await message(ticket), { sources: 'events' });
  });

  it('is refused without a login, with too small a role, at no address, from another site', async () => {
    await start();
    assert.equal(await refusal(connect('/api/live', {})), 401);
    assert.equal(await refusal(connect('/api/admin')), 401);
    assert.equal(await refusal(connect('/api/nothing')), 404);
    assert.equal(await refusal(connect('/vapix/ws-data-stream?wssession=41', {})), 401);
    const foreign = { authorization: basic('vera'), origin: 'https://evil.example' };
    assert.equal(await refusal(connect('/api/live', foreign)), 403);
    const own = { authorization: basic('vera'), origin: `http://127.0.0.1:${server.http}` };
    assert.deepEqual(await message(connect('/api/live', own)), { hello: 'vera' });
  });

  it('gets a challenge with its refusal', async () => {
    await start();
    const answer = await raw(server.http, upgrade('/api/live'));
    assert.match(answer, /^HTTP\/1\.1 401 Unauthorized\r\n/);
    assert.match(answer, /\r\nWWW-Authenticate: Digest realm=/);
  });

  it('is refused while no account exists', async () => {
    await start({ accounts: new TestAccounts({}) });
    const answer = await raw(server.http, upgrade('/api/live'));
    assert.match(answer, /^HTTP\/1\.1 401 /);
    assert.match(answer, /\r\nAxis-Setup: vapix\r\n/);
  });

  it('tells its route when it is over, and ends with the server', async () => {
    await start();
    const client = connect('/api/live');
    await message(client);
    client.close();
    await until(() => served[0]?.signal.aborted === true);
    served[0]?.send({ nobody: 'hears this' });

    const second = connect('/api/live');
    await message(second);
    const code = closing(second);
    await server.stop();
    assert.equal(await code, 1001);
    await start();
  });

  it('may be closed by its route', async () => {
    await start();
    const client = connect('/api/live');
    await message(client);
    const code = closing(client);
    served[0]?.close();
    assert.equal(await code, 1005);
  });

  it('is cut off when it does not read what it is told', async () => {
    await start();
    const client = connect('/api/live');
    await message(client);
    client.pause();
    const text = 'x'.repeat(100_000);
    for (let sent = 0; sent < 1000 && served[0]?.signal.aborted === false; sent++) {
      served[0].send(text);
      await new Promise(resolve => setImmediate(resolve));
    }
    assert.equal(served[0]?.signal.aborted, true);
  });

  it('may say 64 KiB at once and no more, and only text', async () => {
    await start();
    const client = connect('/api/live');
    await message(client);
    const heard = message(client);
    client.send('x'.repeat(64 * 1024));
    await heard;
    const code = closing(client);
    client.send('x'.repeat(64 * 1024 + 1));
    assert.equal(await code, 1009);

    const binary = connect('/api/live');
    await message(binary);
    const refused = closing(binary);
    binary.send(Buffer.from([1, 2, 3]));
    assert.equal(await refused, 1003);
  });

  it('is one of at most 32', async () => {
    await start();
    const all = Array.from({ length: 32 }, () => connect('/api/live'));
    await Promise.all(all.map(message));
    assert.equal(await refusal(connect('/api/live')), 503);
    all[0]?.close();
    await until(() => served.some(({ signal }) => signal.aborted));
    assert.deepEqual(await message(connect('/api/live')), { hello: 'vera' });
  });

  it('is pinged, and cut off when it answers no more', async () => {
    const clock = new FakeClock();
    await start({ clock });
    const client = connect('/api/live');
    await message(client);
    let pings = 0;
    client.on('ping', () => (pings += 1));
    for (let times = 1; times <= 3; times++) {
      await clock.advance(30_000);
      await until(() => pings === times);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    assert.equal(served[0]?.signal.aborted, false);
    client.pause();
    await clock.advance(60_000);
    await until(() => served[0]?.signal.aborted === true);
  });

  describe('whose login ends', () => {
    /** The sockets of two accounts, one by its session and one by its password, and of one that stays. */
    const connectAll = async (clock = new FakeClock()) => {
      await start({ clock });
      const account = server.accounts.find('olga');
      assert.ok(account);
      const { cookie } = server.guard.sessions.open(account, false);
      const session = connect('/api/live', { cookie: cookie.split(';')[0] ?? '' });
      await message(session);
      const password = connect('/api/live');
      await message(password);
      const other = connect('/api/live', { authorization: basic('root') });
      await message(other);
      return { clock, cookie, session, password, other };
    };
    const isOver = (index: number) => served[index]?.signal.aborted === true;

    it('is cut at once when the account is removed or its role or password changes', async () => {
      const { session, password, other } = await connectAll();
      const codes = Promise.all([closing(session), closing(password)]);
      server.accounts.set('olga', 'viewer');
      assert.equal(isOver(0), true);
      server.accounts.remove('vera');
      assert.equal(isOver(1), true);
      assert.deepEqual(await codes, [4401, 4401]);
      assert.equal(isOver(2), false);
      served[2]?.send({ still: 'here' });
      assert.deepEqual(await message(other), { still: 'here' });
    });

    it('is told nothing more, and not heard, while its peer has not answered the close', async () => {
      const { password } = await connectAll();
      const heard: unknown[] = [];
      password.on('message', (data: Buffer) => heard.push(data.toString()));
      password.send('one');
      await until(() => heard.length === 1);
      password.pause();
      server.accounts.remove('vera');
      password.send('two');
      served[1]?.send({ secret: 1 });
      const code = closing(password);
      password.resume();
      assert.equal(await code, 4401);
      assert.deepEqual(heard, ['{"heard":"one"}']);
    });

    it('is cut at once at the logout', async () => {
      const { session, cookie } = await connectAll();
      const code = closing(session);
      server.guard.sessions.close(cookie);
      assert.deepEqual([isOver(0), isOver(1), isOver(2)], [true, false, false]);
      assert.equal(await code, 4401);
    });

    it('does not keep its session alive by being opened', async () => {
      const { clock, cookie } = await connectAll();
      await clock.advance(29 * 60_000);
      const late = connect('/api/live', { cookie: cookie.split(';')[0] ?? '' });
      await message(late);
      const code = closing(late);
      await clock.advance(30_000);
      const echo = message(late);
      late.send('here');
      await echo;
      await clock.advance(30_000);
      assert.equal(await code, 4401);
    });

    it('is cut within half a minute when nobody uses its session any more', async () => {
      const { session, clock, other } = await connectAll();
      const code = closing(session);
      for (let minutes = 0; minutes < 31 && !isOver(0); minutes += 0.5) {
        await clock.advance(30_000);
        // Whoever answers a text has answered the ping before.
        for (const client of isOver(0) ? [other] : [session, other]) {
          const echo = message(client);
          client.send('here');
          await echo;
        }
      }
      assert.equal(await code, 4401);
      assert.equal(isOver(2), false);
    });
  });

  it('suffers alone from a bug in its route', async () => {
    await start();
    const client = connect('/api/bug');
    await new Promise(resolve => client.once('open', resolve));
    const code = closing(client);
    client.send('x');
    assert.equal(await code, 1011);
    assert.equal(server.logged.filter(({ level }) => level === 'error').length, 1);
    assert.deepEqual(await message(connect('/api/live')), { hello: 'vera' });
  });

  it('may follow other requests on a kept connection', async () => {
    await start();
    const socket = open(server.http);
    let text = '';
    socket.on('data', data => (text += data.toString('latin1')));
    socket.write('GET /nothing.js HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => text.includes('404 Not Found'));
    socket.write(upgrade('/api/live', `Authorization: ${basic('vera')}`));
    await until(() => text.includes('101 Switching Protocols') && text.includes('"hello":"vera"'));
    socket.destroy();
  });
});

const upgrade = (path: string, ...fields: string[]) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: a',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...fields,
    '',
    '',
  ].join('\r\n');
