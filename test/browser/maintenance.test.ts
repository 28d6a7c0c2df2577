import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { card, logIn, openStentor, title, visit } from '../support/browser.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

describe('the page Maintenance', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/maintenance'));
  });
  after(() => close());

  const press = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  };
  const times = (text: string) => stentor.output().split(text).length - 1;

  it('asks before it does anything', async () => {
    for (const name of ['Restart', 'Restore', 'Default']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  it('restarts the speaker, and comes back', async () => {
    await press('Restart');
    await page.getByText('The speaker restarts.').waitFor();
    await title(page).filter({ hasText: 'Log in' }).waitFor();
    await logIn(page);
    await title(page).filter({ hasText: 'Maintenance' }).waitFor();
  });

  it('restores, and asks for a new password', async () => {
    await card(page, 'Factory default').waitFor();
    await press('Restore');
    await title(page)
      .filter({ hasText: /set.*password/i })
      .waitFor();
    await stentor.setUp();
    await page.close();
    page = await visit(browser, stentor, { place: '/maintenance' });
  });

  it('returns to the factory default', async () => {
    await press('Default');
    await page.getByText('The speaker returns to its factory default.').waitFor();
    await eventually('it did', () => times('returned to the factory default') === 2);
  });

  it('is for administrators', async () => {
    await eventually('it is new', async () =>
      (
        await stentor.fetch('/api/session').then(
          async answer => answer.text(),
          () => '',
        )
      ).includes('setup'),
    );
    await stentor.setUp();
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=add&user=joe&pwd=pass&grp=users&sgrp=viewer');
    const other = await visit(browser, stentor, { place: '/maintenance', user: 'joe', password: 'pass' });
    await other.getByText('Only administrators can open this page.').waitFor();
    await other.getByRole('navigation').getByRole('link', { name: 'Status' }).waitFor();
    await other.close();
  });
});
