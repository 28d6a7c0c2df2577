import { strict as assert } from 'node:assert';
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { unzipSync } from 'fflate';
import { card, choose, openBrowser, PHONE, visit } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

describe('the pages that help to find out what is wrong', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    // On all addresses: a speaker on the loopback alone is not announced.
    const started = startStentor({ arguments: ['--listen', '0.0.0.0', '--serial', 'B827EBD1A600'] });
    [stentor, browser] = await Promise.all([started, openBrowser()]);
    await stentor.setUp();
    page = await visit(browser, stentor, { place: '/system/logs' });
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  it('show each log, and find lines', async () => {
    const log = card(page, 'Log');
    await log.getByText('ready at https').waitFor();
    await log.getByLabel('Which log').selectOption('Access log');
    await log.getByText('GET /api/session').first().waitFor();
    await log.getByLabel('Find').fill('no such thing');
    await log.getByText('No line has this in it.').waitFor();
    await log.getByLabel('Find').fill('');
    await log.getByLabel('Which log').selectOption('Audit log');
    await stentor.fetch('/api/settings', { method: 'PATCH', body: '{"Audio.MaxListeners":9}' });
    await log.getByRole('button', { name: 'Refresh' }).click();
    await log.getByText('changed Audio.MaxListeners to 9').waitFor();
  });

  it('download the report', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the report' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^server-report-B827EBD1A600-.*\.zip$/);
    const files = Object.keys(unzipSync(new Uint8Array(await readFile(await download.path()))));
    assert.ok(files.some(name => name.endsWith('/parameters.txt')));
  });

  it('take no trace of no time', async () => {
    const trace = card(page, 'Network trace');
    await trace.getByLabel('Trace time, s').fill('0');
    await trace.getByRole('button', { name: 'Download the trace' }).waitFor();
    await trace.getByLabel('Trace time, s').fill('5');
    const link = trace.getByRole('link', { name: 'Download the trace' });
    assert.match((await link.getAttribute('href')) ?? '', /cmd=pcapdump&duration=5$/);
  });

  it('are sent to a server, and it is told how that goes', async () => {
    const away = createSocket('udp4');
    await new Promise<void>(resolve => away.bind(0, '127.0.0.1', resolve));
    const { port } = away.address();
    const remote = card(page, 'Remote system log');
    await remote.getByText('No server yet.').waitFor();
    await remote.getByRole('button', { name: 'Add server' }).click();
    const add = page.getByRole('dialog', { name: 'Add server' });
    await add.getByRole('button', { name: 'Save' }).click();
    await add.getByText('Type a name or an address.').waitFor();
    await add.getByLabel('Address').fill('127.0.0.1');
    await add.getByLabel('Protocol').selectOption('TLS (encrypted)');
    await add.getByText('Empty: the usual one, 6514.').waitFor();
    await look(page, 'syslog-add');
    await add.getByLabel('Protocol').selectOption('UDP');
    await add.getByLabel('Port').fill(String(port));
    await add.getByRole('button', { name: 'Save' }).click();
    await remote.getByText('Sending; UDP confirms nothing').waitFor();
    await remote.getByRole('button', { name: 'Send test message' }).click();
    await page.getByText('The test message was sent.').first().waitFor();
    await new Promise<void>(resolve => void away.close(resolve));
    await stentor.fetch('/api/none');
    await remote.getByText('Not delivered: nobody listens at this port').waitFor();
    await look(page, 'syslog');
    const phone = await visit(browser, stentor, { ...PHONE, place: '/system/logs' });
    await card(phone, 'Remote system log').getByText('127.0.0.1').first().waitFor();
    await look(phone, 'syslog-phone');
    await phone.close();
    await choose(page, 'More for 127.0.0.1', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await remote.getByText('No server yet.').waitFor();
  });

  it('show who is connected', async () => {
    const row = card(page, 'Connected clients').getByRole('row').filter({ hasText: 'https' }).first();
    await row.getByText('127.0.0.1').waitFor();
    await row.getByText('established').waitFor();
  });

  it('try whether others can be reached', async () => {
    await page.getByRole('link', { name: 'Maintenance' }).click();
    const trouble = card(page, 'Troubleshoot');
    await trouble.getByRole('button', { name: 'Port check' }).click();
    await trouble.getByText('Type a port from 1 to 65535.').waitFor();
    await trouble.getByLabel('Host name or IP address').fill('127.0.0.1');
    await trouble.getByLabel('Port', { exact: true }).fill(new URL(stentor.https).port);
    await trouble.getByRole('button', { name: 'Port check' }).click();
    await trouble.getByText('is open').waitFor();
  });

  it('find the speaker itself, and say how it is found', async () => {
    await page.getByRole('link', { name: 'Network discovery' }).click();
    const find = card(page, 'Find speakers');
    const row = find.getByRole('row').filter({ hasText: 'B827EBD1A600' });
    // It may just be asking whether its name is free.
    for (let i = 0; i < 5 && (await row.count()) === 0; i++) {
      await find.getByRole('button', { name: 'Look again' }).click();
      await find.getByRole('button', { name: 'Look again' }).waitFor();
    }
    await row.getByText('(this speaker)').waitFor();
    assert.equal(await row.getByRole('button').count(), 0);
    await page.getByLabel('UPnP', { exact: true }).click();
    await page.getByText('UPnP: on').first().waitFor();
    assert.equal((await stentor.fetch('/rootdesc1.xml')).status, 200);
  });

  it('are only for those who may', async () => {
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=add&user=joe&pwd=pass&grp=users&sgrp=viewer');
    const other = await visit(browser, stentor, { place: '/system/logs', user: 'joe', password: 'pass' });
    await other.getByText('Only administrators can open this page.').waitFor();
    await other.goto(`${stentor.https}/system/discovery`);
    await other.getByText('Your role may look at these settings').waitFor();
    assert.equal(await card(other, 'Find speakers').count(), 0);
    await other.close();
  });
});
