import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { choose, DESK, focused, openBrowser, openPage, PHONE, title, visit, watchFaults } from '../support/browser.ts';
import { axeFindings, tabThrough, tooWide } from '../support/page-checks.ts';
import { beep, music, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../docs/screenshots');
const MAKES_SCREENSHOTS = process.env['SCREENSHOTS'] === '1';
/** Bytes on the wire, compressed. */
const MAX_FIRST_LOAD = 100_000;

describe('every page', function () {
  this.timeout(60_000);
  /** With clips and accounts. */
  let stentor: Stentor;
  /** Without a password. */
  let fresh: Stentor;
  /** With a password, but without anything else. */
  let empty: Stentor;
  let browser: Browser;
  /** The number of a clip. */
  let concert: string;

  before(async () => {
    if (MAKES_SCREENSHOTS) await mkdir(SCREENSHOTS, { recursive: true });
    [stentor, fresh, empty, browser] = await Promise.all([
      startStentor(),
      startStentor(),
      startStentor(),
      openBrowser(),
    ]);
    await Promise.all([stentor.setUp(), empty.setUp()]);
    await stentor.upload('Doorbell.wav', wav(beep(700)));
    concert = await stentor.upload('Evening concert.wav', wav(music(20)));
    await stentor.upload('Please leave by the gate on the left and close it behind you.wav', wav(music(7)));
    for (const [name, role] of [
      ['camera', 'viewer'],
      ['caretaker', 'operator'],
    ]) {
      const body = JSON.stringify({ name, role, password: 'kuTh-93 Vlom' });
      assert.equal((await stentor.fetch('/api/accounts', { method: 'POST', body })).status, 201);
    }
  });
  after(async () => {
    await browser.close();
    await Promise.all([stentor.stop(), fresh.stop(), empty.stop()]);
  });

  interface Look {
    /** Where the page is from, and nothing else may be. */
    readonly from?: string;
    /** The speaker was asked for something that it refuses, of which the browser tells its console. */
    readonly refused?: boolean;
    /** The name of the screenshot. */
    readonly file?: string;
    readonly fullPage?: boolean;
  }

  for (const [width, size] of [
    [360, PHONE],
    [1280, DESK],
  ] as const) {
    describe(`at ${width} px`, () => {
      const options: BrowserContextOptions = { ...size, reducedMotion: 'reduce' };
      let page: Page;
      let faults: readonly string[];

      before(async () => {
        page = await visit(browser, stentor, options);
        faults = watchFaults(page, stentor.https);
      });
      after(() => page.close());

      const go = async (to: string, heading: string) => {
        await page.goto(stentor.https + to);
        await title(page).filter({ hasText: heading }).waitFor();
      };

      /** Looks at a page, light and dark. */
      const look = async (at: Page, { file, fullPage = true }: Look = {}) => {
        for (const colorScheme of ['dark', 'light'] as const) {
          await at.emulateMedia({ colorScheme });
          const themed = at.locator(`html[data-theme=${colorScheme}], html:not(:has(script))`);
          await themed.waitFor();
          assert.deepEqual(await axeFindings(at), [], `axe-core, ${colorScheme}`);
          assert.deepEqual(await tooWide(at, width), [], `wider than the screen, ${colorScheme}`);
        }
        if (file === undefined || !MAKES_SCREENSHOTS) return;
        // A screen as tall as the page: Playwright's own full page would forget that this is a phone.
        const height = await at.evaluate<number>('document.documentElement.scrollHeight');
        if (fullPage) await at.setViewportSize({ width, height });
        await at.screenshot({ path: join(SCREENSHOTS, `${file}-${width}.png`), animations: 'disabled' });
        await at.setViewportSize(size.viewport);
      };
      /** The same for a page in front of the login. */
      const lookOutside = async (from: string, { open, ...more }: Look & { open?: (at: Page) => Promise<void> }) => {
        const at = await openPage(browser, options);
        const wrong = watchFaults(at, from);
        await at.goto(from);
        await title(at).waitFor();
        await open?.(at);
        await look(at, more);
        assert.deepEqual(more.refused === true ? withoutRefusals(wrong) : wrong, []);
        await at.close();
      };

      it('Set-up', async () => {
        await lookOutside(fresh.https, { file: 'set-up', open: at => at.getByLabel('Repeat password').waitFor() });
      });

      it('Set-up with a problem, and with a generated password', async () => {
        await lookOutside(fresh.https, {
          open: async at => {
            await at.getByRole('button', { name: 'Save' }).click();
            await at.getByText('Type a password.').waitFor();
            await look(at);
            await at.getByRole('button', { name: 'Generate' }).click();
            await at.getByRole('button', { name: 'Copy password' }).waitFor();
          },
        });
      });

      it('Log in', async () => {
        await lookOutside(stentor.https, { file: 'log-in', open: at => at.getByLabel('Username').waitFor() });
      });

      it('Log in with a wrong password', async () => {
        await lookOutside(stentor.https, {
          refused: true,
          open: async at => {
            await at.getByLabel('Username').fill('root');
            await at.getByRole('button', { name: 'Log in' }).click();
            await at.getByText('The name or the password is wrong.').waitFor();
          },
        });
      });

      it('the hint that HTTPS is needed', async () => {
        await lookOutside(stentor.http, { file: 'https-hint' });
      });

      it('Status', async () => {
        await stentor.fetch(`/axis-cgi/playclip.cgi?clip=${concert}&repeat=-1`);
        await go('/status', 'Status');
        await page.getByRole('progressbar', { name: 'Position in Evening concert' }).waitFor();
        await page.getByRole('button', { name: 'Control button' }).waitFor();
        await eventually('the level is shown', async () => {
          const meter = page.getByRole('meter', { name: 'Output level' });
          return Number(await meter.getAttribute('aria-valuenow')) > -20;
        });
        await look(page, { file: 'status' });
        await stentor.fetch('/api/clips/stop', { method: 'POST' });
      });

      it('Audio clips', async () => {
        await go('/audio/clips', 'Audio clips');
        await page.getByRole('heading', { name: 'Doorbell' }).waitFor();
        await look(page, { file: 'audio-clips' });
      });

      it('Audio clips with the menu of a clip', async () => {
        await page.getByRole('button', { name: 'More for Doorbell' }).click();
        await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
        await look(page);
        await page.keyboard.press('Escape');
      });

      it('Audio clips with a file that was refused', async () => {
        const refused = {
          name: 'holiday.mp3',
          mimeType: 'audio/mpeg',
          buffer: Buffer.from('ffd8ffe000104a464946', 'hex'),
        };
        const before = faults.length;
        await page.getByLabel('Audio files').setInputFiles(refused);
        await page.getByRole('button', { name: 'Close message about holiday.mp3' }).waitFor();
        await look(page);
        await page.getByRole('button', { name: 'Close message about holiday.mp3' }).click();
        assert.deepEqual(withoutRefusals((faults as string[]).splice(before)), []);
      });

      it('Audio clips without any', async () => {
        const at = await visit(browser, empty, { ...options, place: '/audio/clips' });
        const wrong = watchFaults(at, empty.https);
        await at.getByText('There are no audio clips yet.').waitFor();
        await look(at, { file: 'audio-clips-empty' });
        assert.deepEqual(wrong, []);
        await at.close();
      });

      for (const [item, dialog, file] of [
        ['Create link', 'Create link for Doorbell', 'create-link'],
        ['Rename', 'Rename clip'],
        ['Delete', 'Delete clip'],
      ] as const) {
        it(`the dialog ${item}`, async () => {
          await choose(page, 'More for Doorbell', item);
          await page.getByRole('dialog', { name: dialog }).waitFor();
          await look(page, file === undefined ? {} : { file, fullPage: false });
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        });
      }

      it('Device settings', async () => {
        await go('/audio/device-settings', 'Device settings');
        await page.getByLabel('Latency profile').waitFor();
        await look(page, { file: 'device-settings' });
      });

      it('Device settings with a message that something changed', async () => {
        await page.getByRole('switch', { name: 'Mute output' }).click();
        await page.getByText('Mute output: on').hover();
        await look(page);
        await page.getByRole('button', { name: 'Undo' }).click();
        await page.getByRole('switch', { name: 'Mute output', checked: false }).waitFor();
      });

      it('Accounts', async () => {
        await go('/system/accounts', 'Accounts');
        await page.getByRole('rowheader', { name: 'caretaker' }).waitFor();
        await look(page, { file: 'accounts' });
      });

      it('the dialog Add account', async () => {
        await page.getByRole('button', { name: 'Add account' }).click();
        await page.getByRole('dialog', { name: 'Add account' }).waitFor();
        await look(page, { file: 'add-account', fullPage: false });
        await page.keyboard.press('Escape');
      });

      it('the dialog Update', async () => {
        await choose(page, 'More for camera', 'Update');
        await page.getByRole('dialog', { name: 'Update camera' }).waitFor();
        await look(page);
        await page.keyboard.press('Escape');
      });

      it('a page that does not exist', async () => {
        await go('/audio/nowhere', 'Page not found');
        await look(page);
      });

      it('the menus', async () => {
        await page.getByRole('button', { name: 'User menu: root' }).click();
        await page.getByRole('menuitem', { name: 'Log out' }).waitFor();
        await look(page);
        await page.keyboard.press('Escape');
        if (width > 800) return;
        await page.getByRole('button', { name: 'Open menu' }).click();
        await page.getByRole('dialog', { name: 'Menu' }).waitFor();
        await look(page, { file: 'menu', fullPage: false });
        await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Status' }).click();
        await title(page).filter({ hasText: 'Status' }).waitFor();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      });

      it('asks nobody but the speaker, and reports no error to the console', () => {
        assert.deepEqual(faults, []);
      });
    });
  }

  describe('by keyboard', () => {
    let page: Page;
    before(async () => {
      page = await visit(browser, stentor);
    });
    after(() => page.close());

    const MENU = ['Status', 'Audio clips', 'Device settings', 'Accounts'];
    const [SKIP, THEME, USER] = ['Skip to content', 'Use dark theme', 'User menu: root'];

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
      const form = ['Input gain', 'Input gain, dB', 'Mute input', 'Output gain', 'Output gain, dB', 'Mute output'];
      assert.deepEqual(names.slice(0, 12), [THEME, USER, ...MENU, ...form]);
    });

    for (const [place, heading, last] of [
      ['/status', 'Status', 'Last events, newest first'],
      ['/audio/clips', 'Audio clips', 'More for Please leave by the gate on the left and close it behind you'],
      ['/system/accounts', 'Accounts', 'More for caretaker'],
    ] as const) {
      it(`reaches everything on ${heading}`, async () => {
        await page.goto(stentor.https + place);
        await title(page).filter({ hasText: heading }).waitFor();
        await page.getByLabel(last, { exact: true }).waitFor();
        if (place === '/status') await page.getByRole('button', { name: 'Control button' }).waitFor();
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

/** Without what the browser says of answers of 400 and more. */
const withoutRefusals = (faults: readonly string[]) =>
  faults.filter(fault => !/^console: Failed to load resource: the server responded with a status of 4\d\d/.test(fault));
