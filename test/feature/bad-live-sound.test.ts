import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { WebSocket } from 'ws';
import { SEAMLESS_FRAMES, watchCounter } from '../support/continuity.ts';
import { counterSignal } from '../support/counter-signal.ts';
import { wav } from '../support/signals.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const MB = 1024 * 1024;
const PATH = '/axis-cgi/audio/transmit.cgi';

describe('bad live sound, while an emergency clip plays', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let watch: ReturnType<typeof watchCounter>;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
    const answer = await stentor.fetch('/api/actions/audio.play-clip', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ location: 'counter.wav', repeat: -1, sourceClass: 'emergency' }),
    });
    assert.ok(answer.ok, await answer.text());
    await eventually('it sounds', () => stentor.card.lastSpeaker(0.1).every(sample => sample !== 0));
  });
  after(async () => {
    watch.end();
    await stentor.stop();
  });
  beforeEach(() => {
    watch = watchCounter(stentor.card);
  });
  afterEach(async () => {
    await eventually('nobody transmits', async () => (await live()).length === 0);
    assert.deepEqual(watch.end().breaks, [], 'the clip goes on');
  });

  const live = async () => ((await (await stentor.fetch('/api/audio')).json()) as { live: { voice: number }[] }).live;
  const memoryMb = (pid: number) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const pids = () => {
    const pid = stentor.process.pid ?? 0;
    return [pid, Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])];
  };
  const memory = () => pids().reduce((sum, pid) => sum + memoryMb(pid), 0);

  /** A sender that writes what it likes; `answer` is all that it gets. */
  function sender(type = 'audio/basic', more = '') {
    const socket: TLSSocket = connectTls({
      port: Number(new URL(stentor.https).port),
      host: '127.0.0.1',
      rejectUnauthorized: false,
    });
    let answer = '';
    const closed = new Promise<void>(resolve => socket.on('close', () => resolve()));
    socket.on('data', (bytes: Buffer) => (answer += bytes.toString('latin1'))).on('error', () => undefined);
    const login = Buffer.from(`root:${PASSWORD}`).toString('base64');
    socket.write(`POST ${PATH} HTTP/1.0\r\nAuthorization: Basic ${login}\r\nContent-Type: ${type}\r\n${more}\r\n`);
    return { socket, closed, answer: () => answer };
  }

  it('that stops in the middle is over after a second, and answered', async () => {
    const { socket, closed, answer } = sender();
    socket.write(Buffer.alloc(3000, 0x12));
    await eventually('it is taken', async () => (await live()).length === 1);
    await closed;
    assert.match(answer(), /^HTTP\/1\.1 200/);
  });

  it('whose sender vanishes is over', async () => {
    const { socket } = sender();
    socket.write(Buffer.alloc(3000, 0x12));
    await eventually('it is taken', async () => (await live()).length === 1);
    socket.destroy();
  });

  it('that is no sound of the kind it says is noise, and nothing worse', async () => {
    for (const type of ['audio/basic', 'audio/G726-32', 'audio/G726-24', 'audio/L24;rate=96000;channels=2']) {
      const { socket, closed, answer } = sender(type);
      socket.end(Buffer.from(Array.from({ length: 20_001 }, () => Math.random() * 256)));
      await closed;
      assert.match(answer(), /^HTTP\/1\.1 200/, type);
    }
  });

  it('that comes a byte at a time is played as it comes', async () => {
    const { socket, closed, answer } = sender();
    for (let n = 0; n < 50; n++) {
      socket.write(Buffer.from([0x80]));
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    socket.end();
    await closed;
    assert.match(answer(), /^HTTP\/1\.1 200/);
  });

  it('that comes far too fast is held back, in bounded memory', async () => {
    const before = memory();
    const { socket } = sender();
    let taken = 0;
    const chunk = Buffer.alloc(MB, 0x12);
    const more = () => {
      while (taken < 500 && socket.write(chunk)) taken++;
    };
    socket.on('drain', more);
    more();
    await eventually('it is taken', async () => (await live()).length === 1);
    await new Promise(resolve => setTimeout(resolve, 3000));
    assert.ok(taken < 50, `${taken} MB were taken`);
    assert.ok(memory() - before < 100, `grew by ${memory() - before} MB`);
    socket.destroy();
    // What came is played, and that is a lot: somebody stops it.
    await stentor.fetch('/api/audio/stop', {
      method: 'POST',
      body: JSON.stringify({ voice: (await live())[0]?.voice }),
    });
  });

  it('of many at once is refused but for one', async () => {
    const timeout = (ms: number) => stentor.fetch(`/axis-cgi/param.cgi?action=update&Audio.ReceiverTimeout=${ms}`);
    await timeout(60_000);
    const first = sender();
    first.socket.write(Buffer.alloc(100, 0x12));
    await eventually('it is taken', async () => (await live()).length === 1);
    const others = Array.from({ length: 20 }, () => sender());
    for (const { socket } of others) socket.write(Buffer.alloc(100, 0x12));
    for (const { closed, answer } of others) {
      await closed;
      assert.match(answer(), /^HTTP\/1\.1 503 [^]*somebody else transmits/);
    }
    first.socket.end();
    await first.closed;
    await timeout(1000);
  });

  it('in a piece that is too large is refused', async () => {
    const answer = await stentor.fetch(PATH, {
      method: 'PUT',
      headers: { 'content-type': 'audio/basic' },
      body: Buffer.alloc(MB),
    });
    assert.equal(answer.status, 413);
  });

  it('from the talk button that is no Opus is silence, and too much of it is dropped', async () => {
    const socket = new WebSocket(`${stentor.https.replace('http', 'ws')}/api/talk`, {
      auth: `root:${PASSWORD}`,
      rejectUnauthorized: false,
    });
    const told: string[] = [];
    socket.on('message', data => told.push((data as Buffer).toString()));
    await new Promise(resolve => socket.once('open', resolve));
    for (let n = 0; n < 2000; n++) {
      socket.send(Buffer.from(Array.from({ length: n % 1500 }, () => Math.random() * 256)));
    }
    socket.send('end');
    await eventually('it was heard', () => told.some(text => text.includes('heard')));
  });
});
