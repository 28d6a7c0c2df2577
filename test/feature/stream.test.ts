import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import type { LiveEvent } from '../../src/api/contract.ts';
import { babble, soundFolder, wavFile } from '../support/sounds.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/** Bytes between two titles, as Icecast has it. */
const ICY_INTERVAL = 4000;
const TITLE = "StreamTitle='Lighthouse - Over the sea';";

/** Like an Icecast server: the sound in real time, a title now and then. */
class Station {
  requests = 0;
  readonly #sound: Buffer;
  readonly #listeners = new Set<ServerResponse>();
  readonly server: Server;

  constructor(sound: Buffer) {
    this.#sound = sound;
    this.server = createServer((request, answer) => {
      this.requests++;
      if (request.url !== '/live') {
        answer.writeHead(404).end('no such mount');
        return;
      }
      const hasTitles = request.headers['icy-metadata'] === '1';
      answer.writeHead(200, {
        'Content-Type': 'audio/mpeg',
        'icy-name': 'Radio Test',
        ...(hasTitles ? { 'icy-metaint': String(ICY_INTERVAL) } : {}),
      });
      this.#listeners.add(answer);
      this.#feed(answer, hasTitles);
    });
  }

  breakOff(): void {
    for (const answer of this.#listeners) answer.destroy();
    this.#listeners.clear();
  }

  #feed(answer: ServerResponse, hasTitles: boolean): void {
    let at = 0;
    const timer = setInterval(() => {
      const piece = Buffer.alloc(ICY_INTERVAL);
      for (let i = 0; i < piece.length; i++) piece[i] = this.#sound[(at + i) % this.#sound.length] ?? 0;
      at += ICY_INTERVAL;
      answer.write(piece);
      if (hasTitles) answer.write(titleBlock(TITLE));
    }, 100);
    answer.on('close', () => clearInterval(timer));
  }
}

function titleBlock(title: string): Buffer {
  const blocks = Math.ceil(title.length / 16);
  const bytes = Buffer.alloc(1 + blocks * 16);
  bytes[0] = blocks;
  bytes.write(title, 1);
  return bytes;
}

describe('a music stream', function () {
  this.timeout(90_000);
  const folder = soundFolder();
  let station: Station;
  let stentor: Stentor;
  let base: string;

  before(async () => {
    const file = wavFile(folder.file('music.wav'), babble(10));
    execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-b:a', '64k', folder.file('music.mp3')]);
    station = new Station(readFileSync(folder.file('music.mp3')));
    await new Promise<void>(resolve => station.server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(station.server.address() as AddressInfo).port}`;
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(async () => {
    await stentor.stop();
    station.breakOff();
    station.server.close();
    folder.remove();
  });

  const set = (changes: Readonly<Record<string, unknown>>) =>
    stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(changes) });
  const told = async () => {
    const all = (await (await stentor.fetch('/api/events')).json()) as LiveEvent[];
    return all.filter(({ id }) => id === 'audio.stream').map(({ data }) => data);
  };
  const now = async () => (await told()).at(-1) ?? {};
  const sounds = () => stentor.card.lastSpeaker(0.5).some(sample => Math.abs(sample) > 200);

  it('plays as music, and tells station and title', async () => {
    assert.equal(
      (await set({ 'Stentor.Audio.Stream.URL': `${base}/live`, 'Stentor.Audio.Stream.Enabled': true })).status,
      200,
    );
    await eventually('it sounds', sounds);
    await eventually('it is told', async () => (await now())['state'] === 'playing');
    await eventually('with a title', async () => String((await now())['title']).includes('Radio Test'));
    const { live } = (await (await stentor.fetch('/api/audio')).json()) as { live: { sourceClass: string }[] };
    assert.deepEqual(
      live.map(({ sourceClass }) => sourceClass),
      ['music'],
    );
  });

  it('comes back when the station breaks off', async () => {
    const before = station.requests;
    station.breakOff();
    await eventually('it waits', async () => (await told()).some(({ state }) => state === 'waiting'));
    await eventually('it asks again', () => station.requests > before);
    await eventually('it plays again', async () => (await now())['state'] === 'playing');
    await eventually('it sounds', sounds);
  });

  it('ends when it is switched off', async () => {
    await set({ 'Stentor.Audio.Stream.Enabled': false });
    await eventually('it is silent', async () => !sounds() && (await now())['state'] === 'stopped');
  });

  it('says why a station cannot be played', async () => {
    await set({ 'Stentor.Audio.Stream.URL': `${base}/nothing`, 'Stentor.Audio.Stream.Enabled': true });
    await eventually('it waits', async () => String((await now())['problem']).includes('404'));
    await set({ 'Stentor.Audio.Stream.Enabled': false });
  });

  it('refuses what is no address on the web', async () => {
    for (const url of ['file:///etc/shadow', 'concat:/etc/shadow', '-i', 'http://', 'http://a b'])
      assert.equal((await set({ 'Stentor.Audio.Stream.URL': url })).status, 400, url);
  });
});
