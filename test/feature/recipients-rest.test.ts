import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

describe('a speaker that tells another', () => {
  let stentor: Stentor;
  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(() => stentor.stop());

  const send = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await stentor.fetch(path, init);
    const text = await answer.text();
    return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>, text };
  };

  it('asks it over HTTPS with Digest, and never tells the password', async () => {
    const url = `${stentor.https}/axis-cgi/param.cgi?action=update&root.Stentor.Speech.Pitch=41`;
    const fields = { url, username: 'root', password: PASSWORD, validateCertificate: false };
    const added = await send('POST', '/api/recipients', { name: 'Speaker', type: 'https', fields });
    assert.equal(added.status, 201, added.text);
    assert.ok(!added.text.includes(PASSWORD));
    const done = await send('POST', '/api/actions/notify.https', { recipient: 'Speaker' });
    assert.equal(done.status, 204, done.text);
    const { text } = await send('GET', '/api/recipients');
    assert.ok(!text.includes(PASSWORD));
    const settings = await stentor.fetch('/api/settings');
    const list = (await settings.json()) as { path: string; value: unknown }[];
    assert.equal(list.find(({ path }) => path === 'Stentor.Speech.Pitch')?.value, 41);
    const tested = await send('POST', '/api/recipients/0/test', { fields: { validateCertificate: true } });
    assert.equal(tested.json['passed'], false);
    assert.match(String(tested.json['message']), /certificate/i);
    const preview = await send('POST', '/api/recipients/preview', {
      text: '## {{event}} {{ready}}',
      event: 'system.ready',
    });
    assert.deepEqual(preview.json, { text: '# System ready true' });
    const wrong = await send('POST', '/api/recipients/preview', { text: '{{colour}}', event: 'system.ready' });
    assert.equal(wrong.status, 400);
    assert.ok(!stentor.output().includes(PASSWORD));
  });

  it('believes a server whose certificate is of an authority that was added, and no longer when that is deleted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stentor-authority-'));
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const text = (name: string) => readFile(join(folder, name), 'utf8');
    openssl('req', '-x509', ...EC, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Ours');
    openssl(
      'req',
      ...EC,
      '-keyout',
      'key.pem',
      '-out',
      'csr',
      '-subj',
      '/CN=speaker',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    );
    openssl(
      'x509',
      '-req',
      '-in',
      'csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-out',
      'cert.pem',
      '-copy_extensions',
      'copy',
    );
    const pem = (await text('key.pem')) + (await text('cert.pem'));
    const mine = await send('POST', '/api/certificates/upload', { name: 'Mine', pem });
    await send('PUT', '/api/certificates/use', { https: mine.json['id'] });
    const test = async () =>
      (await send('POST', '/api/recipients/0/test', { fields: { validateCertificate: true } })).json;
    assert.match(String((await test())['message']), /certificate/i);
    const ca = await send('POST', '/api/certificates/authority', { name: 'Ours', pem: await text('ca.pem') });
    assert.deepEqual(await test().then(({ passed, message }) => [passed, message]), [true, 'The test was sent.']);
    assert.equal((await send('DELETE', `/api/certificates/${String(ca.json['id'])}`)).status, 204);
    assert.match(String((await test())['message']), /certificate/i);
    const shown = await stentor.fetch('/api/certificates');
    assert.ok(!(await shown.text()).includes('PRIVATE KEY'));
    await rm(folder, { recursive: true });
  });
});
