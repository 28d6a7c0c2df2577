import { strict as assert } from 'node:assert';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import type { Recipients } from '../../src/api/contract.ts';
import { card, choose, openBrowser, PHONE, visit } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

const PLACE = '/system/events/recipients';

describe('the page Events > Recipients', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  const mails: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let mail = '';
      stream.on('data', part => (mail += String(part)));
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
  });

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve));
    page = await visit(browser, stentor, { place: PLACE });
  });
  after(async () => {
    await browser.close();
    await new Promise<void>(resolve => smtp.close(resolve));
    await stentor.stop();
  });

  const smtpPort = () => String((smtp.server.address() as AddressInfo).port);
  const dialog = () => page.getByRole('dialog');
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const stored = async () => ((await (await stentor.fetch('/api/recipients')).json()) as Recipients).recipients;
  async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await dialog().getByLabel(label, { exact: true }).fill(text);
  }
  async function closedPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    return port;
  }

  it('says what a recipient is while there is none', async () => {
    await page.getByText('There are no recipients yet.').waitFor();
    await look(page, 'recipients-empty');
  });

  it('adds the recipient of the manual, and tests it before it is saved', async () => {
    await page.getByRole('button', { name: 'Add recipient' }).click();
    await fill({ Name: 'Speaker test recipients' });
    await dialog().getByLabel('Type').selectOption({ label: 'Email' });
    await fill({
      'Send email to': 'a@example.com, b@example.com',
      'Send email from': 'speaker@example.com',
      'Email server (SMTP)': '127.0.0.1',
      Port: smtpPort(),
      Password: 'not told',
    });
    await dialog().getByLabel('Encryption').selectOption({ label: 'None' });
    await fill({ Username: '', Password: '' });
    await dialog().getByRole('button', { name: 'Test', exact: true }).click();
    await dialog().getByText('The test was sent.').waitFor();
    assert.match(await dialog().getByLabel('Dialogue with the server').innerText(), /RCPT TO:<b@example\.com>/i);
    assert.equal(mails.length, 1);
    await look(page, 'recipients-tested');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('The recipient Speaker test recipients was added.').waitFor();
    await row('Speaker test recipients').getByText('Email · a@example.com, b@example.com').waitFor();
  });

  it('says at the field what is wrong', async () => {
    await page.getByRole('button', { name: 'Add recipient' }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Type a name.').waitFor();
    await dialog().getByLabel('Type').selectOption({ label: 'TCP' });
    await fill({ Name: 'Door', Host: '127.0.0.1', Port: '99999' });
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Type a whole number from 1 to 65535.').waitFor();
    await fill({ Port: String(await closedPort()) });
    await dialog().getByRole('button', { name: 'Test', exact: true }).click();
    await dialog()
      .getByText(/refused/i)
      .first()
      .waitFor();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row('Door').getByText('TCP · 127.0.0.1').waitFor();
  });

  it('keeps a secret that nobody writes anew, and takes away one that is to go', async () => {
    await page.getByRole('button', { name: 'Add recipient' }).click();
    await dialog().getByLabel('Type').selectOption({ label: 'HTTP' });
    await fill({ Name: 'Camera', URL: 'http://127.0.0.1/ring', Username: 'viewer', Password: 'secret' });
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row('Camera').waitFor();
    const secrets = async () => (await stored()).find(({ name }) => name === 'Camera')?.secrets;
    assert.deepEqual(await secrets(), ['password']);
    await choose(page, 'More for Camera', 'Edit');
    assert.equal(await dialog().getByLabel('Type').isDisabled(), true);
    await fill({ URL: 'http://127.0.0.1/bell', Username: '' });
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row('Camera').getByText('HTTP · http://127.0.0.1/bell').waitFor();
    assert.deepEqual(await secrets(), ['password']);
    await choose(page, 'More for Camera', 'Edit');
    await dialog().getByRole('button', { name: 'Remove password' }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.deepEqual(await secrets(), []);
    const { fields } = (await stored()).find(({ name }) => name === 'Camera')!;
    assert.deepEqual(fields, { url: 'http://127.0.0.1/bell' });
  });

  it('shows, copies, tests and deletes a recipient from the list', async () => {
    await choose(page, 'More for Speaker test recipients', 'View');
    await dialog().getByText('speaker@example.com').waitFor();
    await look(page, 'recipients-view');
    await page.keyboard.press('Escape');
    await choose(page, 'More for Speaker test recipients', 'Copy');
    await row('Speaker test recipients (copy)').waitFor();
    await choose(page, 'More for Speaker test recipients', 'Test');
    await dialog().getByText('The test was sent.').waitFor();
    await dialog().getByRole('button', { name: 'Done' }).click();
    assert.equal(mails.length, 2);
    await choose(page, 'More for Speaker test recipients (copy)', 'Delete');
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await row('Speaker test recipients (copy)').waitFor({ state: 'detached' });
    assert.equal((await stored()).length, 3);
  });

  it('shows what waits, tries it at once and throws it away', async () => {
    const [door] = (await stored()).filter(({ name }) => name === 'Door');
    const body = JSON.stringify({ recipient: door!.id, message: 'ding' });
    await stentor.fetch('/api/actions/notify.tcp', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    await row('Door')
      .getByText(/1 message \(\d+ B\) waits since/)
      .waitFor();
    await look(page, 'recipients-list');
    await row('Door').getByRole('button', { name: 'Try now' }).click();
    await row('Door')
      .getByText(/tried 2 times/)
      .waitFor();
    await row('Door').getByRole('button', { name: 'Throw away' }).click();
    await dialog().getByRole('button', { name: 'Throw away' }).click();
    await row('Door')
      .getByText(/waits since/)
      .waitFor({ state: 'detached' });
  });

  it('shows what becomes of a text', async () => {
    const texts = card(page, 'Texts');
    await texts.getByLabel('Text', { exact: true }).fill('%Y at #n ##{{ready}}');
    await texts.getByLabel('Event').selectOption({ label: 'System ready' });
    await texts.getByRole('button', { name: 'Preview the text' }).click();
    await texts.getByText(/^20\d\d at \S+ #true$/).waitFor();
    await texts.getByText('What a text may hold').click();
    await texts.getByText('{{event}}').waitFor();
    await look(page, 'recipients-texts');
  });

  it('fits a phone, and lets an operator look at names only', async () => {
    const body = JSON.stringify({ name: 'caretaker', role: 'operator', password: 'kuTh-93 Vlom' });
    assert.equal((await stentor.fetch('/api/accounts', { method: 'POST', body })).status, 201);
    const phone = await visit(browser, stentor, {
      ...PHONE,
      viewport: { width: 390, height: 800 },
      place: PLACE,
      user: 'caretaker',
      password: 'kuTh-93 Vlom',
    });
    await phone.getByRole('heading', { name: 'Camera' }).waitFor();
    assert.equal(await phone.getByRole('button', { name: 'Add recipient' }).count(), 0);
    assert.equal(await phone.getByRole('button', { name: 'More for Camera' }).count(), 0);
    await look(phone, 'recipients-phone');
    await phone.context().close();
  });
});

describe('the page Events > Manual triggers', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    page = await visit(browser, stentor, { place: '/system/events/manual-triggers' });
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const trigger = (name: string) => page.getByRole('switch', { name, exact: true });
  const isActive = async (port: number) => {
    const inputs = (await (await stentor.fetch('/api/virtual-inputs')).json()) as { active: boolean; port: number }[];
    return inputs.find(input => input.port === port)?.active;
  };

  it('shows none until one is used, and all on demand', async () => {
    await page.getByText('None has a name or is on.').waitFor();
    await page.getByRole('button', { name: 'Show all 64' }).click();
    assert.equal(await page.getByRole('switch').count(), 64);
    await look(page, 'recipients-triggers-all');
  });

  it('turns one on and off, and gives it a name', async () => {
    await trigger('Virtual input 3').check();
    await page.getByRole('button', { name: 'Rename Virtual input 3', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Gate');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Virtual input 3 is now called Gate.').waitFor();
    assert.equal(await isActive(3), true);
    await page.getByRole('button', { name: 'Show only those in use' }).click();
    assert.equal(await page.getByRole('switch').count(), 1);
    await trigger('Gate').uncheck();
    await trigger('Gate').and(page.locator(':not(:checked)')).waitFor();
    assert.equal(await isActive(3), false);
    await look(page, 'recipients-triggers');
  });

  it('follows what others turn on', async () => {
    const body = JSON.stringify({ active: true });
    await stentor.fetch('/api/virtual-inputs/7', { method: 'PATCH', body });
    await page.getByRole('switch', { name: 'Virtual input 7', checked: true }).waitFor();
  });
});
