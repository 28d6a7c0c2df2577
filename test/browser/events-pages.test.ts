import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { choose, DESK, logIn, openBrowser, openPage, PHONE, title, watchFaults } from '../support/browser.ts';
import { furnishEvents } from '../support/furnish-events.ts';
import { axeFindings, tooWide } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../docs/screenshots');
const MAKES_SCREENSHOTS = process.env['SCREENSHOTS'] === '1';
const PATH = '/system/events';

describe('the tabs of Events', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;

  before(async () => {
    if (MAKES_SCREENSHOTS) await mkdir(SCREENSHOTS, { recursive: true });
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await furnishEvents(stentor);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  for (const [width, size] of [
    [360, PHONE],
    [390, { ...PHONE, viewport: { width: 390, height: 800 } }],
    [1280, DESK],
  ] as const) {
    describe(`at ${width} px`, () => {
      let page: Page;
      let faults: readonly string[];

      before(async () => {
        page = await openPage(browser, { ...size, reducedMotion: 'reduce' });
        faults = watchFaults(page, stentor.https);
        await page.goto(stentor.https + PATH);
        await logIn(page);
        await title(page).filter({ hasText: 'Events' }).waitFor();
      });
      after(() => page.context().close());

      /** Looks at a page, light and dark; 390 px are for looking only. */
      const look = async (file: string, isWhole = true) => {
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
          assert.deepEqual(await axeFindings(page), [], `axe-core, ${colorScheme}`);
          assert.deepEqual(await tooWide(page, width), [], `wider than the screen, ${colorScheme}`);
        }
        if (!MAKES_SCREENSHOTS || width === 390) return;
        const height = await page.evaluate<number>('document.documentElement.scrollHeight');
        if (isWhole) await page.setViewportSize({ width, height });
        await page.screenshot({ path: join(SCREENSHOTS, `${file}-${width}.png`), animations: 'disabled' });
        await page.setViewportSize(size.viewport);
      };
      const go = async (tab: string, shown: string) => {
        await page.goto(`${stentor.https}${PATH}/${tab}`);
        await page.getByText(shown).first().waitFor();
      };

      for (const [tab, shown] of [
        ['rules', 'Announce the gate'],
        ['schedules', 'Every day, 18:00 to 18:01'],
        ['recipients', 'Speaker test recipients'],
        ['manual-triggers', 'Gate'],
        ['mqtt', 'MQTT client'],
      ] as const) {
        it(`shows ${tab}`, async () => {
          await go(tab, shown);
          await look(`events-${tab}`);
        });
      }

      it('shows a rule in the editor', async () => {
        await go('rules', 'Announce the gate');
        await choose(page, 'More for Announce the gate', 'Edit');
        await page.getByRole('heading', { name: 'Edit Announce the gate' }).waitFor();
        await look('events-rule-editor');
      });

      for (const [tab, shown, button, file] of [
        ['schedules', 'Every day, 18:00 to 18:01', 'Add schedule', 'events-add-schedule'],
        ['recipients', 'Speaker test recipients', 'Add recipient', 'events-add-recipient'],
      ] as const) {
        it(`shows the dialog ${button}`, async () => {
          await go(tab, shown);
          await page.getByRole('button', { name: button }).click();
          await page.getByRole('dialog', { name: button }).waitFor();
          await look(file, false);
          await page.keyboard.press('Escape');
        });
      }

      it('asks nobody but the speaker, and reports no error to the console', () => assert.deepEqual(faults, []));
    });
  }
});
