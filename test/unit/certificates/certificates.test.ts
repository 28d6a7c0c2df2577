import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { type Certificates, createCertificates } from '../../../src/certificates/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { Fault } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';

/** OpenSSL is the other side: it makes what is uploaded and reads what we make. */
const openssl = (folder: string, ...args: readonly string[]) =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const SUBJECT = {
  commonName: 'speaker.example',
  organization: 'Example',
  country: 'SE',
  names: ['10.0.0.7', 'lobby.example'],
};

describe('certificates', function () {
  this.timeout(60_000);
  let site: string;
  let state: string;
  let certificates: Certificates;
  let changes: number;
  const read = (name: string) => readFile(join(site, name), 'utf8');

  /** An authority, an intermediate one and a speaker's certificate, as a site has them. */
  before(async () => {
    site = await mkdtemp(join(tmpdir(), 'stentor-pki-'));
    const ssl = (...args: string[]) => openssl(site, ...args);
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    ssl('req', '-x509', ...curve, '-keyout', 'root.key', '-out', 'root.pem', '-subj', '/CN=Root', '-days', '30');
    ssl('req', ...curve, '-keyout', 'middle.key', '-out', 'middle.csr', '-subj', '/CN=Middle');
    await writeFile(join(site, 'ca.ext'), 'basicConstraints=critical,CA:TRUE\n');
    ssl(
      'x509',
      '-req',
      '-in',
      'middle.csr',
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-out',
      'middle.pem',
      '-days',
      '30',
      '-extfile',
      'ca.ext',
    );
    ssl('req', ...curve, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf.example');
    ssl(
      'x509',
      '-req',
      '-in',
      'leaf.csr',
      '-CA',
      'middle.pem',
      '-CAkey',
      'middle.key',
      '-out',
      'leaf.pem',
      '-days',
      '30',
    );
    ssl('pkcs8', '-topk8', '-in', 'leaf.key', '-out', 'leaf.encrypted.key', '-passout', 'pass:secret');
    const bundle = ['pkcs12', '-export', '-inkey', 'leaf.key', '-in', 'leaf.pem', '-certfile', 'middle.pem'];
    ssl(...bundle, '-out', 'leaf.p12', '-passout', 'pass:secret');
    ssl(...bundle, '-out', 'bare.p12', '-passout', 'pass:');
    ssl(...bundle, '-out', 'old.p12', '-passout', 'pass:secret', '-legacy');
    ssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:1024',
      '-nodes',
      '-keyout',
      'weak.key',
      '-out',
      'weak.pem',
      '-subj',
      '/CN=weak',
    );
  });
  after(() => rm(site, { recursive: true }));

  const open = async () => {
    const log = createLog(() => undefined);
    const parts = { hostName: () => 'stentor', addresses: () => ['10.0.0.7'], clock: systemClock, log };
    const opened = createCertificates({ ...parts, state });
    const off = await opened.start();
    off();
    return opened;
  };
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'stentor-certificates-'));
    certificates = await open();
    changes = 0;
    certificates.onChange(() => changes++);
  });
  afterEach(() => rm(state, { recursive: true }));

  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const fault: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(fault instanceof Fault, String(fault));
    return `${fault.field ?? fault.kind}: ${fault.message}`;
  };
  const use = (id: string) => certificates.use({ https: id });

  it('serves with the one that the speaker makes for itself until another is chosen', async () => {
    const [own, ...others] = certificates.list();
    assert.deepEqual([own?.id, own?.usedBy, others], ['self-signed', ['https', 'sip'], []]);
    assert.match(certificates.pair('https').cert, /BEGIN CERTIFICATE/);
    assert.match(await refusal(certificates.remove('self-signed')), /^conflict/);
  });

  it('takes a key and its chain in any order, and serves with them after a restart too', async () => {
    const text = [await read('root.pem'), await read('middle.pem'), await read('leaf.key'), await read('leaf.pem')];
    const { id, facts } = await certificates.upload('Lobby', text.join(''), '');
    assert.deepEqual([facts?.subject, facts?.issuer, facts?.keyType], ['leaf.example', 'Middle', 'EC P-256']);
    await use(id);
    assert.equal(changes, 2);
    certificates = await open();
    const { key, cert } = certificates.pair('https');
    createSecureContext({ key, cert });
    const names = cert.split(/(?<=-----END CERTIFICATE-----\n)/).map(pem => new X509Certificate(pem).subject);
    assert.deepEqual(names, ['CN=leaf.example', 'CN=Middle', 'CN=Root']);
    assert.match(certificates.pair('sip').cert, /BEGIN CERTIFICATE/);
    assert.notEqual(certificates.pair('sip').cert, cert);
  });

  it('reads an encrypted key and PKCS #12, also of before OpenSSL 3 and without a password', async () => {
    const pem = (await read('leaf.encrypted.key')) + (await read('leaf.pem'));
    assert.match(await refusal(certificates.upload('a', pem, '')), /^password: .*needs its password/);
    assert.match(await refusal(certificates.upload('a', pem, 'wrong')), /^password: the password is wrong/);
    await certificates.upload('a', pem, 'secret');
    for (const [file, password] of [
      ['leaf.p12', 'secret'],
      ['old.p12', 'secret'],
      ['bare.p12', ''],
    ] as const) {
      const bytes = await readFile(join(site, file));
      const { facts } = await certificates.uploadPkcs12(file, bytes, password);
      assert.equal(facts?.subject, 'leaf.example');
      assert.match(await refusal(certificates.uploadPkcs12(file, bytes, 'wrong')), /^password: the password is wrong/);
    }
    assert.match(
      await refusal(certificates.uploadPkcs12('x', Buffer.from('nothing'), '')),
      /^pkcs12: it is no PKCS #12/,
    );
    assert.match(await refusal(certificates.uploadPkcs12('x', Buffer.from('x'), 'two\nlines')), /^password/);
    assert.deepEqual(
      (await readdir(join(state, 'certificates'))).filter(name => name.startsWith('upload')),
      [],
    );
  });

  it('says what is wrong with an upload, and keeps nothing of it', async () => {
    const [leaf, root] = [await read('leaf.pem'), await read('root.pem')];
    for (const [pem, complaint] of [
      ['hello', /^pem: there is no certificate in it/],
      [leaf, /^pem: there is no private key in it/],
      [root + (await read('leaf.key')), /^pem: the certificate is not one of this private key/],
      [(await read('weak.key')) + (await read('weak.pem')), /^pem: the private key is RSA of 1024 bits/],
      [
        leaf.replace(/\nM.{20}/, `\n${'A'.repeat(21)}`) + (await read('leaf.key')),
        /^pem: certificate 1 of 1 cannot be read/,
      ],
      [leaf.repeat(11) + (await read('leaf.key')), /^pem: there are more than 10/],
    ] as const) {
      assert.match(await refusal(certificates.upload('x', pem, '')), complaint);
    }
    assert.match(await refusal(certificates.addAuthority('x', leaf)), /^pem: “leaf.example” is no authority/);
    assert.deepEqual([certificates.list().length, changes], [1, 0]);
  });

  it('makes certificates that OpenSSL understands, of each kind of key', async () => {
    for (const keyType of ['EC P-256', 'EC P-384', 'RSA 2048'] as const) {
      const made = await certificates.addSelfSigned({ ...SUBJECT, name: keyType, keyType, days: 90 });
      assert.equal(made.facts?.keyType, keyType);
      await writeFile(join(site, 'made.pem'), certificates.text(made.id));
      const told = openssl(site, 'x509', '-in', 'made.pem', '-noout', '-text');
      assert.match(told, /Subject: CN ?= ?speaker.example, O ?= ?Example, C ?= ?SE/);
      assert.match(told, /DNS:speaker.example, IP Address:10.0.0.7, DNS:lobby.example/);
      assert.match(openssl(site, 'verify', '-CAfile', 'made.pem', 'made.pem'), /OK/);
      createSecureContext(certificates.pair('https'));
    }
  });

  it('makes a request, and takes what an authority makes of it', async () => {
    const { id, kind } = await certificates.addRequest({ ...SUBJECT, name: 'Asked', keyType: 'EC P-256' });
    assert.equal(kind, 'request');
    assert.match(await refusal(use(id)), /^conflict: this request has no certificate yet/);
    await writeFile(join(site, 'asked.csr'), certificates.text(id));
    assert.match(openssl(site, 'req', '-in', 'asked.csr', '-noout', '-text', '-verify'), /DNS:lobby.example/);
    openssl(
      site,
      'x509',
      '-req',
      '-in',
      'asked.csr',
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-out',
      'asked.pem',
      '-days',
      '9',
    );
    assert.match(await refusal(certificates.answerRequest(id, await read('leaf.pem'))), /not one of this private key/);
    const answered = await certificates.answerRequest(id, await read('asked.pem'));
    assert.deepEqual([answered.kind, answered.facts?.issuer], ['server', 'Root']);
    await use(id);
    assert.match(await refusal(certificates.answerRequest(id, await read('asked.pem'))), /^conflict/);
    assert.match(await refusal(certificates.remove(id)), /^conflict: HTTPS uses this certificate/);
  });

  it('trusts authorities, which serve nothing, and forgets keys with their certificates', async () => {
    const authority = await certificates.addAuthority('Ours', await read('root.pem'));
    assert.deepEqual(certificates.trust.authorities, [await read('root.pem')]);
    assert.match(await refusal(use(authority.id)), /^conflict: an authority has no private key/);
    certificates.heed('dot1x', () => false);
    certificates.heed('syslog', id => id === authority.id);
    assert.match(
      await refusal(certificates.remove(authority.id)),
      /^conflict: the remote system log uses this certificate/,
    );
    certificates.heed('syslog', () => false);
    const { id } = await certificates.upload('Lobby', (await read('leaf.key')) + (await read('leaf.pem')), '');
    await certificates.remove(id);
    await certificates.remove(authority.id);
    assert.deepEqual([certificates.trust.authorities, certificates.list().length], [[], 1]);
    assert.match(await refusal(use('certificate-7')), /^not-found/);
    assert.match(await readFile(join(state, 'certificates', 'keys.json'), 'utf8'), /"content": \[\]/);
  });
});
