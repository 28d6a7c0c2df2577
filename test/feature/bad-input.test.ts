import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { SEAMLESS_FRAMES, watchCounter } from '../support/continuity.ts';
import { counterSignal } from '../support/counter-signal.ts';
import { music, wav } from '../support/signals.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const AUTHORIZATION = `Authorization: Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
const MB = 1024 * 1024;
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010101', 'hex'), Buffer.alloc(2000, 7)]);

describe('bad input, while a clip plays', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let watch: ReturnType<typeof watchCounter>;
  /** The files of the clip that plays. */
  let present: string[];

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
    present = await files();
    await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
    await eventually('it sounds', () => stentor.card.lastSpeaker(0.1).every(sample => sample !== 0));
  });
  after(() => stentor.stop());

  beforeEach(() => {
    watch = watchCounter(stentor.card);
  });
  afterEach(async () => {
    assert.deepEqual(watch.end().breaks, [], 'the sound goes on');
    assert.equal((await stentor.fetch('/axis-cgi/usergroup.cgi')).status, 200, 'the speaker answers');
  });

  const port = (address: string) => Number(new URL(address).port);
  const memoryMb = () => {
    const status = readFileSync(`/proc/${stentor.process.pid ?? 0}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  };
  const files = async () => (await readdir(`${stentor.state}/clips`)).sort();
  const nothingIsLeft = () =>
    eventually('nothing is left of it', async () => (await files()).join() === present.join());

  /** Sends raw bytes over HTTPS and gives back all that is answered until the connection closes. */
  const talk = (...parts: (string | Buffer)[]) =>
    new Promise<string>(resolve => {
      let text = '';
      const socket = connectTls({ port: port(stentor.https), host: '127.0.0.1', rejectUnauthorized: false });
      socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
      for (const part of parts) socket.write(part);
    });
  const post = (path: string, type: string, length: number) =>
    [
      `POST ${path} HTTP/1.1`,
      'Host: x',
      AUTHORIZATION,
      `Content-Type: ${type}`,
      `Content-Length: ${length}`,
      'Connection: close',
      '',
      '',
    ].join('\r\n');
  const uploadOf = (name: string, content: Uint8Array) => {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(content)]), name);
    return stentor.fetch('/axis-cgi/mediaclip.cgi?action=upload&media=audio', { method: 'POST', body });
  };

  for (const [path, reason] of [
    ['playclip.cgi?clip=99', /no audio clip 99/],
    ['playclip.cgi?clip=0&repeat=often', /repeat/],
    ['mediaclip.cgi?action=play&clip=0&volume=-1', /volume/],
    ['mediaclip.cgi?action=dance', /action/],
  ] as const) {
    it(`${path} is refused with the reason`, async () => {
      const answer = await stentor.fetch(`/axis-cgi/${path}`);
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), reason);
    });
  }

  it('an MP3 that is a JPEG is told to be one, with the formats we take, and leaves nothing behind', async () => {
    const answer = await uploadOf('song.mp3', JPEG);
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /JPEG.*MP3, WAV/s);
    await nothingIsLeft();
  });

  it('half a file is told to be one, and leaves nothing behind', async () => {
    const whole = wav(music(4));
    const answer = await uploadOf('half.wav', whole.subarray(0, whole.length / 2));
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /upload it again/);
    await nothingIsLeft();
  });

  it('an upload that breaks off leaves nothing behind', async () => {
    const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.wav"\r\n\r\n';
    const socket = connectTls({ port: port(stentor.https), host: '127.0.0.1', rejectUnauthorized: false });
    socket.on('error', () => undefined);
    socket.write(post('/axis-cgi/mediaclip.cgi?action=upload&media=audio', 'multipart/form-data; boundary=b', 10 * MB));
    socket.write(head);
    socket.write(Buffer.alloc(MB, 1));
    await eventually('it arrives', async () => (await files()).length > present.length);
    socket.destroy();
    await nothingIsLeft();
  });

  for (const [what, type, body, reason] of [
    ['without a boundary', 'multipart/form-data', 'x', /boundary/i],
    ['that is no multipart', 'audio/mpeg', 'x', /multipart/i],
    [
      'without a file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n',
      /file/i,
    ],
    [
      'that never ends',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a.wav"\r\n\r\nRIFF',
      /end|broke|incomplete/i,
    ],
  ] as const) {
    it(`an upload ${what} is refused with the reason`, async () => {
      const answer = await talk(post('/axis-cgi/mediaclip.cgi?action=upload&media=audio', type, body.length), body);
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.match(answer, reason);
    });
  }

  it('an upload of 2 GB is refused as soon as it is too large, in bounded memory', async () => {
    const memory = memoryMb();
    let text = '';
    await new Promise<void>(resolve => {
      const socket = connectTls({ port: port(stentor.https), host: '127.0.0.1', rejectUnauthorized: false });
      const chunk = Buffer.alloc(MB, 1);
      let sent = 0;
      const more = () => {
        while (sent < 2048 && !socket.destroyed && text === '')
          if (++sent && !socket.write(chunk)) return void socket.once('drain', more);
      };
      socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      socket.write(
        post('/axis-cgi/mediaclip.cgi?action=upload&media=audio', 'multipart/form-data; boundary=b', 2048 * MB),
      );
      socket.write('--b\r\nContent-Disposition: form-data; name="f"; filename="a.wav"\r\n\r\n');
      more();
    });
    assert.match(text, /^HTTP\/1\.1 400 /);
    assert.match(text, /100 MB/);
    assert.ok(memoryMb() - memory < 150, `grew by ${memoryMb() - memory} MB`);
    await nothingIsLeft();
  });

  it('a header of 1 MB is refused', async () => {
    const answer = await talk(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(MB)}\r\n\r\n`);
    assert.match(answer, /^(HTTP\/1\.1 431 |$)/);
  });

  it('bytes that are no request close the connection', async () => {
    assert.match(await talk(Buffer.from([0, 1, 2, 3, 255, 254, 10, 13, 10])), /^(HTTP\/1\.1 400 |$)/);
  });

  it('10,000 open connections cost bounded memory', async () => {
    const memory = memoryMb();
    const sockets: Socket[] = [];
    for (let batch = 0; batch < 20; batch++) {
      const opened = Array.from({ length: 500 }, () => connect({ port: port(stentor.http), host: '127.0.0.1' }));
      sockets.push(...opened);
      for (const socket of opened) socket.on('error', () => undefined).resume();
      await Promise.all(
        opened.map(socket => new Promise(resolve => socket.once('connect', resolve).once('close', resolve))),
      );
    }
    assert.ok(memoryMb() - memory < 150, `grew by ${memoryMb() - memory} MB`);
    for (const socket of sockets) socket.destroy();
    await eventually('there is room again', async () => {
      try {
        return (await stentor.fetch('/axis-cgi/usergroup.cgi')).ok;
      } catch {
        return false;
      }
    });
  });

  it('a client that sends its header byte by byte is cut off, and others are served meanwhile', async () => {
    const slow = Array.from({ length: 50 }, () => connect({ port: port(stentor.http), host: '127.0.0.1' }));
    let closed = 0;
    const text = 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ';
    const timers = slow.map(socket => {
      socket
        .on('error', () => undefined)
        .on('close', () => closed++)
        .resume();
      let at = 0;
      return setInterval(() => !socket.destroyed && socket.write(text[at++ % text.length] ?? 'x'), 500);
    });
    assert.equal((await stentor.fetch('/axis-cgi/usergroup.cgi')).status, 200);
    await eventually('all are closed', () => closed === slow.length);
    for (const timer of timers) clearInterval(timer);
  });
});
