import { strict as assert } from 'node:assert';
import { createSocket, type Socket } from 'node:dgram';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { systemClock } from '../../../../src/core/clock.ts';
import { unavailable } from '../../../../src/core/fault.ts';
import type { RtpSource, RtpSourceStatus } from '../../../../src/engine/multicast/rtp-source.ts';
import { RtpSources } from '../../../../src/engine/multicast/rtp-sources.ts';
import { SrtpSender } from '../../../../src/engine/rtp/srtp/srtp-sender.ts';
import { Ear, L16Decoder, type Sent, stream, type StreamSpec } from '../../../support/rtp-rig.ts';
import { until } from '../../../support/until.ts';

const LOOPBACK = '127.0.0.1';

const soon = (holds: () => boolean) => until(holds.toString(), holds);

const source = (id: string, more: Partial<RtpSource> = {}): RtpSource => ({
  id,
  address: `239.77.0.${id}`,
  port: 47_010,
  codec: 'L16',
  priority: 5,
  emergency: false,
  latency: 'Low',
  srtpKey: '',
  ...more,
});

describe('RtpSources', () => {
  let sender: Socket;
  let interfaces: string[];
  let sources: RtpSources;
  let stop: () => unknown;
  let sounding: Map<string, Ear>;
  let reports: (readonly RtpSourceStatus[])[];
  const sending = new Set<() => unknown>();

  beforeEach(async () => {
    sender = createSocket('udp4');
    await new Promise<void>(resolve => sender.bind(0, LOOPBACK, resolve));
    sender.setMulticastInterface(LOOPBACK);
    sender.setMulticastTTL(0);
    interfaces = [LOOPBACK];
    sounding = new Map();
    reports = [];
    sources = new RtpSources({
      clock: systemClock,
      interfaces: () => interfaces,
      decoder: ({ codec, sampleRate }) => {
        if (codec === 'opus') throw unavailable('Opus is not there');
        return new L16Decoder(sampleRate);
      },
      leadMs: () => 0,
      blockMs: () => 5,
      output: ({ id }) => ({
        start() {
          const ear = new Ear();
          sounding.set(id, ear);
          return ear;
        },
        stop: () => void sounding.delete(id),
      }),
      report: status => reports.push(status),
    });
    stop = sources.start();
  });

  afterEach(() => {
    for (const off of sending) off();
    sending.clear();
    stop();
    sender.close();
  });

  /** Sends a stream to a source, over and over, until it is told to stop. */
  function send({ address, port }: RtpSource, spec: Partial<StreamSpec> = {}, change = (sent: Sent) => sent.datagram) {
    let n = 0;
    const packets = stream({ packets: 500, ...spec });
    const off = systemClock.every(20, () => {
      const packet = packets[n++];
      if (packet !== undefined) sender.send(change(packet), port, address === '0.0.0.0' ? LOOPBACK : address);
    });
    sending.add(off);
    return off;
  }

  const stateOf = (id: string) => sources.status().find(each => each.id === id)?.state;

  it('hears a group, and no other one on the same port', async () => {
    const [one, two] = [source('1'), source('2')];
    sources.configure([one, two]);
    send(one);
    await soon(() => stateOf('1') === 'playing');
    assert.equal(stateOf('2'), 'idle');
    assert.deepEqual([...sounding.keys()], ['1']);
    await soon(() => reports.some(all => all.some(({ id, received }) => id === '1' && received > 5)));
  });

  it('lets the more important of two be heard, and the other again after it', async () => {
    const [music, page] = [source('1', { priority: 2 }), source('2', { priority: 9 })];
    sources.configure([music, page]);
    send(music);
    await soon(() => stateOf('1') === 'playing');
    const over = send(page);
    await soon(() => stateOf('2') === 'playing');
    assert.equal(stateOf('1'), 'silenced');
    assert.deepEqual([...sounding.keys()], ['2']);
    over();
    await soon(() => stateOf('1') === 'playing' && sounding.has('1'));
    assert.equal(sounding.has('2'), false);
    assert.equal(sources.status().find(({ id }) => id === '1')?.lost, 0);
  });

  it('lets the first of two of one priority be heard, and an emergency before all', async () => {
    const [first, second, alarm] = [source('1'), source('2'), source('3', { priority: 1, emergency: true })];
    sources.configure([second, first, alarm]);
    send(first);
    await soon(() => stateOf('1') === 'playing');
    send(second);
    await soon(() => stateOf('2') === 'silenced');
    assert.equal(stateOf('1'), 'playing');
    send(alarm);
    await soon(() => stateOf('3') === 'playing');
    assert.deepEqual([...sounding.keys()], ['3']);
  });

  it('goes on undisturbed when other sources are changed', async () => {
    const one = source('1');
    sources.configure([one]);
    send(one);
    await soon(() => stateOf('1') === 'playing');
    const ear = sounding.get('1');
    sources.configure([{ ...one }, source('2')]);
    assert.equal(sounding.get('1'), ear);
    sources.configure([{ ...one, priority: 6 }]);
    await soon(() => sounding.get('1') !== undefined && sounding.get('1') !== ear);
    sources.configure([]);
    assert.equal(sounding.size, 0);
    assert.deepEqual(sources.status(), []);
  });

  it('hears 32 groups at once', async () => {
    const all = Array.from({ length: 32 }, (_, n) => source(String(n + 1), { port: 47_012 + 2 * n }));
    sources.configure(all);
    for (const each of all) send(each, { packetMs: 10, packets: 300 });
    await soon(() => sources.status().every(({ received }) => received > 3));
    assert.equal(sources.status().filter(({ state }) => state === 'playing').length, 1);
  });

  it('hears what is sent to its own address', async () => {
    const unicast = source('1', { address: '0.0.0.0', port: 47_100 });
    sources.configure([unicast]);
    send(unicast);
    await soon(() => stateOf('1') === 'playing');
  });

  it('hears what is encrypted with its key, and nothing else', async () => {
    const srtpKey = '0123456789abcdef'.repeat(6).slice(0, 92);
    const secret = source('1', { srtpKey });
    sources.configure([secret]);
    const plain = send(secret);
    await soon(() => (sources.status()[0]?.unauthentic ?? 0) > 3);
    assert.equal(stateOf('1'), 'idle');
    plain();
    const srtp = new SrtpSender('AES_256_CM_HMAC_SHA1_80', Buffer.from(srtpKey, 'hex'));
    send(secret, {}, ({ datagram }) => srtp.protect(datagram));
    await soon(() => stateOf('1') === 'playing');
  });

  it('joins on an interface that gets its address later', async () => {
    interfaces = [];
    const one = source('1');
    sources.configure([one]);
    await soon(() => stateOf('1') === 'failed');
    assert.match(sources.status()[0]?.reason ?? '', /no network interface/);
    interfaces = [LOOPBACK];
    send(one);
    await soon(() => stateOf('1') === 'playing');
  });

  it('says what is wrong, and tries again', async () => {
    const other = createSocket('udp4');
    await new Promise<void>(resolve => other.bind(47_110, '0.0.0.0', resolve));
    sources.configure([
      source('1', { address: '0.0.0.0', port: 47_110 }),
      source('2', { address: '10.255.255.254' }),
      source('3', { codec: 'opus' }),
    ]);
    await soon(() => ['1', '2', '3'].every(id => stateOf(id) === 'failed'));
    const reasons = Object.fromEntries(sources.status().map(({ id, reason }) => [id, reason]));
    assert.deepEqual(reasons, {
      1: 'port 47110 is used by another program',
      2: 'this speaker has no address 10.255.255.254',
      3: 'Opus is not there',
    });
    other.close();
    await soon(() => stateOf('1') === 'idle');
  });
});
