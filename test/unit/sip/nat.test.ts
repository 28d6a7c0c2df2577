import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import type { CallNews, CallOrder, NatWish } from '../../../src/engine/contract.ts';
import type { MediaWish } from '../../../src/sip/media/contract.ts';
import { createCallMedia } from '../../../src/sip/media/index.ts';
import { parseNatServer } from '../../../src/sip/media/nat-servers.ts';
import { wish } from '../../support/call-rig.ts';

const FINGERPRINT = { algorithm: 'sha-256', digest: 'ab'.repeat(32) } as const;
const THEIRS = `a=fingerprint:SHA-256 ${Array(32).fill('CD').join(':')}`;
const CANDIDATES = [1, 2].map(component => ({
  ...{ foundation: 'f', component: component as 1 | 2, priority: 5, address: '192.0.2.7', port: 7000 + component },
  type: 'srflx' as const,
  related: { address: '10.0.0.1', port: 4000 },
}));

/** A call whose sound is not there. */
function rig(more: Partial<MediaWish> = {}) {
  const orders: CallOrder[] = [];
  const warned: string[] = [];
  let tell: (news: CallNews) => void = () => undefined;
  const media = createCallMedia({
    lookUp: async name => (name === 'turn.test' ? ['2001:db8::1', '198.51.100.9'] : Promise.reject(new Error('no'))),
    warn: why => warned.push(why),
    openSound: listener => {
      tell = listener;
      return {
        order(order) {
          orders.push(order);
          if (order.is !== 'open') return;
          const found = {
            candidates: CANDIDATES,
            address: '192.0.2.7',
            port: 7001,
            rtcpPort: 7002,
            problems: ['slow'],
          };
          const nat = order.opening.nat === undefined ? {} : { nat: found };
          tell({ is: 'open', port: 4000, rtcpPort: 4001, ...nat, fingerprint: FINGERPRINT });
        },
      };
    },
  });
  const session = media.open(wish(more), {
    dtmf: () => undefined,
    connected: () => undefined,
    lost: () => undefined,
  });
  const wanted = (): NatWish | undefined => orders.flatMap(each => (each.is === 'open' ? [each.opening.nat] : []))[0];
  const flow = () => orders.flatMap(order => (order.is === 'flow' ? [order.flow] : [])).at(-1);
  return { session, warned, wanted, flow, tell: (news: CallNews) => tell(news) };
}

const ICE = (ufrag = 'them') => [
  `a=ice-ufrag:${ufrag}`,
  `a=ice-pwd:${'p'.repeat(24)}`,
  'a=candidate:1 1 UDP 2130706431 10.0.0.2 5000 typ host',
  'a=candidate:1 2 udp 2130706430 10.0.0.2 5001 typ host generation 0',
  'a=candidate:2 1 UDP 100 peer.local 5000 typ host',
  'a=candidate:3 1 TCP 100 10.0.0.2 9 typ host tcptype active',
  'a=candidate:4 1 UDP 100 10.0.0.2 70000 typ host',
];
const section = (lines: readonly string[], protocol = 'RTP/AVP') =>
  [`m=audio 5000 ${protocol} 8`, 'c=IN IP4 10.0.0.2', ...lines, ''].join('\r\n');

describe('NAT traversal of a call', () => {
  it('leaves everything as it is where nothing is set, whatever the peer offers', async () => {
    const { session, wanted, flow } = rig();
    const answer = await session.answer(section(ICE()));
    assert.equal(wanted(), undefined);
    assert.equal(flow()?.ice, undefined);
    assert.doesNotMatch(answer, /ice|candidate|rtcp-mux/);
    assert.match(answer, /^m=audio 4000 /);
  });

  it('offers its candidates, the default one among them, and RTCP on the same port', async () => {
    const { session, wanted, flow, warned } = rig({ ice: true, stun: '198.51.100.1:3479' });
    const offer = await session.offer();
    assert.deepEqual(wanted()?.stun, { address: '198.51.100.1', port: 3479 });
    assert.match(offer, /^m=audio 7001 RTP\/AVP 8 101\r\nc=IN IP4 192\.0\.2\.7\r\n/);
    assert.match(offer, /a=rtcp-mux\r\n/);
    assert.match(offer, /a=candidate:f 2 UDP 5 192\.0\.2\.7 7002 typ srflx raddr 10\.0\.0\.1 rport 4000\r\n/);
    assert.deepEqual(warned, ['NAT traversal: slow']);
    await session.accept(section([...ICE(), 'a=rtcp-mux']));
    const { ice, rtcpMux, rtcpPort } = flow()!;
    assert.deepEqual([rtcpMux, rtcpPort, ice?.isControlling, ice?.remote.ufrag], [true, 5000, true, 'them']);
    assert.deepEqual(
      ice?.candidates.map(({ component, port }) => [component, port]),
      [
        [1, 5000],
        [2, 5001],
      ],
    );
  });

  it('does without ICE where the answer does, or where somebody changed the address', async () => {
    const { session, flow } = rig({ ice: true });
    await session.offer();
    await session.accept(section([]));
    assert.deepEqual([flow()?.ice, flow()?.rtcpMux, flow()?.rtcpPort], [undefined, undefined, 5001]);
    const other = rig({ ice: true });
    const answer = await other.session.answer(section(ICE()).replace('c=IN IP4 10.0.0.2', 'c=IN IP4 192.0.2.99'));
    assert.match(answer, /a=ice-mismatch\r\n/);
    assert.doesNotMatch(answer, /ice-ufrag/);
    assert.equal(other.flow()?.ice, undefined);
  });

  it('keeps its log-in while the peer does, and takes another one with the peer', async () => {
    const { session, flow } = rig({ ice: true });
    const names = [];
    for (const ufrag of ['them', 'them', 'anew']) {
      const answer = await session.answer(section(ICE(ufrag)));
      names.push(/ice-ufrag:(\S+)/.exec(answer)?.[1]);
      assert.deepEqual([flow()?.ice?.local.ufrag, flow()?.ice?.isControlling], [names.at(-1), false]);
    }
    assert.equal(names[0], names[1]);
    assert.notEqual(names[1], names[2]);
  });

  it('looks servers up, of the family that the call has, and says which have no address', async () => {
    const turn = { server: 'turns:turn.test', username: 'u', password: 'p', verify: true };
    const { session, wanted, warned } = rig({ stun: 'nowhere.test', turn });
    await session.offer();
    assert.deepEqual(wanted()?.turn, {
      ...{ address: '198.51.100.9', port: 5349, transport: 'tls', username: 'u', password: 'p', verify: 'turn.test' },
    });
    assert.equal(wanted()?.stun, undefined);
    assert.match(warned[0]!, /STUN server nowhere\.test/);
  });

  it('reads servers as people and URIs write them', () => {
    const of = (text: string) => Object.values(parseNatServer(text) ?? {}).join(' ');
    assert.deepEqual(
      ['a.test', 'a.test:99', '[2001:db8::1]:99', '2001:db8::1', 'turn:a.test?transport=tcp', 'turns:a.test:443'].map(
        of,
      ),
      [
        ...['a.test 3478 udp', 'a.test 99 udp', '2001:db8::1 99 udp', '2001:db8::1 3478 udp'],
        ...['a.test 3478 tcp', 'a.test 443 tls'],
      ],
    );
    assert.deepEqual(['a.test:0', 'a.test:65536', 'http:a.test', ''].map(parseNatServer), [
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});

describe('DTLS-SRTP in descriptions', () => {
  const DTLS = 'UDP/TLS/RTP/SAVP';
  const dtls = { encryption: 'mandatory', keyExchange: 'dtls' } as const;

  it('is offered, and takes the part that the answer leaves', async () => {
    for (const [setup, isClient] of [
      ['active', false],
      ['passive', true],
    ] as const) {
      const { session, flow } = rig(dtls);
      const offer = await session.offer();
      assert.match(offer, /^m=audio 4000 UDP\/TLS\/RTP\/SAVP /);
      assert.match(offer, /a=fingerprint:sha-256 AB(:AB){31}\r\na=setup:actpass\r\n/);
      assert.doesNotMatch(offer, /a=crypto/);
      await session.accept(section([THEIRS, `a=setup:${setup}`], DTLS));
      assert.deepEqual(flow()?.dtls, { isClient, fingerprints: [{ algorithm: 'sha-256', digest: 'cd'.repeat(32) }] });
    }
  });

  it('is answered where it is offered, whatever keys we would offer; not where encryption is off', async () => {
    for (const [setup, own] of Object.entries({ actpass: 'active', active: 'passive', passive: 'active' })) {
      const { session, flow } = rig({ encryption: 'best-effort' });
      const answer = await session.answer(section([THEIRS, `a=setup:${setup}`, 'a=rtcp-mux'], `${DTLS}F`));
      assert.match(answer, new RegExp(`^m=audio 4000 UDP/TLS/RTP/SAVPF .*a=setup:${own}\\r\\n`, 's'));
      assert.equal(flow()?.dtls?.isClient, own === 'active');
    }
    await assert.rejects(
      rig().session.answer(section([THEIRS], DTLS)),
      (error: unknown) => error instanceof Fault && error.kind === 'unsupported',
    );
  });

  it('is refused without a fingerprint that counts', async () => {
    for (const line of ['a=fingerprint:sha-1 AB:CD', 'a=fingerprint:sha-256 AB:CD', 'a=setup:active']) {
      await assert.rejects(rig(dtls).session.answer(section([line], DTLS)), Fault);
    }
    const { session } = rig(dtls);
    await session.offer();
    await assert.rejects(session.accept(section([], DTLS)), Fault);
  });

  it('keeps part and keys over descriptions that come again, and forgets the keys of another certificate', async () => {
    const { session, flow, tell } = rig({ encryption: 'mandatory' });
    const keys = { suite: 'AES_CM_128_HMAC_SHA1_80', local: '11'.repeat(30), remote: '22'.repeat(30) } as const;
    await session.answer(section([THEIRS, 'a=setup:active'], DTLS));
    tell({ is: 'keys', keys });
    assert.deepEqual(flow()?.keys, keys);
    const answer = await session.answer(section([THEIRS, 'a=setup:actpass'], DTLS));
    assert.match(answer, /a=setup:passive/);
    assert.deepEqual(flow()?.keys, keys);
    await session.answer(section([THEIRS.replace('CD', 'CE'), 'a=setup:actpass'], DTLS));
    assert.equal(flow()?.keys, undefined);
  });
});
