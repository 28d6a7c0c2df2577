import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, PHONE, visit } from '../support/browser.ts';
import { furnish } from '../support/furnish.ts';
import { axeFindings, look } from '../support/page-checks.ts';
import { openPlace, placesOf } from '../support/places.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

/** Has the longest words. */
const LANGUAGE = 'de';

describe('every page in German on a telephone', function () {
  this.timeout(240_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await furnish(stentor);
    page = await visit(browser, stentor, { ...PHONE, reducedMotion: 'reduce' });
    await page.evaluate(`localStorage.setItem('stentor-language', '${LANGUAGE}')`);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  it('is usable by everybody, light and dark, and nothing has to be scrolled sideways', async () => {
    for (const place of await placesOf(page)) {
      await openPlace(page, stentor.https + place);
      assert.equal(await page.evaluate('document.documentElement.lang'), LANGUAGE);
      await look(page, `${LANGUAGE}${place.replaceAll('/', '-')}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await axeFindings(page), [], `${place}, dark`);
      await page.emulateMedia({ colorScheme: 'light' });
    }
  });
});
