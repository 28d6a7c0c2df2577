import { strict as assert } from 'node:assert';
import { createSocket, type Socket } from 'node:dgram';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, before, describe, it } from 'mocha';
import { systemClock } from '../../src/core/clock.ts';
import type { Fingerprint } from '../../src/engine/dtls/dtls-contract.ts';
import { DtlsHandshake, DtlsIdentity } from '../../src/engine/dtls/dtls-handshake.ts';
import { requireDtls } from '../../src/engine/dtls/native.ts';
import { missingPrograms, type Peer, skipFor, startPeer } from '../support/sip-peers.ts';
import { freePort, testCertificate } from '../support/sip-rig.ts';
import { until } from '../support/until.ts';

const HOST = '127.0.0.1';
const KEYS = ['-use_srtp', 'SRTP_AES128_CM_SHA1_80', '-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', '60'];

/** Client's and server's key, then their salts: RFC 5764, 4.2. */
function exported(output: string, isClient: boolean): { local: string; remote: string } {
  const hex = /Keying material: ([0-9A-F]{120})/.exec(output)?.[1]?.toLowerCase() ?? '';
  const [client, server] = [hex.slice(0, 32) + hex.slice(64, 92), hex.slice(32, 64) + hex.slice(92, 120)];
  return isClient ? { local: client, remote: server } : { local: server, remote: client };
}

describe('DTLS-SRTP with OpenSSL', () => {
  const identity = new DtlsIdentity(requireDtls());
  let peer: Peer | undefined;
  let handshake: DtlsHandshake | undefined;
  let socket: Socket;
  let folder: string;
  let theirs: Fingerprint;
  let told: string[];

  before(async function () {
    skipFor(this, missingPrograms('openssl'));
    const { cert } = await testCertificate();
    const digest = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex');
    theirs = { algorithm: 'sha-256', digest };
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.log(peer?.output());
    handshake?.close();
    await peer?.stop();
    socket.close();
    await rm(folder, { recursive: true });
  });

  /** @param fingerprint that the peer is said to have */
  async function meet(isClient: boolean, fingerprint = theirs): Promise<void> {
    folder = await mkdtemp(join(tmpdir(), 'stentor-dtls-'));
    const { cert, key } = await testCertificate();
    await writeFile(join(folder, 'cert.pem'), cert);
    await writeFile(join(folder, 'key.pem'), key);
    const own = ['-dtls1_2', '-cert', join(folder, 'cert.pem'), '-key', join(folder, 'key.pem'), ...KEYS];
    const port = await freePort();
    socket = createSocket('udp4');
    await new Promise<void>(resolve => socket.bind(isClient ? 0 : port, HOST, resolve));
    let to = port;
    told = [];
    handshake = new DtlsHandshake({
      ...{ clock: systemClock, identity, flow: { isClient, fingerprints: [fingerprint] } },
      send: datagram => socket.send(datagram, to, HOST),
      done: ({ suite, local, remote }) => told.push(suite, local, remote),
      failed: why => told.push(why),
    });
    const listening = handshake;
    socket.on('message', (bytes, from) => {
      to = from.port;
      listening.take(bytes);
    });
    peer = isClient
      ? startPeer('openssl', ['s_server', ...own, '-accept', `${HOST}:${port}`, '-Verify', '1'])
      : startPeer('openssl', ['s_client', ...own, '-connect', `${HOST}:${port}`]);
    if (isClient) await until('it listens', () => peer?.output().includes('ACCEPT') === true);
    if (isClient) handshake.begin();
    await until('the handshake is over', () => told.length > 0);
  }

  for (const isClient of [true, false]) {
    it(`has the same keys as a ${isClient ? 'server' : 'client'}`, async () => {
      await meet(isClient);
      await until('it tells its keys', () => peer?.output().includes('Keying material: ') === true);
      const { local, remote } = exported(peer!.output(), isClient);
      assert.deepEqual(told, ['AES_CM_128_HMAC_SHA1_80', local, remote]);
    });

    it(`refuses a ${isClient ? 'server' : 'client'} with another certificate`, async () => {
      await meet(isClient, identity.fingerprint);
      assert.deepEqual(told, ['the certificate in DTLS is not the one that the peer told of']);
    });
  }
});
