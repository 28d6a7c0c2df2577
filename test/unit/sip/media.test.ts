import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import type { CallNews, CallOrder } from '../../../src/engine/contract.ts';
import { createCallMedia } from '../../../src/sip/media/index.ts';
import { parseSection } from '../../../src/sip/media/section.ts';
import { estimateMos } from '../../../src/sip/media/quality.ts';
import type { MediaWish } from '../../../src/sip/media/contract.ts';
import { wish } from '../../support/call-rig.ts';

/** A call whose sound is not there. */
function rig(more: Partial<MediaWish> = {}) {
  const orders: CallOrder[] = [];
  const lost: string[] = [];
  let tell: (news: CallNews) => void = () => undefined;
  const media = createCallMedia({
    openSound: listener => {
      tell = listener;
      return {
        order(order) {
          orders.push(order);
          if (order.is === 'open') tell({ is: 'open', port: 4000, rtcpPort: 4001 });
        },
      };
    },
  });
  const session = media.open(wish(more), {
    dtmf: () => undefined,
    connected: () => undefined,
    lost: why => void lost.push(why),
  });
  const flows = () => orders.flatMap(order => (order.is === 'flow' ? [order.flow] : []));
  return { session, orders, flows, lost, tell: (news: CallNews) => tell(news) };
}

const section = (types: string, lines: readonly string[] = [], protocol = 'RTP/AVP') =>
  [`m=audio 5000 ${protocol} ${types}`, 'c=IN IP4 10.0.0.2', ...lines, ''].join('\r\n');

const unsupported = (error: unknown) => error instanceof Fault && error.kind === 'unsupported';
const KEY = Buffer.alloc(30, 1).toString('base64');
const crypto = (tag: number, suite = 'AES_CM_128_HMAC_SHA1_80') => `a=crypto:${tag} ${suite} inline:${KEY}|2^31|1:1`;

describe('media of a call', () => {
  it('offers all codecs in their order, with the type of the settings for keys', async () => {
    const { session } = rig({ codecs: ['opus', 'G722', 'L16/16000', 'PCMA', 'G726-32'], dtmfPayloadType: 97 });
    const offer = await session.offer();
    const { formats, port, direction, rtcpPort } = parseSection(offer);
    assert.deepEqual([port, rtcpPort, direction], [4000, 4001, 'sendrecv']);
    assert.deepEqual(
      formats.map(({ rtpmap }) => rtpmap),
      [
        'opus/48000/2',
        'G722/8000',
        'L16/16000',
        'PCMA/8000',
        'G726-32/8000',
        'telephone-event/8000',
        'telephone-event/16000',
        'telephone-event/48000',
      ],
    );
    assert.equal(formats.find(({ rtpmap }) => rtpmap === 'telephone-event/8000')?.payloadType, 97);
    assert.equal(new Set(formats.map(({ payloadType }) => payloadType)).size, formats.length);
  });

  it('answers with the codec that we like best of theirs, under their type', async () => {
    const { session, flows } = rig({ codecs: ['L16/8000', 'PCMA', 'PCMU'] });
    const answer = await session.answer(
      section('0 8 107 96', ['a=rtpmap:107 l16/8000/1', 'a=rtpmap:96 telephone-event/8000', 'a=sendonly']),
    );
    assert.match(answer, /^m=audio 4000 RTP\/AVP 107 96\r\n/);
    assert.match(answer, /a=recvonly\r\n$/);
    const [flow] = flows();
    assert.equal(flow?.codec.payloadType, 107);
    assert.deepEqual(
      [flow.send, flow.receive, flow.address, flow.port, flow.rtcpPort],
      [false, true, '10.0.0.2', 5000, 5001],
    );
    assert.deepEqual(flow.dtmf, { payloadType: 96, clockRate: 8000 });
  });

  it('opens its ports before anybody answers, once, and has nothing flow until then', async () => {
    const { session, orders } = rig({ codecs: ['PCMA'] });
    session.prepare(section('8'));
    await Promise.resolve();
    assert.deepEqual(
      orders.map(order => order.is),
      ['open'],
    );
    assert.match(await session.answer(section('8')), /^m=audio 4000 /);
    assert.deepEqual(
      orders.map(order => order.is),
      ['open', 'flow'],
    );
  });

  it('opens nothing for an offer that cannot be answered, and says why when it is', async () => {
    const { session, orders } = rig({ codecs: ['PCMA'] });
    session.prepare(section('0'));
    await assert.rejects(session.answer(section('0')), unsupported);
    assert.deepEqual(orders, []);
  });

  it('refuses what it has no codec for, and what is no description', async () => {
    const { session } = rig({ codecs: ['PCMA'] });
    await assert.rejects(session.answer(section('0')), unsupported);
    for (const bad of [
      '',
      'm=video 1 RTP/AVP 8',
      'm=audio 5000 RTP/AVP 8\r\n',
      'm=audio 99999 RTP/AVP 8\r\nc=IN IP4 1.1.1.1\r\n',
      'x'.repeat(100_000),
    ]) {
      await assert.rejects(session.answer(bad), unsupported, bad.slice(0, 40));
      await assert.rejects(session.accept(bad), unsupported);
    }
  });

  it('takes addresses only, and no port beyond the last one', () => {
    const at = (port: number, host: string) =>
      parseSection(section('0').replace('5000', String(port)).replace('10.0.0.2', host));
    assert.equal(at(65_535, '10.0.0.2').rtcpPort, 0);
    assert.equal(at(65_534, '10.0.0.2').rtcpPort, 65_535);
    assert.throws(() => at(5000, 'phone.example.com'), unsupported);
    assert.throws(() => at(99_999, '10.0.0.2'), unsupported);
  });

  it('takes the codec that the peer has chosen of our offer', async () => {
    const { session, flows } = rig({ codecs: ['PCMU', 'PCMA'] });
    await session.offer();
    await session.accept(section('8 0'));
    assert.equal(flows()[0]?.codec.payloadType, 8);
    assert.equal(flows()[0]?.dtmf, undefined);
  });

  it('holds and goes on with the same port and keys', async () => {
    const { session, flows, orders } = rig({ codecs: ['PCMA'], encryption: 'best-effort' });
    const lines = [crypto(1)];
    const first = await session.answer(section('8', lines));
    const held = await session.answer(section('8', [...lines, 'a=inactive']));
    const again = await session.answer(section('8', lines));
    assert.equal(first, again);
    assert.match(held, /a=inactive/);
    assert.deepEqual(
      flows().map(({ send, receive }) => [send, receive]),
      [
        [true, true],
        [false, false],
        [true, true],
      ],
    );
    assert.equal(new Set(flows().map(({ keys }) => keys?.local)).size, 1);
    assert.equal(orders.filter(({ is }) => is === 'open').length, 1);
  });

  describe('encryption', () => {
    it('uses the first key line that it understands, and answers with its tag', async () => {
      const { session, flows } = rig({ encryption: 'mandatory' });
      const lines = [crypto(1, 'F8_128_HMAC_SHA1_80'), crypto(2, 'AES_CM_128_HMAC_SHA1_32')];
      const answer = await session.answer(section('8', lines, 'RTP/SAVP'));
      assert.match(answer, /RTP\/SAVP/);
      const own = /a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:(\S+)/.exec(answer)?.[1];
      assert.equal(flows()[0]?.keys?.local, Buffer.from(own!, 'base64').toString('hex'));
      assert.equal(flows()[0]?.keys?.remote, '01'.repeat(30));
    });

    it('refuses a clear peer where it is mandatory, and an encrypted one where it is off', async () => {
      await assert.rejects(rig({ encryption: 'mandatory' }).session.answer(section('8')), unsupported);
      await assert.rejects(rig().session.answer(section('8', [crypto(1)], 'RTP/SAVP')), unsupported);
      const { session } = rig({ encryption: 'mandatory' });
      await session.offer();
      await assert.rejects(session.accept(section('8')), unsupported);
    });

    it('offers keys and takes the answer, with best effort also a clear one', async () => {
      const { session, flows } = rig({ encryption: 'best-effort' });
      assert.equal(parseSection(await session.offer()).crypto.length, 2);
      await session.accept(section('8'));
      await session.accept(section('8', [crypto(1)]));
      assert.deepEqual(
        flows().map(({ keys }) => keys?.suite),
        [undefined, 'AES_CM_128_HMAC_SHA1_80'],
      );
    });
  });

  it('ends a call whose sound failed, and says nothing after its end', async () => {
    const { session, lost, tell } = rig();
    await session.answer(section('8'));
    tell({ is: 'failed', kind: 'unavailable', why: 'no codec' });
    assert.deepEqual(lost, ['no codec']);
    session.close();
    session.close();
    tell({ is: 'failed', kind: 'unavailable', why: 'x' });
    assert.equal(lost.length, 1);
    await assert.rejects(session.offer());
  });

  it('estimates what people would say of it', () => {
    assert.ok(estimateMos('PCMA', 0, 50) > 4.3);
    assert.ok(estimateMos('PCMA', 0.05, 50) < estimateMos('PCMA', 0.01, 50));
    assert.ok(estimateMos('PCMA', 0, 400) < 3.9);
    assert.equal(estimateMos('PCMU', 1, 1000), 1);
    assert.ok(estimateMos('G726-32', 0, 50) < estimateMos('PCMA', 0, 50));
  });
});
