import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import { Cam } from 'onvif';
import { WebSocket } from 'ws';
import { toInt16 } from '../../src/dsp/int16.ts';
import { sine } from '../support/sounds.ts';
import { wav } from '../support/signals.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

interface Notified {
  readonly method: string;
  readonly data?: unknown;
  readonly error?: { readonly code: number };
  readonly params?: { readonly notification: { readonly topic: string; readonly message: { readonly data: object } } };
}

describe('readers of events', function () {
  this.timeout(60_000);
  let stentor: Stentor;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.upload('tone.wav', wav(toInt16(sine(440, 48_000, 48_000, 0.25))));
  });
  after(() => stentor.stop());

  const play = () => stentor.fetch('/axis-cgi/playclip.cgi?clip=0');
  const token = async () => (await (await stentor.fetch('/axis-cgi/wssession.cgi')).text()).trim();

  function open(query: string): Promise<{ socket: WebSocket; heard: Notified[]; code: number }> {
    const socket = new WebSocket(
      `${stentor.https.replace('https', 'wss')}/vapix/ws-data-stream?sources=events${query}`,
      {
        rejectUnauthorized: false,
      },
    );
    const heard: Notified[] = [];
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as Notified));
    return new Promise(resolve => {
      socket.once('open', () => resolve({ socket, heard, code: 101 }));
      socket.once('unexpected-response', (_request, { statusCode = 0 }) =>
        resolve({ socket, heard, code: statusCode }),
      );
      socket.on('error', () => undefined);
    });
  }

  const configure = (eventFilterList: unknown, method = 'events:configure') =>
    JSON.stringify({ apiVersion: '1.0', context: 'c', method, params: { eventFilterList } });

  it('a WebSocket tells the states, then what happens', async () => {
    const { socket, heard } = await open(`&wssession=${await token()}`);
    socket.send(configure([{ topicFilter: 'tns1:Device//.' }]));
    await eventually('it is answered', () => heard.length > 1);
    assert.deepEqual(heard[0], { apiVersion: '1.0', context: 'c', method: 'events:configure', data: {} });
    assert.ok(heard.some(({ params }) => params?.notification.topic === 'tns1:Device/tnsaxis:Status/SystemReady'));
    assert.ok(!heard.some(({ params }) => params?.notification.topic.startsWith('tnsaxis:')));
    socket.close();
  });

  it('a token opens one WebSocket, once', async () => {
    const once = await token();
    const first = await open(`&wssession=${once}`);
    assert.equal(first.code, 101);
    assert.equal((await open(`&wssession=${once}`)).code, 401);
    assert.equal((await open('')).code, 401);
    first.socket.close();
  });

  it('a WebSocket is told what was wrong with its message, and goes on', async () => {
    const { socket, heard } = await open(`&wssession=${await token()}`);
    const wrong = ['{', '{}', '[]', configure([], 'events:other'), configure([{ topicFilter: 'x:y' }]), configure(7)];
    for (const text of wrong) socket.send(text);
    await eventually('all are answered', () => heard.length === wrong.length);
    assert.deepEqual(
      heard.map(({ error }) => error?.code),
      [2101, 2103, 2103, 2102, 2104, 2103],
    );
    socket.send(configure([]));
    await eventually('it goes on', () => heard.length > wrong.length + 1);
    socket.close();
  });

  it('a WebSocket is cut when its account goes', async () => {
    const account = `user=vera&pwd=secret99&grp=users`;
    await stentor.fetch(`/axis-cgi/pwdgrp.cgi?action=add&${account}&sgrp=viewer`);
    const authorization = `Basic ${Buffer.from('vera:secret99').toString('base64')}`;
    const answer = await stentor.fetch('/axis-cgi/wssession.cgi', { headers: { authorization } });
    const { socket } = await open(`&wssession=${(await answer.text()).trim()}`);
    const closed = new Promise<number>(resolve => socket.once('close', resolve));
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=remove&user=vera');
    assert.equal(await closed, 4401);
  });

  it('the ONVIF client of npm subscribes, hears and leaves by Digest', async () => {
    const { hostname, port } = new URL(stentor.http);
    const cam = new Cam({
      hostname,
      port: Number(port),
      username: 'root',
      password: PASSWORD,
      autoconnect: false,
    });
    const onvif = cam as unknown as Record<string, (...args: unknown[]) => void> & { uri: object };
    onvif.uri = { events: { hostname, port, path: '/onvif/event_service' } };
    const ask = (method: string, ...args: unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        onvif[method]?.(...args, (error: unknown, answer: unknown) => {
          if (error instanceof Error) reject(error);
          else resolve(answer);
        });
      });
    const text = (answer: unknown) => JSON.stringify(answer);
    assert.match(text(await ask('getEventProperties')), /topicSet/);
    await ask('createPullPointSubscription');
    assert.match(text(await ask('pullMessages', { timeout: 1000, messageLimit: 50 })), /SystemReady/);
    const pulled = ask('pullMessages', { timeout: 20_000, messageLimit: 10 });
    assert.ok((await play()).ok);
    assert.match(text(await pulled), /MediaClip/);
    await ask('unsubscribe');
  });
});
