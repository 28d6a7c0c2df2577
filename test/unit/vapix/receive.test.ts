import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Hearing, ListenWish } from '../../../src/audio/listeners.ts';
import { unavailable } from '../../../src/core/fault.ts';
import { OggReader } from '../../../src/dsp/ogg-reader.ts';
import { multipart, PacketBody, singlepart } from '../../../src/vapix/packet-body.ts';
import { receiveCgi, type ReceiveDefaults } from '../../../src/vapix/receive.ts';
import { RECEIVE_CODECS, RECEIVE_RATES, receiveFormat } from '../../../src/vapix/receive-format.ts';
import { jsonCgi } from '../../../src/vapix/json-api.ts';
import { streamingCapabilities } from '../../../src/vapix/streaming-capabilities.ts';
import { ask } from '../../support/exchange.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const PATH = '/axis-cgi/audio/receive.cgi';
const viewer = { role: 'viewer' } as const;

/** The CGI over somebody who does with every listener what the test says. */
function rig(act: (hearing: Hearing) => void, defaults: Partial<ReceiveDefaults> = {}) {
  const clock = new FakeClock();
  const wishes: ListenWish[] = [];
  let left = 0;
  const routes = [
    receiveCgi({
      clock,
      defaults: () => ({ codec: 'g711', sampleRate: 8000, bitrate: 64_000, httpType: 'singlepart', ...defaults }),
      listeners: {
        open: (wish, hearing) => {
          wishes.push(wish);
          act(hearing);
          return () => left++;
        },
      },
    }),
  ];
  return { clock, wishes, left: () => left, get: (query = '') => ask(routes, `GET ${PATH}?${query}`, viewer) };
}

const refuse = (hearing: Hearing) => hearing.failed(unavailable('no add-on'));

describe('audio/receive.cgi', () => {
  it('refuses what it does not know, and names what it does', async () => {
    const { get, wishes } = rig(refuse);
    for (const [query, message] of [
      ['audiocodec=mp3', /audiocodec must be one of g711, g711a, g726, aac, opus, lpcm/],
      ['audiosamplerate=44100', /audiosamplerate must be one of 8000, 16000/],
      ['audiocodec=g726&audiobitrate=40000', /audiobitrate must be one of 32000, 24000/],
      ['audiosamplerate=-5', /audiosamplerate must be a number/],
      ['httptype=push', /httptype must be singlepart or multipart/],
    ] as const) {
      const { status, type, text } = await get(query);
      assert.deepEqual([status, type], [400, 'text/plain'], query);
      assert.match(text, /^400 Bad request\n/);
      assert.match(text, message);
    }
    assert.deepEqual(wishes, []);
    assert.equal((await ask([], `GET ${PATH}`)).status, 404);
  });

  it('says why nothing can be heard, and leaves nobody listening', async () => {
    const { get, left } = rig(refuse);
    const { status, text } = await get();
    assert.equal(status, 503);
    assert.match(text, /^503 Service unavailable\nno add-on/);
    assert.equal(left(), 1);
  });

  it('waits five seconds for the first packet', async () => {
    const { get, left, clock } = rig(() => undefined);
    const answer = get();
    await clock.advance(5000);
    assert.equal((await answer).status, 503);
    assert.equal(left(), 1);
    assert.equal(clock.waiting, 0);
  });

  it('takes what is not named from the settings, where the codec can have it', async () => {
    const asked = async (query: string, defaults: Partial<ReceiveDefaults>) => {
      const { get, wishes } = rig(refuse, defaults);
      await get(query);
      return wishes[0];
    };
    const g711 = (sampleRate: number) => ({
      format: { codec: 'PCMU', sampleRate, channels: 1 },
      packetFrames: 512,
    });
    assert.deepEqual(await asked('', { sampleRate: 16_000, bitrate: 128_000 }), g711(16_000));
    assert.deepEqual(await asked('', { sampleRate: 16_000, bitrate: 7 }), g711(16_000));
    assert.deepEqual(await asked('', { sampleRate: 48_000 }), g711(8000));
    assert.deepEqual(await asked('audiosamplerate=16000', {}), g711(16_000));
    assert.deepEqual(await asked('audiocodec=g726&audiobitrate=24000', {}), {
      format: { codec: 'G726-24', sampleRate: 8000, channels: 1 },
      packetFrames: 512,
    });
  });
});

describe('the body of a listener', () => {
  const read = (body: PacketBody) => body.readable.read() as Buffer;
  const format = (codec: string, bitrate?: number) => receiveFormat({ codec, sampleRate: undefined, bitrate });

  it('is one packet behind the other, or a part for each', () => {
    const blocks = { g711: ['audio/basic', 512], g726: ['audio/G726-32', 256] } as const;
    for (const [codec, [type, length]] of Object.entries(blocks)) {
      const packet = Buffer.alloc(length, 7);
      const single = new PacketBody(singlepart(format(codec), 1), () => undefined);
      const multi = new PacketBody(multipart(format(codec)), () => undefined);
      for (const body of [single, multi]) for (let i = 0; i < 2; i++) body.push(packet);
      assert.deepEqual(read(single), Buffer.concat([packet, packet]));
      const part = `--myboundary\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${packet.toString()}\r\n`;
      assert.equal(read(multi).toString(), part + part);
    }
    assert.equal(singlepart(format('g711'), 1).type, 'audio/basic');
    assert.equal(multipart(format('g711')).type, 'multipart/x-mixed-replace; boundary=myboundary');
    assert.equal(format('g726', 24_000).type, 'audio/G726-24');
  });

  it('is Ogg where the packets of Opus could not be told apart', () => {
    const framing = singlepart(format('opus'), 5);
    assert.equal(framing.type, 'audio/ogg; codecs=opus');
    const body = new PacketBody(framing, () => undefined);
    for (const packet of ['one', 'two']) body.push(Buffer.from(packet));
    const packets = new OggReader().read(read(body)).map(packet => packet.toString());
    assert.deepEqual(packets.slice(2), ['one', 'two']);
    assert.match(packets[0]!, /^OpusHead/);
  });

  it('loses packets where it is not read, and is closed once', async () => {
    let closed = 0;
    const body = new PacketBody(singlepart(format('g711'), 1), () => closed++);
    for (let i = 0; i < 10_000; i++) body.push(Buffer.alloc(512));
    assert.ok(body.readable.readableLength < 40_000, `${body.readable.readableLength}`);
    body.readable.destroy();
    await new Promise(resolve => body.readable.once('close', resolve));
    body.push(Buffer.alloc(512));
    body.fail(new Error('late'));
    assert.equal(closed, 1);
  });
});

describe('audio/streamingcapabilities.cgi', () => {
  it('lists what can be heard, the lowest first', async () => {
    const routes = [jsonCgi(streamingCapabilities(async codec => codec !== 'aac'))];
    const body = JSON.stringify({ apiVersion: '1.0', method: 'list' });
    const { text } = await ask(routes, 'POST /axis-cgi/audio/streamingcapabilities.cgi', { ...viewer, body });
    const { data } = JSON.parse(text) as {
      data: { encoders: Record<string, { sample_rate: number; bit_rates: number[] }[]> };
    };
    assert.deepEqual(Object.keys(data.encoders), ['g711', 'g711a', 'g726', 'opus', 'lpcm']);
    assert.deepEqual(data.encoders['g726'], [{ sample_rate: 8000, bit_rates: [24_000, 32_000] }]);
    assert.deepEqual(data.encoders['g711'], [
      { sample_rate: 8000, bit_rates: [64_000] },
      { sample_rate: 16_000, bit_rates: [128_000] },
    ]);
  });

  it('lists nothing that is refused', () => {
    for (const codec of RECEIVE_CODECS) {
      for (const [sampleRate, rates] of RECEIVE_RATES[codec]) {
        assert.ok(rates.length > 0, `${codec} at ${sampleRate}`);
        for (const bitrate of rates) assert.ok(receiveFormat({ codec, sampleRate, bitrate }).wish);
      }
    }
  });
});
