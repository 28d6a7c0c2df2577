import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { choose, openStentor, PHONE, visit, watchFaults } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

describe('the page Recordings', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;
  let faults: readonly string[];

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/audio/recordings'));
    faults = watchFaults(page, stentor.https);
  });
  after(() => close());

  const rows = () => page.getByRole('list', { name: 'Recordings' }).getByRole('listitem');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('says what to do while there is none', async () => {
    await page.getByText('There are no recordings yet').waitFor();
    await look(page, 'recordings-empty-1280');
  });

  it('records until it is stopped, and shows it meanwhile', async () => {
    await button('Record').click();
    await rows().getByText('still being made').waitFor();
    await look(page, 'recordings-ongoing-1280');
    await button('Stop recording').click();
    await rows().getByText('Internal storage').filter({ hasNotText: 'still being made' }).waitFor();
    await button('Record').waitFor();
  });

  it('plays one', async () => {
    await rows()
      .getByRole('button', { name: /^Play By hand/ })
      .click();
    const player = page.locator('audio');
    await player.waitFor();
    const knows = () => page.evaluate<boolean>('document.querySelector("audio").readyState > 0');
    await eventually('the player knows the file', knows);
    await look(page, 'recordings-player-1280');
    await rows()
      .getByRole('button', { name: /^Close By hand/ })
      .click();
    assert.equal(await player.count(), 0);
  });

  it('fits a phone, where an operator sees it and a viewer does not', async () => {
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=add&user=joe&pwd=pass&grp=users&sgrp=operator:viewer');
    const phone = await visit(browser, stentor, {
      ...PHONE,
      place: '/audio/recordings',
      user: 'joe',
      password: 'pass',
    });
    await phone.getByText('By hand').waitFor();
    await look(phone, 'recordings-360');
    await phone.context().close();
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=add&user=eve&pwd=pass&grp=users&sgrp=viewer');
    const authorization = `Basic ${Buffer.from('eve:pass').toString('base64')}`;
    assert.equal((await fetch(`${stentor.https}/api/recordings`, { headers: { authorization } })).status, 403);
  });

  it('deletes one only when that was confirmed', async () => {
    const name =
      (await rows()
        .getByRole('button', { name: /^More for/ })
        .getAttribute('aria-label')) ?? '';
    await choose(page, name, 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There are no recordings yet').waitFor();
  });

  it('says that the microphone switch is off, and why nothing is recorded', async () => {
    assert.deepEqual(faults, []);
    await stentor.fetch('/api/board', { method: 'PATCH', body: JSON.stringify({ micSwitchOn: false }) });
    await page.getByText('The microphone switch is off: nobody hears').waitFor();
    await button('Record').click();
    await page.getByText('Nothing can be recorded: the microphone switch is off.').waitFor();
  });
});
