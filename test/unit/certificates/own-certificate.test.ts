import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { OwnCertificate } from '../../../src/certificates/own-certificate.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const DAY = 86_400_000;

describe('OwnCertificate', () => {
  let folder: string;
  let path: string;
  let clock: FakeClock;
  let warnings: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-certificates-'));
    path = join(folder, 'state', 'https.pem');
    clock = new FakeClock('2026-03-01T00:00:00Z');
    warnings = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const certificates = () =>
    new OwnCertificate({
      path,
      hostName: () => 'speaker',
      addresses: () => ['10.0.0.2', 'fe80::1%eth0', '2001:db8::7', 'not an address'],
      clock,
      log: createLog((level, _area, message) => {
        if (level === 'warn') warnings.push(message);
      }),
    });

  it('make a key on P-256 and a certificate that belongs to it', async () => {
    const { key, cert } = await certificates().load();
    const certificate = new X509Certificate(cert);
    assert.equal(certificate.publicKey.asymmetricKeyType, 'ec');
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    assert.equal(certificate.checkPrivateKey(createPrivateKey(key)), true);
    assert.equal(certificate.verify(certificate.publicKey), true);
    assert.equal(certificate.ca, false);
    assert.doesNotThrow(() => createSecureContext({ key, cert }));
  });

  it('name the speaker by every name and address it has', async () => {
    const certificate = new X509Certificate((await certificates().load()).cert);
    assert.equal(certificate.subject, 'CN=speaker');
    for (const name of ['speaker', 'speaker.local', 'localhost']) assert.ok(certificate.checkHost(name), name);
    for (const address of ['10.0.0.2', 'fe80::1', '2001:db8::7', '127.0.0.1', '::1']) {
      assert.ok(certificate.checkIP(address), address);
    }
    assert.equal(certificate.checkHost('elsewhere'), undefined);
  });

  it('are valid from yesterday for 825 days, the longest that all browsers take', async () => {
    const { validFrom, validTo } = new X509Certificate((await certificates().load()).cert);
    assert.equal(Date.parse(validFrom), Date.parse('2026-02-28T00:00:00Z'));
    assert.equal(Date.parse(validTo) - Date.parse(validFrom), 825 * DAY);
  });

  it('keep the key where only its owner reads it', async () => {
    await certificates().load();
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'state'))).mode & 0o777, 0o700);
  });

  it('stay the same over restarts, wherever the clock stands before it is set', async () => {
    const first = await certificates().load();
    clock.set('2028-04-01T00:00:00Z');
    assert.deepEqual(await certificates().load(), first);
    clock.set('1970-01-01T00:00:10Z');
    assert.deepEqual(await certificates().load(), first);
    assert.deepEqual(warnings, []);
  });

  it('are made again a month before they expire', async () => {
    const first = await certificates().load();
    clock.set('2028-05-10T00:00:00Z');
    const second = await certificates().load();
    assert.notEqual(second.cert, first.cert);
    assert.deepEqual(await certificates().load(), second);
    assert.deepEqual(warnings, []);
  });

  it('are made again, with a warning, where the file is unreadable', async () => {
    const first = await certificates().load();
    const text = await readFile(path, 'utf8');
    const halves = [first.cert, first.key, text.slice(0, 300), text.replace('END CERTIFICATE', 'END')];
    for (const broken of ['', 'garbage', ...halves]) {
      warnings = [];
      await writeFile(path, broken);
      const again = await certificates().load();
      assert.notEqual(again.cert, first.cert);
      assert.equal(new X509Certificate(again.cert).checkPrivateKey(createPrivateKey(again.key)), true);
      assert.equal(warnings.length, 1, JSON.stringify(broken));
    }
  });

  it('are made again where the key is another’s', async () => {
    const first = await certificates().load();
    await rm(path);
    const other = await certificates().load();
    await writeFile(path, `${first.key}\n${other.cert}\n`);
    assert.notEqual((await certificates().load()).cert, other.cert);
    assert.equal(warnings.length, 1);
  });

  it('are renewed while the speaker runs', async () => {
    const present = certificates();
    const first = await present.load();
    const renewed: string[] = [];
    const off = present.watch(({ cert }) => renewed.push(cert));
    await clock.advance(3 * DAY);
    await new Promise(resolve => setTimeout(resolve, 50));
    assert.deepEqual(renewed, []);
    clock.set('2028-06-01T00:00:00Z');
    await clock.advance(DAY);
    while (renewed.length === 0) await new Promise(resolve => setTimeout(resolve, 5));
    assert.notEqual(renewed[0], first.cert);
    off();
    assert.equal(clock.waiting, 0);
  });
});
