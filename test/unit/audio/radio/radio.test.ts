import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import { createRadio } from '../../../../src/audio/radio/radio.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { Fault } from '../../../../src/core/fault.ts';
import { createLog } from '../../../../src/core/log.ts';
import { babble, ffmpeg, HAS_FFMPEG, noise, soundFolder, wavFile } from '../../../support/sounds.ts';

const WORKER = new URL('../../../support/radio-worker.js', import.meta.url);
const SECONDS = 3;
const RATE = 48_000;
/** ffmpeg's own stereo is softer. */
const BOTH = ['-af', 'pan=stereo|c0=c0|c1=c0'] as const;

describe('the radio', function () {
  this.timeout(60_000);
  const folder = soundFolder();
  const answers = new Map<string, RequestListener>();
  let server: Server | undefined;
  let base: string;
  const radio = createRadio({ workerUrl: WORKER, clock: systemClock, log: createLog(() => undefined) });

  before(async function () {
    if (!HAS_FFMPEG) this.skip();
    const station = createServer((request, answer) => {
      const known = answers.get(request.url ?? '');
      if (known !== undefined) known(request, answer);
      else answer.writeHead(404).end();
    });
    server = station;
    await new Promise<void>(resolve => station.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(station.address() as AddressInfo).port}`;
  });
  after(() => {
    folder.remove();
    server?.closeAllConnections();
    server?.close();
  });

  const serve = (path: string, type: string, content: Buffer | string) =>
    answers.set(path, (_request, answer) => answer.writeHead(200, { 'Content-Type': type }).end(content));
  const sound = (name: string, ...options: string[]) =>
    readFileSync(ffmpeg(wavFile(folder.file('voice.wav'), babble(SECONDS)), folder.file(name), ...options));

  /** Listens to the end. @returns s of sound, its level 0..1, and the titles that were told */
  async function listen(path: string, signal = new AbortController().signal) {
    const titles: string[] = [];
    let frames = 0;
    let power = 0;
    for await (const bytes of radio({ url: base + path, signal, named: title => titles.push(title) })) {
      const samples = Buffer.from(bytes);
      frames += samples.length / 2;
      for (let at = 0; at < samples.length; at += 2) power += (samples.readInt16BE(at) / 32_768) ** 2;
    }
    return { seconds: frames / RATE, level: Math.sqrt(power / Math.max(1, frames)), titles };
  }
  const refusal = async (path: string) => {
    try {
      await listen(path);
    } catch (error) {
      assert.ok(error instanceof Fault, String(error));
      return `${error.kind}: ${error.message}`;
    }
    return 'nothing';
  };

  for (const [name, type, ...options] of [
    ['voice.mp3', 'audio/mpeg', '-ar', '44100', '-b:a', '192k', ...BOTH],
    ['voice.ogg', 'application/ogg', '-c:a', 'libvorbis', ...BOTH],
    ['voice.opus', 'audio/ogg'],
    ['voice.flac', 'audio/flac', '-ar', '96000'],
  ] as const) {
    it(`plays ${name}`, async () => {
      serve(`/${name}`, type, sound(name, ...options));
      const { seconds, level } = await listen(`/${name}`);
      assert.ok(Math.abs(seconds - SECONDS) < 0.15, `${seconds} s`);
      const original = babble(SECONDS).reduce((sum, sample) => sum + sample * sample, 0) / (SECONDS * RATE);
      assert.ok(Math.abs(level / Math.sqrt(original) - 1) < 0.1, `${level} of ${Math.sqrt(original)}`);
    });
  }

  it('plays one song after the other, as stations send Ogg', async () => {
    const song = sound('voice.ogg', '-c:a', 'libvorbis', '-ac', '2');
    const other = sound('other.ogg', '-c:a', 'libvorbis', '-ar', '44100');
    serve('/songs', 'application/ogg', Buffer.concat([song, other]));
    assert.ok(Math.abs((await listen('/songs')).seconds - 2 * SECONDS) < 0.3);
  });

  it('finds the station behind playlists and redirections, the first that answers', async () => {
    serve('/voice.mp3', 'audio/mpeg', sound('voice.mp3'));
    answers.set('/moved', (_request, answer) => answer.writeHead(302, { Location: '/voice.mp3' }).end());
    serve('/list.m3u', 'audio/x-mpegurl', '#EXTM3U\nnothing.mp3\nlist.pls\n');
    serve('/list.pls', 'audio/x-scpls', `[playlist]\nFile1=${base}/moved\n`);
    assert.ok((await listen('/list.m3u')).seconds > SECONDS - 0.2);
  });

  it('tells the station and its titles', async () => {
    const music = sound('voice.mp3');
    answers.set('/icy', (request, answer) => {
      assert.equal(request.headers['icy-metadata'], '1');
      answer.writeHead(200, { 'Content-Type': 'audio/mpeg', 'icy-name': 'Radio Test', 'icy-metaint': '8192' });
      answer.write(music.subarray(0, 8192));
      answer.write(Buffer.from("\x02StreamTitle='Lighthouse';".padEnd(33, '\0'), 'latin1'));
      answer.end(music.subarray(8192, 16_384));
    });
    const { titles, seconds } = await listen('/icy');
    assert.deepEqual(titles, ['Radio Test', 'Radio Test: Lighthouse']);
    assert.ok(seconds > 0.5);
  });

  it('says in words what it cannot play', async () => {
    serve('/aac', 'audio/aac', sound('voice.aac'));
    serve('/hls', 'application/vnd.apple.mpegurl', '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\na.ts\n');
    serve('/empty.m3u', 'audio/x-mpegurl', '#EXTM3U\nfile:///etc/shadow\n');
    serve('/loop.m3u', 'audio/x-mpegurl', 'loop.m3u\n');
    serve('/long.m3u', 'audio/x-mpegurl', '# '.repeat(100_000));
    serve('/page', 'text/html', '<html>');
    assert.equal(await refusal('/nothing'), 'unavailable: the station answers 404 Not Found');
    assert.equal(await refusal('/aac'), 'unsupported: the station sends audio/aac');
    assert.equal(await refusal('/hls'), 'unsupported: this is HTTP Live Streaming');
    assert.equal(await refusal('/page'), 'unsupported: the station sends text/html');
    assert.match(await refusal('/empty.m3u'), /unavailable: the playlist names no address/);
    assert.match(await refusal('/loop.m3u'), /unavailable: the playlist names playlists without end/);
    assert.match(await refusal('/long.m3u'), /unavailable: the playlist is too long/);
  });

  it('survives stations that send what is damaged', async () => {
    const random = noise();
    for (const name of ['voice.mp3', 'voice.ogg', 'voice.opus', 'voice.flac']) {
      const bytes = Buffer.from(sound(name, ...(name.endsWith('.ogg') ? ['-c:a', 'libvorbis'] : [])));
      for (let at = 3000; at < bytes.length; at += 500) bytes[at] = Math.floor(128 + 127 * random());
      serve('/damaged', 'audio/x', bytes);
      const said = await refusal('/damaged');
      assert.match(
        said,
        /^(nothing|failed: what the station sends is damaged|failed: the stream could not be decoded)$/,
      );
    }
  });

  it('hangs up when nobody listens any more, and takes no more than is asked for', async () => {
    const aborter = new AbortController();
    let written = 0;
    const closed = new Promise<void>(resolve => {
      answers.set('/endless', (_request, answer) => {
        const music = sound('voice.mp3');
        const more = () => {
          while (!answer.destroyed && answer.write(music)) written += music.length;
        };
        answer.writeHead(200, { 'Content-Type': 'audio/mpeg' }).on('drain', more).on('close', resolve);
        more();
      });
    });
    const pieces = radio({ url: `${base}/endless`, signal: aborter.signal, named: () => undefined })[
      Symbol.asyncIterator
    ]();
    await pieces.next();
    await new Promise(resolve => setTimeout(resolve, 500));
    assert.ok(written < 10_000_000, `${written} bytes went into the network's buffers`);
    aborter.abort();
    await pieces.return?.();
    await closed;
  });
});
