import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { DESK, openBrowser, PHONE, title, visit } from '../support/browser.ts';
import { furnish } from '../support/furnish.ts';
import { axeFindings, look, tabThrough, tooWide } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

/** Tabs of pages, which the menu does not name. */
const TABS = [
  ...['rules', 'schedules', 'recipients', 'manual-triggers', 'mqtt'].map(tab => `/system/events/${tab}`),
  ...['settings', 'accounts', 'test-call', 'call-status', 'dialogs'].map(tab => `/system/sip/phone/${tab}`),
];
/** What the longest words are in. */
const GERMAN = { ...PHONE, locale: 'de-DE', reducedMotion: 'reduce' } as const;
const ENGLISH = { ...DESK, locale: 'en-GB', reducedMotion: 'reduce' } as const;

describe('a walk over every page', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let browser: Browser;
  let places: string[];

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await furnish(stentor);
    const page = await visit(browser, stentor, ENGLISH);
    const links = await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link').all();
    const menu = await Promise.all(links.map(async link => (await link.getAttribute('href')) ?? ''));
    places = [...menu.filter(place => !TABS.some(tab => tab.startsWith(`${place}/`))), ...TABS];
    await page.close();
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  /** Opens each place; resolves when nothing is being loaded any more. */
  async function walk(page: Page, check: (place: string) => Promise<void>) {
    assert.ok(places.length > 25, places.join());
    for (const place of places) {
      await page.goto(stentor.https + place);
      await title(page).waitFor();
      await page.locator('.page-head').waitFor();
      await page.locator('.waiting').first().waitFor({ state: 'detached' });
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `one title: ${place}`);
      await check(place);
    }
  }

  it('in German on a telephone: nothing is cut off or has to be scrolled sideways', async () => {
    const page = await visit(browser, stentor, GERMAN);
    assert.equal(await page.evaluate('document.documentElement.lang'), 'de');
    await walk(page, async place => {
      await look(page, `de${place.replaceAll('/', '-')}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await axeFindings(page), [], `${place}, dark`);
      await page.emulateMedia({ colorScheme: 'light' });
    });
    await page.close();
  });

  it('on a desk: usable by everybody, light and dark, and nothing moves for those who want that', async () => {
    const page = await visit(browser, stentor, ENGLISH);
    await walk(page, async place => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await axeFindings(page), [], `${place}, ${colorScheme}`);
      }
      assert.deepEqual(await tooWide(page, 1280), [], place);
      const moving = await page.evaluate<number>(
        `document.getAnimations().filter(each => each.playState === 'running').length`,
      );
      assert.equal(moving, 0, `something moves: ${place}`);
    });
    await page.close();
  });

  it('by the Tab key: everything is reached in the order in which it stands', async () => {
    const page = await visit(browser, stentor, ENGLISH);
    await walk(page, async place => {
      const { standing, reached } = await tabThrough(page);
      assert.deepEqual(
        reached.map(({ name }) => name),
        standing,
        place,
      );
      const unseen = reached.filter(({ shown }) => !shown).map(({ name }) => name);
      assert.deepEqual(unseen, [], `one sees where the focus is: ${place}`);
    });
    await page.close();
  });
});
