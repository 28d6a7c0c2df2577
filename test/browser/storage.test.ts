import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { card, openStentor, visit } from '../support/browser.ts';
import { type Stentor } from '../support/stentor.ts';

describe('the page Storage', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/system/storage'));
  });
  after(() => close());

  const put = (medium: string) => stentor.fetch('/api/board', { method: 'PATCH', body: JSON.stringify({ medium }) });
  const slot = () => card(page, 'Storage slot');
  const disk = async () =>
    / status="(\w+)"/.exec(await (await stentor.fetch('/axis-cgi/disks/list.cgi?diskid=SD_DISK')).text())?.[1];

  it('shows the internal storage while the slot is empty', async () => {
    await slot().getByText('No USB stick or SD card is in the slot.').waitFor();
    await card(page, 'Internal storage').getByText('256 MB of 256 MB').waitFor();
    assert.equal(await disk(), 'disconnected');
  });

  it('shows a medium that is put in, without being asked', async () => {
    await put('sound');
    await slot().getByText('Mounted', { exact: true }).waitFor();
    await slot().getByText('VIRTUAL').waitFor();
    assert.equal(await disk(), 'OK');
  });

  it('unmounts it and mounts it again', async () => {
    await slot().getByRole('button', { name: 'Unmount' }).click();
    await slot().getByText('Unmounted: safe to remove').waitFor();
    await page.getByText('The medium is unmounted: it is safe to remove it.').waitFor();
    assert.equal(await disk(), 'connected');
    await slot().getByRole('button', { name: 'Mount', exact: true }).click();
    await slot().getByText('Mounted', { exact: true }).waitFor();
  });

  it('survives that it is pulled out, and tells of it', async () => {
    await put('none');
    await slot().getByText('No USB stick or SD card is in the slot.').waitFor();
    const events = await (await stentor.fetch('/api/events')).text();
    assert.match(events, /"storage\.removed"[^}]*"safely":false/);
  });

  it('says why a medium cannot be used', async () => {
    await put('damaged');
    await slot().getByText('Not usable').waitFor();
    await slot().getByRole('alert').filter({ hasText: 'Its file system is damaged' }).waitFor();
    await slot().getByRole('button', { name: 'Mount' }).click();
    await page.getByText('The medium cannot be used').waitFor();
  });

  it('is put in and pulled out on the virtual board', async () => {
    await put('none');
    const status = await visit(browser, stentor, { place: '/status' });
    await status.getByLabel('In the storage slot').selectOption('A memory stick');
    await slot().getByText('Mounted', { exact: true }).waitFor();
    await status.close();
  });

  it('lets only administrators unmount', async () => {
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=add&user=joe&pwd=pass&grp=users&sgrp=viewer');
    const other = await visit(browser, stentor, { place: '/system/storage', user: 'joe', password: 'pass' });
    await card(other, 'Storage slot').getByText('Mounted', { exact: true }).waitFor();
    assert.equal(await other.getByRole('button', { name: 'Unmount' }).count(), 0);
    await other.close();
  });
});
