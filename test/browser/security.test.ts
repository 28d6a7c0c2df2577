import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { card, openStentor, PHONE, visit } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import type { Stentor } from '../support/stentor.ts';

describe('the page Security', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;
  const folder = mkdtempSync(join(tmpdir(), 'stentor-authority-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

  before(async () => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=The authority',
    );
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'own.key',
      '-out',
      'own.pem',
      '-subj',
      '/CN=From outside',
    );
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      'own.key',
      '-in',
      'own.pem',
      '-out',
      'own.p12',
      '-passout',
      'pass:open sesame',
    );
    ({ stentor, browser, page, close } = await openStentor('/system/security'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await close();
  });

  const own = () => card(page, 'Client/server certificates');
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  const choose = async (name: string, item: string) => {
    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  /** Whom a program that comes by TLS meets. */
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ port: Number(new URL(stentor.https).port), rejectUnauthorized: false }, () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.end();
      }).once('error', reject);
    });

  it('lists the one that the speaker has made, which cannot be deleted', async () => {
    await row('Self-signed').getByText('HTTPS, SIP over TLS').waitFor();
    await page.getByRole('button', { name: 'More for Self-signed' }).click();
    await page.getByRole('menuitem', { name: 'Certificate information' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0);
    await page.keyboard.press('Escape');
    await card(page, 'CA certificates').getByText('None.').waitFor();
    await look(page, 'security');
  });

  it('makes a request, takes the certificate that an authority made of it, and serves HTTPS with it', async () => {
    await own().getByRole('button', { name: 'Add certificate' }).click();
    const add = page.getByRole('dialog', { name: 'Add certificate' });
    await add.getByLabel('Create a certificate signing request').check();
    await add.getByLabel('Name', { exact: true }).fill('Lobby');
    await add.getByLabel('Common name').fill('lobby.example');
    await add.getByLabel('Other names and addresses').fill('10.1.2.3 speaker.example');
    await add.getByRole('button', { name: 'Create' }).click();
    await row('Lobby').getByText('Waits for its certificate').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), choose('Lobby', 'Download the request')]);
    writeFileSync(at('lobby.csr'), readFileSync(await download.path()));
    openssl(
      'x509',
      '-req',
      '-in',
      'lobby.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-out',
      'lobby.pem',
      '-days',
      '20',
      '-copy_extensions',
      'copy',
    );
    await choose('Lobby', 'Add its certificate');
    const answer = page.getByRole('dialog', { name: 'Add the certificate of Lobby' });
    await answer.getByLabel('Certificate', { exact: true }).fill(readFileSync(at('own.pem'), 'utf8'));
    await answer.getByRole('button', { name: 'Save' }).click();
    await answer.getByText('the certificate is not one of this private key').waitFor();
    await answer.getByLabel('Certificate', { exact: true }).fill(readFileSync(at('lobby.pem'), 'utf8'));
    await answer.getByRole('button', { name: 'Save' }).click();
    await row('Lobby').getByText('Expires soon').waitFor();
    await page.getByLabel('Certificate for HTTPS').selectOption({ label: 'Lobby' });
    await page.getByText('HTTPS uses the certificate Lobby.').waitFor();
    assert.equal(await shown(), 'lobby.example');
    await row('Lobby').getByText('HTTPS', { exact: true }).waitFor();
    await choose('Lobby', 'Certificate information');
    const info = page.getByRole('dialog', { name: 'Lobby' });
    await info.getByText('lobby.example, 10.1.2.3, speaker.example').waitFor();
    await look(page, 'security-information');
    await info.getByRole('button', { name: 'Close' }).click();
  });

  it('does not delete what is used, and says what to do', async () => {
    await choose('Lobby', 'Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete Lobby' });
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('HTTPS uses this certificate; choose another one there first').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('takes a PKCS #12 file, and says at the password that it is wrong', async () => {
    await own().getByRole('button', { name: 'Add certificate' }).click();
    const add = page.getByRole('dialog', { name: 'Add certificate' });
    await add.getByLabel('Name', { exact: true }).fill('From a file');
    await add.getByLabel('Choose a PKCS #12 file: file').setInputFiles(at('own.p12'));
    await add.getByText('own.p12').waitFor();
    await add.getByLabel('Password', { exact: true }).fill('wrong');
    await add.getByRole('button', { name: 'Save' }).click();
    await add.getByText('the password is wrong').waitFor();
    await look(page, 'security-upload');
    await add.getByLabel('Password', { exact: true }).fill('open sesame');
    await add.getByRole('button', { name: 'Save' }).click();
    await row('From a file').waitFor();
  });

  it('trusts an authority, seen on a phone', async () => {
    const phone = await visit(browser, stentor, { ...PHONE, place: '/system/security' });
    const cas = card(phone, 'CA certificates');
    await cas.getByRole('button', { name: 'Add CA certificate' }).click();
    const add = phone.getByRole('dialog', { name: 'Add a CA certificate' });
    await add.getByLabel('Name', { exact: true }).fill('Site');
    await add.getByRole('button', { name: 'Save' }).click();
    await add.getByText('Paste the certificate, or choose its file.').waitFor();
    await look(phone, 'security-phone-dialog');
    await add.getByLabel('Certificate of the authority').fill(readFileSync(at('ca.pem'), 'utf8'));
    await add.getByRole('button', { name: 'Save' }).click();
    await cas.getByRole('rowheader', { name: 'Site' }).waitFor();
    await look(phone, 'security-phone');
    // The other page is told.
    await row('Site').waitFor();
  });
});
