import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { MediaSession } from '../../src/sip/media/contract.ts';
import { DtlsHandshake, DtlsIdentity } from '../../src/engine/dtls/dtls-handshake.ts';
import { requireDtls } from '../../src/engine/dtls/native.ts';
import { ATTRIBUTE, buildStun, METHOD, newTransaction } from '../../src/engine/ice/stun.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createCallMedia } from '../../src/sip/media/index.ts';
import { missingPrograms, skipFor, startPeer } from '../support/sip-peers.ts';
import { freePort } from '../support/sip-rig.ts';
import { vouchedCertificate } from '../support/example-certificate.ts';
import { eventually } from '../support/stentor.ts';
import { type CallRoom, callRoom, LOOPBACK, portOf, RtpPeer, wish } from '../support/call-rig.ts';
import { Random } from '../support/random.ts';
import { until } from '../support/until.ts';

const identity = new DtlsIdentity(requireDtls());

/** How a handshake begins, as a stranger would send it; every third one is cut. */
function hello(turn: number): Uint8Array {
  let first = new Uint8Array(0);
  const handshake = new DtlsHandshake({
    ...{ clock: systemClock, identity, flow: { isClient: true, fingerprints: [] } },
    send: datagram => (first = Uint8Array.from(datagram)),
    done: () => undefined,
    failed: () => undefined,
  });
  handshake.begin();
  handshake.close();
  return turn % 3 === 0 ? first.subarray(0, 40) : first;
}

describe('the way of a call through NAT', function () {
  this.timeout(60_000);
  // Packets keep real time, which a machine that stands still for a moment does not.
  this.retries(2);
  let room: CallRoom;
  let lost: string[];
  const sessions: MediaSession[] = [];

  before(async () => {
    room = await callRoom();
  });
  after(async () => {
    await room.close();
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.close();
    await until('the voices are gone', () => room.engine.status?.voices.length === 0);
  });

  function open(more: Parameters<typeof wish>[0] = {}): MediaSession {
    lost = [];
    const session = room.media.open(wish(more), {
      dtmf: () => undefined,
      connected: () => undefined,
      lost: why => lost.push(why),
    });
    sessions.push(session);
    return session;
  }

  it('is found by ICE between hosts, with RTCP on the same port', async () => {
    const [caller, callee] = [open({ ice: true }), open({ ice: true })];
    const offer = await caller.offer();
    const answer = await callee.answer(offer);
    await caller.accept(answer);
    await until('both hear', () => [caller, callee].every(each => each.statistics().packetsReceived > 50));
    assert.deepEqual(lost, []);
  });

  it('is found by ICE over IPv6', async () => {
    const [caller, callee] = [open({ ice: true, localAddress: '::1' }), open({ ice: true, localAddress: '::1' })];
    const offer = await caller.offer();
    assert.match(offer, /^a=candidate:\S+ 1 UDP \d+ ::1 \d+ typ host/m);
    await caller.accept(await callee.answer(offer));
    const both = [caller, callee];
    await until('both hear', () => both.every(each => each.statistics().packetsReceived > 50));
    assert.deepEqual(
      both.map(each => each.statistics().way?.isRelayed),
      [false, false],
    );
    assert.deepEqual(lost, []);
  });

  it('is found where the other end tells its addresses later (trickling)', async () => {
    const [caller, callee] = [open({ ice: true }), open({ ice: true })];
    // As RFC 8840 has it; what comes later is not needed, for it asks us.
    const offer = (await caller.offer())
      .replace(/^a=(?:candidate|rtcp):.*\r\n/gm, '')
      .replace(/^m=audio \d+/, 'm=audio 9')
      .replace(/^c=.*$/m, 'c=IN IP4 0.0.0.0\r\na=ice-options:trickle');
    await caller.accept(await callee.answer(offer));
    const both = [caller, callee];
    await until('both hear', () => both.every(each => each.statistics().packetsReceived > 50));
    assert.equal(callee.statistics().way?.peer, 'prflx');
    assert.deepEqual(lost, []);
  });

  it('is found where both are told addresses by messages in the call only', async () => {
    const [caller, callee] = [open({ ice: true }), open({ ice: true })];
    const later = (section: string) =>
      section
        .replace(/^a=(?:candidate|rtcp):.*\r\n/gm, '')
        .replace(/^m=audio \d+/, 'm=audio 9')
        .replace(/^c=.*$/m, 'c=IN IP4 0.0.0.0');
    const fragment = (section: string) =>
      ['m=audio 9 RTP/AVP 0', ...(section.match(/^a=(?:ice-ufrag|ice-pwd|candidate):.*$/gm) ?? []), ''].join('\r\n');
    const offer = await caller.offer();
    const answer = await callee.answer(later(offer));
    await caller.accept(later(answer));
    const both = [caller, callee];
    // Those of somebody else do not count.
    callee.trickle(fragment(offer).replace(/ice-pwd:./, 'ice-pwd:_'));
    await new Promise(resolve => setTimeout(resolve, 500));
    assert.ok(both.every(each => each.statistics().packetsReceived === 0));
    callee.trickle(fragment(offer));
    await until('both hear', () => both.every(each => each.statistics().packetsReceived > 50));
    assert.equal(callee.statistics().way?.peer, 'host');
    assert.deepEqual(lost, []);
  });

  /** Both encrypted by a handshake, on a way that ICE has found. */
  async function talking(): Promise<{ both: MediaSession[]; offer: string }> {
    const wanted = { encryption: 'mandatory', keyExchange: 'dtls', ice: true } as const;
    const [caller, callee] = [open(wanted), open(wanted)];
    const offer = await caller.offer();
    await caller.accept(await callee.answer(offer));
    const both = [caller, callee];
    await until('both hear', () => both.every(each => each.statistics().packetsReceived > 50));
    return { both, offer };
  }

  const received = (both: readonly MediaSession[]) => both.map(each => each.statistics().packetsReceived);
  const memoryOf = async (pid: number) =>
    Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]);

  it('is not disturbed by STUN and DTLS of strangers', async () => {
    const { both, offer } = await talking();
    const random = new Random(8489);
    const strangers = await Promise.all(Array.from({ length: 3 }, () => RtpPeer.open()));
    const [port, ufrag = ''] = [portOf(offer), /ice-ufrag:(\S+)/.exec(offer)?.[1]];
    const forged = (key: string) =>
      buildStun({
        ...{ method: METHOD.binding, kind: 'request', transaction: newTransaction(), key, fingerprint: true },
        attributes: [[ATTRIBUTE.username, Buffer.from(`${ufrag}:x`)]],
      });
    const noise = (first: number, length: number) =>
      Uint8Array.from({ length }, (_, i) => (i === 0 ? first : random.whole(0, 255)));
    const before = await memoryOf(room.pid()!);
    const { restarts } = room.engine;
    for (let burst = 0; burst < 30; burst++) {
      for (const stranger of strangers) {
        const kinds = Array.from({ length: 4 }, (_, i) => [
          forged('wrong'),
          noise(0, 20 + 4 * burst),
          noise(22, 13 + 45 * burst),
          noise(0x40, 400),
          hello(i),
        ]);
        for (const datagram of kinds.flat()) stranger.send(datagram, port + 2 * random.whole(0, 1));
      }
      strangers[0]!.send(noise(burst % 64, 60_000), port);
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    const count = received(both);
    await until('they go on', () => received(both).every((now, at) => now > count[at]! + 100));
    assert.deepEqual([lost, room.engine.restarts], [[], restarts]);
    assert.ok(both.every(each => each.statistics().lostShare! < 0.05));
    assert.ok(strangers.every(stranger => stranger.raw.length === 0));
    const grown = (await memoryOf(room.pid()!)) - before;
    assert.ok(grown < 40_000, `${grown} kB more`);
    for (const stranger of strangers) stranger.close();
  });

  it('goes on with its keys and finds its way anew when the audio process was killed', async () => {
    const { both } = await talking();
    await until('they have heard much', () => received(both).every(count => count > 200));
    const { restarts } = room.engine;
    process.kill(room.pid()!, 'SIGKILL');
    await until('another runs', () => room.engine.restarts > restarts && room.engine.status?.device.state === 'open');
    await until('they count anew', () => received(both).every(count => count < 150));
    await until('they hear', () => received(both).every(count => count > 150));
    assert.deepEqual(lost, []);
    assert.ok(both.every(each => each.statistics().encrypted === 'dtls'));
  });

  it('is encrypted with keys of a handshake, whoever begins it', async () => {
    for (const ice of [false, true]) {
      const dtls = { encryption: 'mandatory', keyExchange: 'dtls', ice } as const;
      const [caller, callee] = [open(dtls), open({ encryption: 'mandatory', ice })];
      const offer = await caller.offer();
      const answer = await callee.answer(offer);
      await caller.accept(answer);
      assert.match(offer, /^m=audio \d+ UDP\/TLS\/RTP\/SAVP /);
      assert.match(answer, /a=setup:active\r\n/);
      await until('both hear', () => [caller, callee].every(each => each.statistics().packetsReceived > 50));
      assert.equal(callee.statistics().encrypted, 'dtls');
      assert.deepEqual(lost, []);
    }
  });

  it('does without servers that do not answer or refuse, and says so', async function () {
    skipFor(this, missingPrograms('turnserver'));
    const port = await freePort();
    const login = ['--lt-cred-mech', '-u', 'speaker:right', '-r', 'loop.test'];
    const own = ['-n', '-L', LOOPBACK, '-p', String(port), '--no-tls', '--no-dtls', '--no-cli', '--log-file', 'stdout'];
    const server = startPeer('turnserver', [...own, ...login, '--pidfile', '/dev/null']);
    const silent = await RtpPeer.open();
    await until('it listens', () => {
      silent.send(
        buildStun({ method: METHOD.binding, kind: 'request', transaction: newTransaction(), attributes: [] }),
        port,
      );
      return silent.raw.length > 0;
    });
    const warned: string[] = [];
    const openSound = room.engine.calls.open.bind(room.engine.calls);
    const media = createCallMedia({ openSound, warn: why => warned.push(why) });
    const turn = { server: `${LOOPBACK}:${port}`, username: 'speaker', password: 'wrong', verify: false };
    const wanted = wish({ ice: true, stun: `${LOOPBACK}:${silent.port}`, turn });
    const caller = media.open(wanted, {
      dtmf: () => undefined,
      connected: () => undefined,
      lost: why => lost.push(why),
    });
    sessions.push(caller);
    const offer = await caller.offer();
    assert.doesNotMatch(offer, /typ (relay|srflx)/);
    assert.deepEqual(warned.sort(), [
      'NAT traversal: a server of STUN or TURN is too slow',
      'NAT traversal: the TURN server refuses the user or the password',
    ]);
    const callee = open();
    await caller.accept(await callee.answer(offer));
    await until('both hear', () => [caller, callee].every(each => each.statistics().packetsReceived > 20));
    assert.deepEqual(lost, []);
    silent.close();
    await server.stop();
  });

  it('takes addresses of a TURN server only where somebody who is trusted vouches for its certificate, if that is looked at', async function () {
    skipFor(this, missingPrograms('turnserver', 'openssl'));
    const folder = await mkdtemp(join(tmpdir(), 'stentor-turn-'));
    const { authority, cert, key } = vouchedCertificate();
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await writeFile(certFile, cert);
    await writeFile(keyFile, key);
    const [port, tlsPort] = [await freePort(), await freePort()];
    const login = ['--lt-cred-mech', '-u', 'speaker:right', '-r', 'loop.test', '--cert', certFile, '--pkey', keyFile];
    const own = ['-n', '-L', LOOPBACK, '-p', `${port}`, '--tls-listening-port', `${tlsPort}`, '--no-dtls', '--no-cli'];
    const rest = ['--log-file', 'stdout', '--pidfile', '/dev/null'];
    const server = startPeer('turnserver', [...own, ...login, ...rest]);
    const openSound = room.engine.calls.open.bind(room.engine.calls);
    const offered = async (verify: boolean, trusted: readonly string[] = []) => {
      const warned: string[] = [];
      const media = createCallMedia({ openSound, trusted: () => trusted, warn: why => warned.push(why) });
      const turn = { server: `turns:${LOOPBACK}:${tlsPort}`, username: 'speaker', password: 'right', verify };
      const session = media.open(wish({ ice: true, turn }), {
        ...{ dtmf: () => undefined, connected: () => undefined, lost: why => lost.push(why) },
      });
      const offer = await session.offer();
      session.close();
      return { isLent: offer.includes(' typ relay'), warned: warned.join() };
    };
    // On a busy machine the server may be too slow for a call, whatever its certificate.
    await eventually('it lends an address', async () => (await offered(false)).isLent);
    await eventually('nobody vouches for it', async () => {
      const { isLent, warned } = await offered(true);
      assert.ok(!isLent);
      return warned.includes('certificate');
    });
    await eventually('it lends an address where somebody does', async () => (await offered(true, [authority])).isLent);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends where the certificate is another one than the peer told of', async () => {
    const dtls = { encryption: 'mandatory', keyExchange: 'dtls' } as const;
    const [caller, callee] = [open(dtls), open(dtls)];
    const answer = await callee.answer(await caller.offer());
    const digit = /sha-256 (.)/.exec(answer)![1]!;
    await caller.accept(answer.replace(`sha-256 ${digit}`, `sha-256 ${digit === 'A' ? 'B' : 'A'}`));
    await until('it ends', () => lost.length > 0);
    assert.match(lost[0]!, /certificate/);
    assert.equal(caller.statistics().packetsReceived, 0);
  });
});
