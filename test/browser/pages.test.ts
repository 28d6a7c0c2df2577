import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { choose, DESK, openBrowser, openPage, PHONE, title, visit, watchFaults } from '../support/browser.ts';
import { axeFindings, screenshot, tooWide } from '../support/page-checks.ts';
import { furnish } from '../support/furnish.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

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
    [stentor, fresh, empty, browser] = await Promise.all([
      startStentor(),
      startStentor(),
      startStentor(),
      openBrowser(),
    ]);
    await Promise.all([stentor.setUp(), empty.setUp()]);
    concert = await furnish(stentor);
  });
  after(async () => {
    await browser.close();
    for (const speaker of [stentor, fresh, empty]) {
      const { exitCode, signalCode } = speaker.process;
      assert.equal(exitCode ?? signalCode, null, `a speaker has ended meanwhile:\n${speaker.output()}`);
    }
    await Promise.all([stentor.stop(), fresh.stop(), empty.stop()]);
  });

  interface Look {
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
        if (file !== undefined) await screenshot(at, file, fullPage);
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

      for (const [place, heading, shown, file] of [
        ['/audio/music', 'Music stream', 'Address of the stream', 'music-stream'],
        ['/audio/speech', 'Speech', 'Text', 'speech'],
        ['/audio/stream', 'Stream', 'Encoding', 'stream'],
        ['/audio/enhancement', 'Audio enhancement', 'Output, 1 kHz', 'audio-enhancement'],
        ['/audio/classes', 'Sound classes', 'Emergency: gain', 'sound-classes'],
        ['/system/sip/multicast', 'Multicast controller', 'Multicast controller', 'multicast-controller'],
        ['/audio/device-settings', 'Device settings', 'Latency profile', 'device-settings'],
      ] as const) {
        it(heading, async () => {
          await go(place, heading);
          await page.getByLabel(shown).first().waitFor();
          await look(page, { file });
        });
      }

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

      for (const [medium, shown, file] of [
        ['none', 'No USB stick or SD card is in the slot.'],
        ['damaged', 'Its file system is damaged'],
        ['sound', 'Unmount', 'storage'],
      ] as const) {
        it(`Storage with a medium: ${medium}`, async () => {
          await stentor.fetch('/api/board', { method: 'PATCH', body: JSON.stringify({ medium }) });
          await go('/system/storage', 'Storage');
          await page.getByText(shown).first().waitFor();
          await look(page, file === undefined ? {} : { file });
        });
      }

      it('Maintenance', async () => {
        await go('/maintenance', 'Maintenance');
        await page.getByRole('button', { name: 'Default' }).waitFor();
        await look(page, { file: 'maintenance' });
      });

      it('the dialogs of Maintenance', async () => {
        for (const name of ['Restart', 'Restore', 'Default']) {
          await page.getByRole('button', { name }).click();
          await page.getByRole('dialog').waitFor();
          await look(page);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
      });

      it('a page that does not exist', async () => {
        await go('/audio/nowhere', 'Page not found');
        await look(page);
      });

      it('a request of the API', async () => {
        await go('/system/api', 'API');
        await page.getByLabel('Find', { exact: true }).fill('speech');
        await page.getByRole('button', { name: '/api/speech/preview' }).click();
        await page.getByLabel('Body (JSON)').waitFor();
        await look(page);
      });

      it('the search', async () => {
        await page.keyboard.press('/');
        await page.getByLabel('Page or setting').fill('gain');
        await page.getByRole('link', { name: 'Output gain' }).first().waitFor();
        await look(page, { file: 'search', fullPage: false });
        await page.keyboard.press('Escape');
      });

      it('the help', async () => {
        await page.getByRole('button', { name: 'Help: API' }).click();
        await page.getByRole('dialog', { name: 'Help: API' }).waitFor();
        await look(page, { file: 'help', fullPage: false });
        await page.keyboard.press('Escape');
      });

      it('the languages', async () => {
        await page.getByRole('button', { name: 'Language' }).click();
        await page.getByRole('menuitemradio', { name: 'English', checked: true }).waitFor();
        await look(page, { file: 'languages', fullPage: false });
        await page.keyboard.press('Escape');
      });

      it('the menus', async () => {
        await go('/status', 'Status');
        await page.getByRole('button', { name: 'Control button' }).waitFor();
        await page.getByRole('button', { name: 'User menu: root' }).click();
        await page.getByRole('menuitem', { name: 'Log out' }).waitFor();
        await look(page);
        await page.keyboard.press('Escape');
        if (width > 800) return;
        await page.getByRole('button', { name: 'Open menu' }).click();
        await page.getByRole('dialog', { name: 'Menu' }).waitFor();
        await look(page, { file: 'menu', fullPage: false });
        await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Accounts' }).click();
        await title(page).filter({ hasText: 'Accounts' }).waitFor();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      });

      it('asks nobody but the speaker, and reports no error to the console', () => {
        assert.deepEqual(faults, []);
      });
    });
  }
});

/** Without what the browser says of answers of 400 and more. */
const withoutRefusals = (faults: readonly string[]) =>
  faults.filter(fault => !/^console: Failed to load resource: the server responded with a status of 4\d\d/.test(fault));
