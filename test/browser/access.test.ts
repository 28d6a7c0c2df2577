import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { card, choose, openStentor, PHONE, visit } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import type { Stentor } from '../support/stentor.ts';

describe('other ways into the speaker', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/system/accounts'));
  });
  after(() => close());

  const ssh = () => card(page, 'SSH accounts');
  const dialog = (name: string) => page.getByRole('dialog', { name });

  it('are SSH accounts: added, changed and deleted on the page', async () => {
    await ssh().getByText('No SSH account yet: nobody can log in.').waitFor();
    await ssh().getByRole('button', { name: 'Add SSH account' }).click();
    const add = dialog('Add SSH account');
    await add.getByRole('button', { name: 'Save' }).click();
    await add.getByText('Type a name.').waitFor();
    await add.getByLabel('Account').fill('root');
    await add.getByLabel('Password', { exact: true }).fill('open sesame');
    await add.getByLabel('Repeat password').fill('open sesame');
    await add.getByLabel('Comment').fill('Service');
    await add.getByRole('button', { name: 'Save' }).click();
    await add.getByText('root is an account of the system itself').waitFor();
    await look(page, 'ssh-add');
    await add.getByLabel('Account').fill('eva');
    await add.getByRole('button', { name: 'Save' }).click();
    await ssh().getByRole('rowheader', { name: 'eva' }).waitFor();
    await choose(page, 'More for the SSH account eva', 'Update');
    const update = dialog('Update eva');
    await update.getByLabel('Comment').fill('Janitor');
    await update.getByRole('button', { name: 'Save' }).click();
    await ssh().getByRole('cell', { name: 'Janitor' }).waitFor();
  });

  it('are switched on and off, and told so', async () => {
    await ssh().getByLabel('Enable SSH').click();
    await page.getByText('SSH: on').first().waitFor();
    await look(page, 'ssh');
    const phone = await visit(browser, stentor, { ...PHONE, place: '/system/accounts' });
    await card(phone, 'SSH accounts').getByText('eva').first().waitFor();
    await look(phone, 'ssh-phone');
    await phone.close();
    await choose(page, 'More for the SSH account eva', 'Delete');
    await dialog('Delete eva').getByRole('button', { name: 'Delete' }).click();
    await ssh().getByText('No SSH account yet').waitFor();
  });

  it('are audio clips over FTP', async () => {
    await page.getByRole('link', { name: 'Network', exact: true }).click();
    const ftp = card(page, 'FTP');
    await ftp.getByLabel('Allow FTP without encryption').waitFor();
    await look(page, 'ftp');
    const phone = await visit(browser, stentor, { ...PHONE, place: '/system/network' });
    await card(phone, 'FTP').getByLabel('First port for files').waitFor();
    await look(phone, 'ftp-phone');
    await phone.close();
  });

  it('are none for the time, which says so', async () => {
    await page.getByRole('link', { name: 'Time and location' }).click();
    await card(page, 'Synchronization').getByText('NTS (RFC 8915) is not available on this speaker.').waitFor();
    await look(page, 'time-nts');
  });
});
