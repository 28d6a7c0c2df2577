import { strict as assert } from 'node:assert';
import { Readable } from 'node:stream';
import { describe, it } from 'mocha';
import { OggOpusWriter } from '../../../src/dsp/ogg-opus-writer.ts';
import { opusPackets } from '../../../src/vapix/opus-packets.ts';
import { transmitFormat } from '../../../src/vapix/transmit-format.ts';
import { withoutRiff } from '../../../src/vapix/without-riff.ts';
import { fakeVapix } from '../../support/vapix.ts';

const PATH = '/axis-cgi/audio/transmit.cgi';
const viewer = { role: 'viewer' } as const;
const basic = { role: 'viewer', headers: { 'content-type': 'audio/basic' } } as const;

async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* piecesOf(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('audio/transmit.cgi', () => {
  it('plays the body, and answers with nothing when it was heard', async () => {
    const { ask, transmitted } = fakeVapix();
    const body = 'x'.repeat(2500);
    const { status, text } = await ask(`POST ${PATH}?audiodeviceid=0&audiooutputid=0`, { ...basic, body });
    assert.deepEqual([status, text], [200, '']);
    const [heard] = transmitted.heard;
    assert.deepEqual(heard?.format, { codec: 'PCMU', sampleRate: 8000, channels: 1 });
    assert.equal(heard.bytes.toString(), body);
    assert.equal(heard.finished, true);
  });

  it('takes the addresses that older clients use', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask('POST /axis-cgi/view/audio/transmit.cgi', { ...basic, body: 'x' })).status, 200);
  });

  it('says that somebody else transmits', async () => {
    const { ask, transmitted } = fakeVapix();
    transmitted.busy = true;
    const { status, type, text } = await ask(`POST ${PATH}`, { ...basic, body: 'x' });
    assert.equal(status, 503);
    assert.equal(type, 'text/plain');
    assert.match(text, /^503 Service unavailable\nsomebody else/);
  });

  it('refuses what it cannot decode, and names what it can', async () => {
    const { ask, transmitted } = fakeVapix();
    for (const type of ['audio/mpeg', 'text/html', '']) {
      const headers = type === '' ? {} : { 'content-type': type };
      const { status, text } = await ask(`POST ${PATH}`, { ...basic, headers, body: 'x' });
      assert.equal(status, 415);
      assert.match(text, /^415 Unsupported media type\n.*audio\/axis-mulaw-128/);
    }
    assert.deepEqual(transmitted.heard, []);
  });

  it('takes the packets of Opus out of Ogg, and says where there are none', async () => {
    const { ask, transmitted } = fakeVapix();
    const headers = { 'content-type': 'audio/opus' };
    const ogg = new OggOpusWriter(1);
    const pages = [ogg.head(), ogg.packet(Buffer.from('one'), 960), ogg.packet(Buffer.from('two'), 960)];
    const sent = await toArray(opusPackets(piecesOf(Buffer.concat(pages), 10)));
    assert.deepEqual(sent.map(String), ['one', 'two']);
    const { status, text } = await ask(`POST ${PATH}`, { ...basic, headers, body: 'no Ogg' });
    assert.equal(status, 415);
    assert.match(text, /^415 Unsupported media type\nOpus must come in Ogg/);
    assert.deepEqual(transmitted.heard[0]?.format, { codec: 'opus', sampleRate: 48_000, channels: 1 });
    assert.equal((await ask(`PUT ${PATH}`, { ...basic, headers, body: 'x' })).status, 415);
  });

  it('gives up where no packet of Opus is in a quarter of a megabyte', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1024;
        yield Buffer.alloc(1024);
      }
    }
    await assert.rejects(toArray(opusPackets(endless())), { kind: 'unsupported' });
    assert.ok(read < 300_000);
  });

  it('does not take GET, and knows one output', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask(`GET ${PATH}`, basic)).status, 405);
    const { status, text } = await ask(`POST ${PATH}?audiodeviceid=1&audiooutputid=0`, { ...basic, body: 'x' });
    assert.equal(status, 400);
    assert.match(text, /^400 Bad request\nthere is no audiodeviceid but 0/);
  });

  it('tells when the sound could not be played', async () => {
    const { ask, transmitted } = fakeVapix();
    transmitted.fails = true;
    assert.equal((await ask(`POST ${PATH}`, { ...basic, body: 'x' })).status, 500);
  });

  it('joins what comes piece by piece, until no more comes', async () => {
    const { ask, transmitted, clock } = fakeVapix();
    const put = (body: string, range?: string) =>
      ask(`PUT ${PATH}`, { ...viewer, body, headers: range === undefined ? {} : { 'content-range': range } });
    assert.equal((await put('first ')).status, 200);
    await clock.advance(900);
    assert.equal((await put('second', 'bytes 6-11/*')).status, 200);
    await clock.advance(900);
    assert.equal(transmitted.heard[0]?.finished, false);
    await clock.advance(200);
    assert.equal(transmitted.heard[0].finished, true);
    assert.equal(transmitted.heard[0].bytes.toString(), 'first second');
    assert.equal(transmitted.heard[0].format.codec, 'PCMU');
    await put('another');
    assert.equal(transmitted.heard.length, 2);
    await put('a third', 'bytes 0-6/*');
    assert.equal(transmitted.heard[1]?.finished, true, 'who begins again has ended');
    assert.equal((await put('x', 'bytes some')).status, 400);
  });

  it('skips the RIFF header that ffmpeg writes', async () => {
    const header = Buffer.concat([Buffer.from('RIFF....WAVEfmt '), Buffer.alloc(54), Buffer.from('data....')]);
    const whole = Buffer.concat([header, Buffer.from('sound')]);
    const skip = async (...pieces: Buffer[]) => Buffer.concat(await Readable.from(withoutRiff(from(pieces))).toArray());
    assert.equal((await skip(whole)).toString(), 'sound');
    const bytewise = Array.from(whole, byte => Buffer.from([byte]));
    assert.equal((await skip(...bytewise)).toString(), 'sound');
    assert.equal((await skip(Buffer.from('sound without'))).toString(), 'sound without');
    assert.equal((await skip(Buffer.from('so'))).toString(), 'so');
    assert.equal((await skip(header.subarray(0, 40))).length, 0);
    const endless = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(9000, 1)]);
    assert.equal((await skip(endless)).length, endless.length, 'no header is that long');
  });
});

const from = async function* (pieces: Buffer[]) {
  for (const piece of pieces) yield await Promise.resolve(piece);
};

describe('transmitFormat', () => {
  it('knows the types of VAPIX', () => {
    assert.deepEqual(transmitFormat('audio/axis-mulaw-128'), { codec: 'PCMU', sampleRate: 16_000, channels: 1 });
    assert.deepEqual(transmitFormat('Audio/G726-32'), { codec: 'G726-32', sampleRate: 8000, channels: 1 });
  });

  it('reads rate and channels of L16 and L24', () => {
    assert.deepEqual(transmitFormat('audio/L16;rate=48000; channels=2'), {
      codec: 'L16',
      sampleRate: 48_000,
      channels: 2,
    });
    assert.throws(() => transmitFormat('audio/L16;rate=7'), { kind: 'unsupported' });
    assert.throws(() => transmitFormat('audio/L24;channels=6'), { kind: 'unsupported' });
  });
});
