import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { AudioHealth, LiveEvent } from '../../src/api/contract.ts';
import { SEAMLESS_FRAMES, watchCounter } from '../support/continuity.ts';
import { counterSignal } from '../support/counter-signal.ts';
import { FakeSnapserver } from '../support/fake-snapserver.ts';
import { stream as rtpStream, tone } from '../support/rtp-rig.ts';
import { wav } from '../support/signals.ts';
import { babble, soundFolder, wavFile } from '../support/sounds.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const LOOPBACK = '127.0.0.1';
const GROUP = '239.78.1.1';
const GROUP_PORT = 47_300;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('bad streams, while an emergency clip plays', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let watch: ReturnType<typeof watchCounter>;
  let station: Server;
  let send: (answer: ServerResponse) => void;

  before(async () => {
    station = createServer((_, answer) => send(answer));
    await new Promise<void>(resolve => station.listen(0, LOOPBACK, resolve));
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
    const body = JSON.stringify({ location: 'counter.wav', repeat: -1, sourceClass: 'emergency' });
    const answer = await stentor.fetch('/api/actions/audio.play-clip', { method: 'POST', body });
    assert.ok(answer.ok, await answer.text());
    await eventually('it sounds', () => stentor.card.lastSpeaker(0.1).every(sample => sample !== 0));
  });
  after(async () => {
    watch.end();
    await stentor.stop();
    station.closeAllConnections();
    station.close();
  });
  beforeEach(() => {
    watch = watchCounter(stentor.card);
  });
  afterEach(async () => {
    await set({ 'Stentor.Audio.Stream.Enabled': false, 'Stentor.Audio.Snapcast.Enabled': false });
    await eventually('nothing else is played', async () => (await health()).live.length === 0);
    assert.deepEqual(watch.end().breaks, [], 'the clip goes on');
  });

  const set = async (changes: Readonly<Record<string, unknown>>) => {
    const answer = await stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(changes) });
    assert.equal(answer.status, 200, await answer.text());
  };
  const health = async () => (await (await stentor.fetch('/api/audio')).json()) as AudioHealth;
  const last = async (event: string): Promise<Readonly<Record<string, unknown>>> => {
    const all = (await (await stentor.fetch('/api/events')).json()) as LiveEvent[];
    return all.findLast(({ id }) => id === event)?.data ?? {};
  };
  /** Of both processes, MB. */
  const memory = () => {
    const pid = stentor.process.pid ?? 0;
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const rss = (each: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1]);
    return (rss(pid) + rss(Number(child))) / 1024;
  };

  describe('of a station', () => {
    const folder = soundFolder();
    let song: Buffer;
    before(() => {
      const file = wavFile(folder.file('song.wav'), babble(20));
      execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-b:a', '64k', folder.file('song.mp3')]);
      song = readFileSync(folder.file('song.mp3'));
    });
    after(() => folder.remove());
    const listen = async (feed: (answer: ServerResponse) => void, type = 'audio/mpeg') => {
      send = answer => {
        answer.on('error', () => undefined);
        answer.writeHead(200, { 'Content-Type': type });
        feed(answer);
      };
      const { port } = station.address() as AddressInfo;
      await set({ 'Stentor.Audio.Stream.URL': `http://${LOOPBACK}:${port}/`, 'Stentor.Audio.Stream.Enabled': true });
    };
    const ends = (problem: RegExp) =>
      eventually('it is told', async () => problem.test(String((await last('audio.stream'))['problem'])));
    const plays = () => eventually('it is played', async () => (await last('audio.stream'))['state'] === 'playing');

    it('that sends all it can is held back, in bounded memory', async () => {
      const before = memory();
      let sent = 0;
      await listen(answer => {
        const more = () => {
          while (sent < 500_000_000 && !answer.destroyed) {
            sent += song.length;
            if (!answer.write(song)) return;
          }
        };
        answer.on('drain', more);
        more();
      });
      await plays();
      await pause(3000);
      assert.ok(sent < 50_000_000, `${sent} bytes were taken`);
      assert.ok(memory() - before < 150, `grew by ${memory() - before} MB`);
    });

    it('that sends a tenth of what is played is waited for', async () => {
      const perSecond = Math.ceil(song.length / 20 / 10);
      await listen(answer => {
        let at = 0;
        const timer = setInterval(() => {
          answer.write(song.subarray(at % song.length, (at += perSecond / 5)));
        }, 200);
        answer.on('close', () => clearInterval(timer));
        answer.write(song.subarray(0, (at = 20_000)));
      });
      await plays();
      await pause(4000);
      assert.equal((await last('audio.stream'))['state'], 'playing');
    });

    it('that is no sound of the kind it says is told', async () => {
      for (const type of ['audio/ogg', 'audio/mpeg', 'audio/flac', 'audio/aac']) {
        await listen(
          answer => answer.end(Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * n * 31) >> 3))),
          type,
        );
        await ends(/\w/);
        await set({ 'Stentor.Audio.Stream.Enabled': false });
        await eventually('it has stopped', async () => (await last('audio.stream'))['state'] === 'stopped');
      }
    });

    it('that falls silent without a word is given up', async () => {
      await listen(answer => answer.write(song.subarray(0, 30_000)));
      await ends(/nothing for 15 s/);
    });
  });

  describe('of a Snapcast server', () => {
    let server: FakeSnapserver;
    beforeEach(async () => {
      server = await FakeSnapserver.start();
      await set({
        'Stentor.Audio.Snapcast.Server': LOOPBACK,
        'Stentor.Audio.Snapcast.Port': server.port,
        'Stentor.Audio.Snapcast.Enabled': true,
      });
      await eventually('the speaker asks', () => server.connected);
      // Its clock is known after a few answers.
      await pause(500);
    });
    afterEach(() => server.close());
    const ends = (problem: RegExp) =>
      eventually('it is told', async () => problem.test(String((await last('audio.snapcast'))['problem'])));
    const state = async () => (await last('audio.snapcast'))['state'];

    it('that sends ten times what is played is left, in bounded memory', async () => {
      const before = memory();
      for (let n = 0; n < 2000 && server.connected; n++) {
        server.chunk(server.now() + n * 20);
        if (n % 10 === 9) await pause(20);
      }
      await ends(/more than 20 s ahead|jumps in time/);
      assert.ok(memory() - before < 100, `grew by ${memory() - before} MB`);
    });

    it('that sends a tenth of what is played is played as it comes, and ends when nothing more does', async () => {
      for (let n = 0; n < 20; n++) {
        server.chunk(server.now());
        await pause(200);
      }
      assert.equal(await state(), 'playing');
      await eventually('it rests', async () => (await state()) === 'idle');
    });

    it('whose clock leaps is left', async () => {
      server.chunk(server.now());
      server.chunk(server.now() + 3_600_000);
      await ends(/jumps in time/);
    });

    it('that leaps a little, back and forth, is followed', async () => {
      for (let n = 0; n < 150; n++) {
        server.chunk(server.now() + ((n % 3) - 1) * 400);
        await pause(20);
      }
      assert.equal(await state(), 'playing');
    });

    it('that sends what is not of its codec is left, or heard as nothing', async () => {
      const junk = (n: number) => Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * i * n) & 0xff));
      server.codec('opus', Buffer.from([0x53, 0x55, 0x50, 0x4f, 0x80, 0xbb, 0, 0, 16, 0, 2, 0]));
      for (let n = 0; n < 50; n++) server.chunk(server.now() + n, junk(n));
      const flac = Buffer.alloc(42);
      flac.write('fLaC');
      flac.writeUInt32BE(0x0b_b8_03_70, 18);
      server.codec('flac', flac);
      for (let n = 0; n < 50; n++) server.chunk(server.now() + n, junk(n));
      server.codec('pcm');
      for (let n = 0; n < 50; n++) server.chunk(server.now() + n, junk(n).subarray(0, n));
      await eventually('it goes on, or says why not', async () =>
        ['playing', 'idle', 'waiting', 'connecting'].includes(String(await state())),
      );
    });
  });

  it('of thousands of multicast senders cost nothing that anybody hears', async () => {
    const body = JSON.stringify({ name: 'Flood', address: GROUP, port: GROUP_PORT, codec: 'L16' });
    const answer = await stentor.fetch('/api/multicast', { method: 'POST', body });
    const { id } = (await answer.json()) as { id: string };
    const socket = createSocket('udp4');
    await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
    socket.setMulticastInterface(LOOPBACK);
    socket.setMulticastTTL(0);
    const before = memory();
    for (let n = 0; n < 30_000; n++) {
      const junk = n % 2 === 0;
      const packet = junk
        ? Buffer.alloc(n % 1500, n)
        : rtpStream({ packets: 1, ssrc: n, sound: tone(500) })[0]!.datagram;
      socket.send(packet, GROUP_PORT, GROUP);
      if (n % 100 === 99) await pause(10);
    }
    socket.close();
    assert.ok(memory() - before < 100, `grew by ${memory() - before} MB`);
    await stentor.fetch(`/api/multicast/${id}`, { method: 'DELETE' });
  });
});
