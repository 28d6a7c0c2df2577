import { strict as assert } from 'node:assert';
import { createSocket, type Socket } from 'node:dgram';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { systemClock } from '../../../../src/core/clock.ts';
import { createLog } from '../../../../src/core/log.ts';
import { createDecoder } from '../../../../src/engine/codecs/create-decoder.ts';
import { createEncoder } from '../../../../src/engine/codecs/create-encoder.ts';
import type { Report } from '../../../../src/engine/contract.ts';
import { RtpSendings } from '../../../../src/engine/multicast/rtp-sendings.ts';
import { parseRtp } from '../../../../src/engine/rtp/rtp-packet.ts';
import { until } from '../../../support/until.ts';

const LOOPBACK = '127.0.0.1';
const L16 = { codec: 'L16', sampleRate: 48_000, channels: 1 } as const;

describe('what is sent to others', () => {
  let receiver: Socket;
  let packets: { readonly marker: boolean; readonly sequence: number; readonly samples: Int16Array }[];
  let reports: Report[];
  let hearers: { hear(block: Float32Array): void; close(): void }[];
  let sendings: RtpSendings;

  beforeEach(async () => {
    packets = [];
    reports = [];
    hearers = [];
    receiver = createSocket('udp4');
    await new Promise<void>(resolve => receiver.bind(0, LOOPBACK, resolve));
    receiver.on('message', datagram => {
      const packet = parseRtp(datagram);
      assert.ok(packet !== undefined);
      const { marker, sequence, payload } = packet;
      const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
      const samples = Int16Array.from({ length: payload.length / 2 }, (_, i) => view.getInt16(2 * i));
      packets.push({ marker, sequence, samples });
    });
    sendings = new RtpSendings({
      clock: systemClock,
      log: createLog(() => undefined),
      report: report => reports.push(report),
      ears: {
        add(hearer) {
          hearers.push(hearer);
          return () => {
            hearers = hearers.filter(each => each !== hearer);
            hearer.close();
          };
        },
      },
      encoder: format => createEncoder(format, {}),
      decoder: createDecoder,
    });
  });
  afterEach(() => {
    sendings.stopAll();
    receiver.close();
  });

  const target = () => ({
    address: LOOPBACK,
    port: receiver.address().port,
    codec: 'L16' as const,
    ttl: 1,
    dscp: 46,
    from: '',
    srtpKey: '',
  });
  const samples = () => packets.flatMap(packet => [...packet.samples]);
  /** Until the socket is open, packets are dropped, as on any network. */
  const opened = () => new Promise(resolve => setTimeout(resolve, 50));

  it('is what the microphone hears, in packets of 20 ms that count on, until it is stopped', async () => {
    sendings.start({ do: 'send', voice: 3, sound: { from: 'microphone' }, gain: 0.5, target: target() });
    await opened();
    const block = Float32Array.from({ length: 480 }, (_, i) => i / 1000);
    for (let n = 0; n < 10; n++) hearers[0]?.hear(block);
    await until('the packets come', () => packets.length === 5);
    assert.deepEqual(
      packets.map(({ samples: { length } }) => length),
      [960, 960, 960, 960, 960],
    );
    assert.deepEqual(
      samples().slice(0, 960),
      [...block, ...block].map(sample => Math.round(sample * 0.5 * 32_768)),
    );
    const first = packets[0]?.sequence ?? 0;
    assert.deepEqual(
      packets.map(({ sequence, marker }) => [(sequence - first) & 0xffff, marker]),
      [0, 1, 2, 3, 4].map(n => [n, n === 0]),
    );
    assert.equal(sendings.stop(3), true);
    assert.deepEqual(hearers, []);
    assert.deepEqual(reports, [{ tell: 'ended', voice: 3, why: 'stopped' }]);
    assert.equal(sendings.stop(3), false);
  });

  it('is what somebody says meanwhile, sample by sample, and ends when all was sent', async () => {
    const sound = { from: 'live', format: L16, bufferMs: 40 } as const;
    sendings.start({ do: 'send', voice: 4, sound, gain: 1, target: target() });
    await opened();
    const said = Int16Array.from({ length: 9600 }, (_, i) => (i % 2000) + 1);
    for (let at = 0; at < said.length; at += 960) {
      const bytes = Buffer.alloc(1920);
      for (let i = 0; i < 960; i++) bytes.writeInt16BE(said[at + i] ?? 0, 2 * i);
      assert.equal(sendings.push(4, bytes), true);
    }
    assert.equal(sendings.finish(4), true);
    await until('it is over', () => reports.some(({ tell }) => tell === 'ended'));
    await until('all has come', () => samples().filter(sample => sample !== 0).length === said.length);
    assert.deepEqual(
      samples().filter(sample => sample !== 0),
      [...said],
    );
    const taken = reports.reduce((sum, report) => sum + (report.tell === 'taken' ? report.bytes : 0), 0);
    assert.equal(taken, said.length * 2);
    assert.equal(sendings.push(4, Buffer.alloc(2)), false);
  });

  it('fails with the reason where it cannot be decoded', () => {
    const format = { codec: 'G722', sampleRate: 8000, channels: 1 } as const;
    sendings.start({ do: 'send', voice: 5, sound: { from: 'live', format, bufferMs: 40 }, gain: 1, target: target() });
    const [report] = reports;
    assert.ok(report?.tell === 'ended' && report.why === 'failed' && (report.error ?? '').includes('G722'));
  });
});
