import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { after, before, describe, it } from 'mocha';
import { toInt16 } from '../../src/dsp/int16.ts';
import { wav } from '../support/signals.ts';
import { sine } from '../support/sounds.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';
import { toneIn } from '../support/tone.ts';

const PATH = '/axis-cgi/audio/receive.cgi';
const HZ = 1000;
const AMPLITUDE = 0.25;

/** What ffmpeg must be told of streams that do not say it themselves, and how pure the tone must be, dB. */
const ENCODINGS: readonly (readonly [query: string, type: string, demuxer: string, db: number])[] = [
  ['audiocodec=g711', 'audio/basic', '-f mulaw -ar 8000 -ac 1', 30],
  ['audiocodec=g711&audiosamplerate=16000', 'audio/axis-mulaw-128', '-f mulaw -ar 16000 -ac 1', 30],
  ['audiocodec=g711a', 'audio/x-alaw-basic', '-f alaw -ar 8000 -ac 1', 30],
  ['audiocodec=g726', 'audio/G726-32', '-f g726le -code_size 4 -ar 8000', 20],
  ['audiocodec=g726&audiobitrate=24000', 'audio/G726-24', '-f g726le -code_size 3 -ar 8000', 12],
  ['audiocodec=lpcm', 'audio/L16;rate=48000;channels=1', '-f s16be -ar 48000 -ac 1', 50],
  ['audiocodec=lpcm&audiosamplerate=16000', 'audio/L16;rate=16000;channels=1', '-f s16be -ar 16000 -ac 1', 50],
  ['audiocodec=opus', 'audio/ogg; codecs=opus', '-f ogg', 15],
  ['audiocodec=opus&audiosamplerate=16000&audiobitrate=48000', 'audio/ogg; codecs=opus', '-f ogg', 15],
  ['audiocodec=aac', 'audio/mpeg4-generic', '-f aac', 15],
  ['audiocodec=aac&audiosamplerate=48000&audiobitrate=128000', 'audio/mpeg4-generic', '-f aac', 15],
];

/** A program's standard output, until it ends or has printed so many bytes. */
function output([program = '', ...args]: readonly string[], bytes = Infinity): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const pieces: Buffer[] = [];
    let printed = 0;
    child.stdout.on('data', (piece: Buffer) => {
      pieces.push(piece);
      printed += piece.length;
      if (printed >= bytes) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', () => resolve(Buffer.concat(pieces)));
  });
}

/** The tone in most tenths of a second: a machine that is too slow for a moment may drop a few samples. */
function pureTone(sound: Int16Array) {
  const tenths = Array.from({ length: 10 }, (_, i) => toneIn(sound.subarray(i * 4800, (i + 1) * 4800), HZ, 48_000));
  const median = tenths.sort((a, b) => a.db - b.db)[5];
  return median ?? assert.fail('there is no sound');
}

describe('listening to the microphone over HTTP', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let authorization: string;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
    const clip = await stentor.upload('tone.wav', wav(toInt16(sine(HZ, 48_000, 48_000, AMPLITUDE))));
    await change('room', { preset: 'direct', noiseDb: -120 });
    await stentor.fetch('/axis-cgi/param.cgi?action=update&Stentor.Audio.Loudness.Enabled=no');
    await stentor.fetch(`/axis-cgi/playclip.cgi?clip=${clip}&repeat=-1`);
  });
  after(() => stentor.stop());

  const change = async (what: string, value: unknown) => {
    const body = JSON.stringify({ [what]: value });
    const answer = await stentor.fetch('/api/board', {
      method: 'PATCH',
      body,
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(answer.status, 200, await answer.text());
  };
  const url = (query: string) =>
    `${stentor.http.replace('//', `//root:${PASSWORD.replace(' ', '%20')}@`)}${PATH}?${query}`;
  /** The first bytes of an answer. */
  const first = async (query: string, bytes: number) => {
    const leave = new AbortController();
    const answer = await stentor.fetch(`${PATH}?${query}`, { signal: leave.signal });
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= bytes) break;
    }
    leave.abort();
    return { type: answer.headers.get('content-type'), status: answer.status, bytes: Buffer.concat(pieces) };
  };

  for (const [query, type, demuxer, purity] of ENCODINGS) {
    it(`${query}: ffmpeg hears the speaker's tone`, async () => {
      assert.equal((await first(query, 1)).type, type);
      const bytes = await output(
        `ffmpeg -nostdin -v error ${demuxer} -i ${url(query)} -t 3 -f s16le -ar 48000 -ac 1 -`.split(' '),
      );
      const heard = new Int16Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 2)).subarray(-48_000);
      const { amplitude, db } = pureTone(heard);
      assert.ok(Math.abs(20 * Math.log10(amplitude / AMPLITUDE)) < 1.5, `${amplitude}`);
      assert.ok(db > purity, `${db} dB`);
    });
  }

  it('sends a part for each packet to curl, of the sizes that are documented', async () => {
    for (const [query, type, size] of [
      ['audiocodec=g711', 'audio/basic', 512],
      ['audiocodec=g726', 'audio/G726-32', 256],
      ['audiocodec=g726&audiobitrate=24000', 'audio/G726-24', 192],
    ] as const) {
      const curl = `curl -sS -N --digest -u root:PASSWORD ${stentor.http}${PATH}?httptype=multipart&${query}`.split(
        ' ',
      );
      const bytes = await output(
        curl.map(word => word.replace('PASSWORD', PASSWORD)),
        4 * size,
      );
      const head = `--myboundary\r\nContent-Type: ${type}\r\nContent-Length: ${size}\r\n\r\n`;
      assert.equal(bytes.toString('latin1', 0, head.length), head);
      const next = head.length + size;
      assert.equal(bytes.toString('latin1', next, next + 2 + head.length), `\r\n${head}`);
    }
    const { type } = await first('httptype=multipart', 1);
    assert.equal(type, 'multipart/x-mixed-replace; boundary=myboundary');
  });

  it('sends whole packets of Opus and AAC in the parts', async () => {
    for (const [query, begins] of [
      ['audiocodec=opus', 0x00],
      ['audiocodec=aac', 0xfff],
    ] as const) {
      const { bytes } = await first(`httptype=multipart&${query}`, 4000);
      const parts = [...bytes.toString('latin1').matchAll(/Content-Length: (\d+)\r\n\r\n/g)].slice(0, 3);
      assert.equal(parts.length, 3);
      for (const part of parts) {
        const at = part.index + part[0].length;
        const end = at + Number(part[1]);
        assert.equal(bytes.toString('latin1', end, end + 14), '\r\n--myboundary');
        if (begins !== 0) assert.equal(bytes.readUInt16BE(at) >> 4, begins);
      }
    }
  });

  it('gives digital zero while the microphone is switched off', async () => {
    await change('micSwitchOn', false);
    const { bytes } = await first('audiocodec=lpcm', 96_000);
    assert.ok(bytes.subarray(48_000).every(byte => byte === 0));
    await change('micSwitchOn', true);
    const heard = (await first('audiocodec=lpcm', 96_000)).bytes;
    assert.ok(heard.subarray(48_000).some(byte => byte !== 0));
  });

  it('lets as many listen as Audio.MaxListeners says, and forgets those who vanish', async () => {
    await stentor.fetch('/axis-cgi/param.cgi?action=update&Audio.MaxListeners=2');
    const vanishing = [new AbortController(), new AbortController()];
    for (const { signal } of vanishing) assert.equal((await stentor.fetch(PATH, { signal })).status, 200);
    const refused = await stentor.fetch(PATH);
    assert.equal(refused.status, 503);
    assert.match(await refused.text(), /^503 Service unavailable\nas many listen already as may \(2\)/);
    for (const one of vanishing) one.abort();
    await eventually('they are forgotten', async () => (await first('', 1)).status === 200);
    await stentor.fetch('/axis-cgi/param.cgi?action=update&Audio.MaxListeners=20');
  });

  it('does not wait for a listener that reads nothing', async () => {
    const { hostname, port } = new URL(stentor.http);
    const sleepers = Array.from({ length: 5 }, () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.pause();
      socket.write(`GET ${PATH}?audiocodec=lpcm HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`);
      return socket;
    });
    // More than all buffers between here and there hold would take minutes; what matters is that the others go on.
    const { bytes } = await first('audiocodec=lpcm', 5 * 96_000);
    const { db } = pureTone(new Int16Array(new Uint8Array(bytes.subarray(4 * 96_000, 5 * 96_000).swap16()).buffer));
    assert.ok(db > 30, `${db} dB`);
    for (const socket of sleepers) socket.destroy();
  });

  it('goes on when the audio process was started anew', async () => {
    const audiod = () => Number([...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1]);
    const leave = new AbortController();
    const answer = await stentor.fetch(`${PATH}?audiocodec=lpcm`, { signal: leave.signal });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const killed = audiod();
    process.kill(killed, 'SIGKILL');
    await eventually('another process runs', async () => audiod() !== killed);
    for (let bytes = 0; bytes < 3 * 96_000;) bytes += (await reader.read()).value?.length ?? assert.fail('it ended');
    leave.abort();
  });

  it('tells what can be had, and refuses all else', async () => {
    const asked = await stentor.fetch('/axis-cgi/audio/streamingcapabilities.cgi', {
      method: 'POST',
      body: JSON.stringify({ apiVersion: '1.0', method: 'list' }),
    });
    const { data } = (await asked.json()) as {
      data: { encoders: Record<string, { sample_rate: number; bit_rates: number[] }[]> };
    };
    assert.ok(data.encoders['aac']?.some(({ sample_rate }) => sample_rate === 16_000));
    assert.equal((await stentor.fetch(`${PATH}?audiocodec=mp3`)).status, 400);
    assert.equal((await stentor.fetch(PATH, { method: 'POST' })).status, 405);
    const anonymous = await fetch(`${stentor.http}${PATH}`);
    assert.equal(anonymous.status, 401);
    await anonymous.body?.cancel();
  });
});
