import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { card, DESK, logIn, openPage, openStentor, PHONE, title } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import type { Stentor } from '../support/stentor.ts';

describe('tokens and anonymous viewers', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/system/accounts'));
  });
  after(() => close());

  const tokens = () => card(page, 'Access tokens');

  it('makes a token, shows it once, and revokes it', async () => {
    await tokens().getByText('There are no tokens yet.').waitFor();
    await tokens().getByRole('button', { name: 'Add token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add token' });
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Say what the token is for.').waitFor();
    await dialog.getByLabel('Name').fill('Door camera');
    await dialog.getByRole('radio', { name: /Operator/ }).check();
    await dialog.getByLabel('Lasts').selectOption({ label: '90 days' });
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
    assert.match(token, /^stentor_/);
    await dialog.getByRole('button', { name: 'Done' }).click();
    const row = tokens().getByRole('row', { name: /Door camera/ });
    await row.getByRole('cell', { name: 'Operator', exact: true }).waitFor();

    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size.viewport);
      await look(page, `tokens-${size.viewport.width}`);
    }

    const ask = () => fetch(`${stentor.https}/api/status`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await ask()).status, 200);
    await row.getByRole('button', { name: 'Revoke Door camera' }).click();
    await page.getByRole('dialog', { name: 'Revoke token' }).getByRole('button', { name: 'Revoke' }).click();
    await tokens().getByText('There are no tokens yet.').waitFor();
    assert.equal((await ask()).status, 401);
  });

  it('says which web pages may use tokens, and refuses what is none', async () => {
    const field = tokens().getByLabel('Origins of web pages that may use access tokens');
    await field.fill('intranet');
    await field.blur();
    await tokens().getByRole('alert').waitFor();
    await field.fill('https://intranet.example.com');
    await field.blur();
    await tokens().getByText('✓ Saved').waitFor();
  });

  it('lets everybody look where that is allowed, and log in to do more', async () => {
    await card(page, 'Anonymous access').getByRole('switch').check();
    await card(page, 'Anonymous access').getByText('✓ Saved').waitFor();
    const visitor = await openPage(browser, PHONE);
    await visitor.goto(`${stentor.https}/status`);
    await title(visitor).filter({ hasText: 'Status' }).waitFor();
    await card(visitor, 'Device info').getByText('Stentor OS version').waitFor();
    await visitor.getByRole('button', { name: 'Log in' }).click();
    await logIn(visitor);
    await visitor.getByRole('button', { name: 'User menu: root' }).waitFor();
    await visitor.close();
  });
});
