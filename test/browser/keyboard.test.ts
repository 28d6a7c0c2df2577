import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { focused, openBrowser, openPage, PHONE, title, visit } from '../support/browser.ts';
import { furnish } from '../support/furnish.ts';
import { tabThrough } from '../support/page-checks.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/** Bytes of the first load, compressed. */
const MAX_FIRST_LOAD = 100_000;

describe('the page', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await furnish(stentor);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  describe('by keyboard', () => {
    let page: Page;
    before(async () => {
      page = await visit(browser, stentor);
    });
    after(() => page.close());

    const AUDIO = [
      'Audio clips',
      'Music stream',
      'Speech',
      'Device settings',
      'Stream',
      'Audio enhancement',
      'Recordings',
      'Speaker test',
    ];
    const SYSTEM = [
      'Time and location',
      'Network',
      'Network discovery',
      'Security',
      'Accounts',
      'Events',
      'Storage',
      'Logs',
      'Plain config',
      'API',
      'SIP',
      'Multicast controller',
      'Maintenance',
    ];
    const MENU = ['Status', ...AUDIO, 'Sound classes', ...SYSTEM];
    const SKIP = 'Skip to content';
    const HEADER = ['Search (/)', 'Language', 'Use dark theme', 'User menu: root'];

    /** What comes when the speaker has answered. */
    const LATE: Readonly<Record<string, string>> = {
      '/status': 'Control button',
      '/system/accounts': 'Add SSH account',
      '/maintenance': 'Choose file',
    };

    const checkTabs = async () => {
      const { standing, reached } = await tabThrough(page);
      assert.deepEqual(
        reached.map(({ name }) => name),
        standing,
      );
      const unseen = reached.filter(({ shown }) => !shown).map(({ name }) => name);
      assert.deepEqual(unseen, [], 'one always sees where the focus is');
      return standing;
    };

    it('reaches the menu and then the form, in order, and always shows where it is', async () => {
      await page.goto(`${stentor.https}/audio/device-settings`);
      await page.getByLabel('Latency profile').waitFor();
      const [skip, brand, ...names] = await checkTabs();
      assert.equal(skip, SKIP);
      assert.match(brand ?? '', /^Stentor/);
      const input = ['Echo cancellation', 'Echo canceller', 'Noise suppression', 'Automatic gain control'];
      const output = ['Output gain', 'Output gain, dB', 'Mute output'];
      const form = ['Input gain', 'Input gain, dB', 'Mute input', ...input, ...output];
      const first = [...HEADER, ...MENU, 'Help: Device settings', ...form];
      assert.deepEqual(names.slice(0, first.length), first);
    });

    for (const [place, heading, last] of [
      ['/status', 'Status', 'Last events, newest first'],
      ['/audio/clips', 'Audio clips', 'More for Please leave by the gate on the left and close it behind you'],
      ['/system/accounts', 'Accounts', 'Origins of web pages that may use access tokens'],
      ['/system/events/manual-triggers', 'Events', 'Show all 64'],
      ['/maintenance', 'Maintenance', 'Default'],
    ] as const) {
      it(`reaches everything on ${heading}`, async () => {
        await page.goto(stentor.https + place);
        await title(page).filter({ hasText: heading }).waitFor();
        await page
          .getByLabel(last, { exact: true })
          .or(page.getByRole('button', { name: last }))
          .first()
          .waitFor();
        const late = LATE[place];
        if (late !== undefined) await page.getByRole('button', { name: late }).waitFor();
        assert.equal((await checkTabs()).at(-1), last);
      });
    }

    it('skips the menu', async () => {
      await page.goto(`${stentor.https}/system/accounts`);
      await page.getByRole('button', { name: 'Add account' }).waitFor();
      await page.getByRole('link', { name: SKIP }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await focused(page.getByRole('button', { name: 'Add account' })).waitFor();
    });

    it('opens a dialog, keeps the focus in it, and gives it back', async () => {
      const opener = page.getByRole('button', { name: 'Add account' });
      await opener.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Add account' });
      await focused(dialog.getByLabel('Username')).waitFor();
      assert.deepEqual(await checkTabs(), [
        'Close',
        'Username',
        'Password',
        'Show password',
        'Repeat password',
        'Generate',
        'Viewer',
        'Cancel',
        'Save',
      ]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await focused(opener).waitFor();
    });

    it('walks through a menu by arrow keys', async () => {
      const opener = page.getByRole('button', { name: 'More for camera' });
      const item = (name: string) => focused(page.getByRole('menuitem', { name })).waitFor();
      await opener.press('Enter');
      await item('Update');
      await page.keyboard.press('ArrowDown');
      await item('Delete');
      await page.keyboard.press('ArrowDown');
      await item('Update');
      await page.keyboard.press('End');
      await item('Delete');
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await focused(opener).waitFor();
    });

    it('tells by the focus that another page came', async () => {
      await page.getByRole('link', { name: 'Status' }).press('Enter');
      await focused(title(page).filter({ hasText: 'Status' })).waitFor();
      await eventually('the tab is called so, too', async () => (await page.title()).startsWith('Status – '));
    });

    it('gives its menu the focus on a phone, and gives it back', async () => {
      const phone = await visit(browser, stentor, PHONE);
      const opener = phone.getByRole('button', { name: 'Open menu' });
      await opener.press('Enter');
      const menu = phone.getByRole('dialog', { name: 'Menu' });
      await focused(menu.getByRole('button', { name: 'Close menu' })).waitFor();
      assert.deepEqual(
        (await menu.getByRole('link').allInnerTexts()).map(text => text.trim()),
        MENU,
      );
      await phone.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      await focused(opener).waitFor();
      await phone.close();
    });
  });

  it('remembers which theme was chosen', async () => {
    const page = await visit(browser, stentor, { colorScheme: 'light' });
    await page.getByRole('button', { name: 'Use dark theme' }).click();
    await page.locator('html[data-theme=dark]').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Use light theme' }).click();
    await page.locator('html[data-theme=light]').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-theme=dark]').waitFor();
    await page.close();
  });

  it('comes with at most 100 kB when it is opened for the first time', async () => {
    const page = await openPage(browser);
    const loaded: Promise<readonly [type: string, bytes: number, encoding: string | undefined]>[] = [];
    page.on('requestfinished', request => {
      const type = request.resourceType();
      if (!['document', 'script', 'stylesheet', 'font', 'image'].includes(type)) return;
      loaded.push(
        Promise.all([request.sizes(), request.response()]).then(async ([{ responseBodySize }, response]) => {
          return [type, responseBodySize, (await response?.allHeaders())?.['content-encoding']] as const;
        }),
      );
    });
    await page.goto(`${stentor.https}/`);
    await title(page).filter({ hasText: 'Log in' }).waitFor();
    await page.waitForLoadState('load');
    const parts = await Promise.all(loaded);
    for (const type of ['document', 'script', 'stylesheet']) {
      const ofType = parts.filter(([each]) => each === type);
      assert.ok(ofType.length > 0, type);
      for (const [, bytes, encoding] of ofType) {
        assert.ok(bytes > 0, type);
        assert.equal(encoding, 'gzip', type);
      }
    }
    const sum = parts.reduce((total, [, bytes]) => total + bytes, 0);
    assert.ok(sum <= MAX_FIRST_LOAD, `${sum} bytes`);
    await page.close();
  });
});
