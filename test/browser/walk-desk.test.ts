import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { DESK, openBrowser, visit } from '../support/browser.ts';
import { furnish } from '../support/furnish.ts';
import { axeFindings, tabThrough, tooWide } from '../support/page-checks.ts';
import { openPlace, placesOf } from '../support/places.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

describe('every page on a desk', function () {
  this.timeout(240_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let places: readonly string[];

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await furnish(stentor);
    page = await visit(browser, stentor, { ...DESK, reducedMotion: 'reduce' });
    places = await placesOf(page);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  it('is usable by everybody, light and dark, and nothing moves for those who want that', async () => {
    for (const place of places) {
      await openPlace(page, stentor.https + place);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await axeFindings(page), [], `${place}, ${colorScheme}`);
      }
      assert.deepEqual(await tooWide(page, DESK.viewport.width), [], place);
      const moving = `document.getAnimations().filter(each => each.playState === 'running').length`;
      assert.equal(await page.evaluate(moving), 0, `something moves: ${place}`);
    }
  });

  it('is reached by the Tab key in the order in which it stands', async () => {
    for (const place of places) {
      await openPlace(page, stentor.https + place);
      const { standing, reached } = await tabThrough(page);
      const names = reached.map(({ name }) => name);
      assert.deepEqual(names, standing, place);
      const unseen = reached.filter(({ shown }) => !shown).map(({ name }) => name);
      assert.deepEqual(unseen, [], `one sees where the focus is: ${place}`);
    }
  });
});
