import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { choose, logIn, openBrowser, openPage, title, visit } from '../support/browser.ts';
import { beep, wav } from '../support/signals.ts';
import { PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const VIEWERS_PLACES = [
  'Status',
  'Audio clips',
  'Music stream',
  'Speech',
  'Device settings',
  'Stream',
  'Audio enhancement',
  'Speaker test',
  'Sound classes',
  'Time and location',
  'Network discovery',
  'Storage',
  'API',
  'Multicast controller',
];

describe('the page Accounts', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;
  /** Of root. */
  let page: Page;
  /** Of the account that the tests make. */
  let other: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await stentor.upload('Beep.wav', wav(beep(100)));
    page = await visit(browser, stentor, { place: '/system/accounts' });
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const dialog = (name: string) => page.getByRole('dialog', { name });
  const save = (name: string) => dialog(name).getByRole('button', { name: 'Save' }).click();
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  const places = async (of: Page) =>
    (await of.getByRole('navigation', { name: 'Main menu' }).getByRole('link').allInnerTexts()).map(text =>
      text.trim(),
    );
  const mayLogIn = async (name: string, password: string) => {
    const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
    return (await fetch(`${stentor.https}/api/clips`, { headers: { authorization } })).ok;
  };

  it('lists root, who cannot be deleted', async () => {
    await row('root').getByRole('cell', { name: 'Administrator' }).waitFor();
    await row('root').getByText('(you)').waitFor();
    await page.getByRole('button', { name: 'More for root' }).click();
    await page.getByRole('menuitem', { name: 'Update' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0);
    await page.keyboard.press('Escape');
  });

  it('reminds of a password that is older than a year', async () => {
    assert.equal(await row('root').getByText('Older than a year').count(), 0);
    const later = await openPage(browser);
    await later.clock.setFixedTime(Date.now() + 366 * 86_400_000);
    await later.goto(`${stentor.https}/system/accounts`);
    await logIn(later);
    await later.getByRole('row').getByText('Older than a year: change it').waitFor();
    await later.context().close();
  });

  it('tells at the field what is wrong with a new account', async () => {
    await page.getByRole('button', { name: 'Add account' }).click();
    const add = dialog('Add account');
    await save('Add account');
    await add.getByRole('alert').filter({ hasText: 'Type a username.' }).waitFor();
    await add.getByLabel('Username').fill('root');
    await add.getByRole('button', { name: 'Generate' }).click();
    await save('Add account');
    await add.getByRole('alert').filter({ hasText: /root/ }).waitFor();
    assert.equal(await add.getByLabel('Username').getAttribute('aria-invalid'), 'true');
    await add.getByRole('button', { name: 'Cancel' }).click();
    await add.waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('rowheader').count(), 1);
  });

  it('adds a viewer, who may listen but change nothing', async () => {
    await page.getByRole('button', { name: 'Add account' }).click();
    const add = dialog('Add account');
    await add.getByLabel('Username').fill('camera');
    await add.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await add.getByLabel('Repeat password').fill(PASSWORD);
    assert.equal(await add.getByRole('radio', { name: 'Viewer' }).isChecked(), true);
    await save('Add account');
    await row('camera').getByRole('cell', { name: 'Viewer' }).waitFor();

    other = await visit(browser, stentor, { place: '/audio/clips', user: 'camera' });
    assert.deepEqual(await places(other), VIEWERS_PLACES);
    await other.getByRole('button', { name: 'Play Beep' }).waitFor();
    assert.equal(await other.getByRole('button', { name: 'Add clip' }).count(), 0);
    await other.getByRole('button', { name: 'More for Beep' }).click();
    assert.deepEqual(
      (await other.getByRole('menuitem').allInnerTexts()).map(text => text.trim()),
      ['Create link', 'Download'],
    );
    await other.keyboard.press('Escape');
    await other.getByRole('link', { name: 'Device settings' }).click();
    await other.getByText('Your role may look at these settings, but not change them.').waitFor();
    assert.equal(await other.getByRole('slider', { name: 'Output gain' }).isEnabled(), false);
    assert.equal(await other.getByRole('switch', { name: 'Mute output' }).isEnabled(), false);
    await other.getByRole('link', { name: 'Status' }).click();
    assert.equal(await other.getByRole('button', { name: 'Control button' }).isEnabled(), false);
    await other.goto(`${stentor.https}/system/accounts`);
    await other.getByText('Only administrators can open this page.').waitFor();
    assert.equal(await other.getByRole('table').count(), 0);
  });

  it('makes the viewer an operator, who must log in again and may add clips', async () => {
    await choose(page, 'More for camera', 'Update');
    await dialog('Update camera').getByRole('radio', { name: 'Operator' }).check();
    await save('Update camera');
    await row('camera').getByRole('cell', { name: 'Operator' }).waitFor();
    // Its page need not ask for anything first.
    await other.getByText('You were logged out. Log in again to go on.').waitFor();
    await logIn(other, 'camera');
    await other.getByRole('link', { name: 'Audio clips' }).click();
    await other.getByRole('button', { name: 'Add clip' }).waitFor();
    const more = (await places(other)).filter(place => !VIEWERS_PLACES.includes(place));
    assert.deepEqual(more, ['Recordings', 'Events', 'SIP']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('camera').getByRole('cell', { name: 'Viewer' }).waitFor();
  });

  it('gives an account another password', async () => {
    await choose(page, 'More for camera', 'Update');
    const update = dialog('Update camera');
    await update.getByRole('button', { name: 'Generate' }).click();
    const password = await update.getByLabel('New password').inputValue();
    await save('Update camera');
    await update.waitFor({ state: 'detached' });
    assert.equal(await mayLogIn('camera', password), true);
    assert.equal(await mayLogIn('camera', PASSWORD), false);
  });

  it('deletes an account only when that was confirmed', async () => {
    await choose(page, 'More for camera', 'Delete');
    await dialog('Delete account').getByRole('button', { name: 'Cancel' }).click();
    await dialog('Delete account').waitFor({ state: 'detached' });
    assert.equal(await row('camera').count(), 1);
    await choose(page, 'More for camera', 'Delete');
    await dialog('Delete account').getByRole('button', { name: 'Delete' }).click();
    await row('camera').waitFor({ state: 'detached' });
    await other.reload();
    await logIn(other, 'camera');
    await other.getByRole('alert').filter({ hasText: 'The name or the password is wrong.' }).waitFor();
  });

  it('logs root out when the own password is changed, and says why', async () => {
    await choose(page, 'More for root', 'Update');
    const update = dialog('Update root');
    assert.equal(await update.getByRole('radio').count(), 0, 'root stays an administrator');
    await update.getByLabel('New password').fill('another horse');
    await update.getByLabel('Repeat password').fill('another horse');
    await save('Update root');
    await title(page).filter({ hasText: 'Log in' }).waitFor();
    await page.getByText('Your account was changed. Log in again.').waitFor();
    await logIn(page, 'root', 'another horse');
    await title(page).filter({ hasText: 'Accounts' }).waitFor();
  });
});
