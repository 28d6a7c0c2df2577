import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { focused, openBrowser, openPage, title, visit } from '../support/browser.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

const SWEDISH = JSON.parse(readFileSync(new URL('../../src/ui/language/sv.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>;

describe('the language of the page', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const htmlLang = (page: Page) => page.evaluate<string>('document.documentElement.lang');

  it('is at first the one that the browser asks for, also before the login', async () => {
    const page = await openPage(browser, { locale: 'sv-SE' });
    await page.goto(stentor.https);
    await title(page).filter({ hasText: SWEDISH['Log in']! }).waitFor();
    assert.equal(await htmlLang(page), 'sv');
    await page.getByLabel(SWEDISH['Username']!).fill('root');
    await page.getByRole('button', { name: SWEDISH['Log in']! }).click();
    await page.getByText(SWEDISH['The name or the password is wrong.']!).waitFor();
    await page.close();
  });

  it('is English where the browser asks for another', async () => {
    const page = await openPage(browser, { locale: 'fi-FI' });
    await page.goto(stentor.https);
    await title(page).filter({ hasText: 'Log in' }).waitFor();
    assert.equal(await htmlLang(page), 'en');
    await page.close();
  });

  it('is chosen in the header, holds for what the speaker declares, and is remembered', async () => {
    const page = await visit(browser, stentor, { place: '/audio/device-settings' });
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitemradio', { name: 'Svenska' }).click();
    await title(page).filter({ hasText: SWEDISH['Device settings']! }).waitFor();
    await page.getByRole('switch', { name: SWEDISH['Mute output']! }).waitFor();
    assert.equal(await htmlLang(page), 'sv');
    await page.reload();
    await title(page).filter({ hasText: SWEDISH['Device settings']! }).waitFor();
    await page.getByRole('button', { name: SWEDISH['Language']! }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await title(page).filter({ hasText: 'Device settings' }).waitFor();
    await page.close();
  });

  it('stays English where the dictionary cannot be had', async () => {
    const page = await openPage(browser, { locale: 'sv-SE' });
    let refused = 0;
    await page.route('**/part-*.js', async route => {
      const answer = await route.fetch();
      const isDictionary = (await answer.text()).includes(SWEDISH['Log in']!);
      if (isDictionary) refused += 1;
      await (isDictionary ? route.abort() : route.fulfill({ response: answer }));
    });
    await page.goto(stentor.https);
    await title(page).filter({ hasText: 'Log in' }).waitFor();
    assert.equal(refused, 1);
    await page.close();
  });
});

describe('the search', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    page = await visit(browser, stentor);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const search = async (words: string) => {
    await page.keyboard.press('/');
    await focused(page.getByLabel('Page or setting')).waitFor();
    await page.keyboard.type(words);
  };

  it('opens with /, finds a setting and goes to its field', async () => {
    await search('suppression');
    await page.getByRole('link', { name: 'Noise suppression' }).waitFor();
    await page.keyboard.press('Enter');
    await title(page).filter({ hasText: 'Device settings' }).waitFor();
    await focused(page.getByRole('switch', { name: 'Noise suppression' })).waitFor();
  });

  it('finds a field of a form, by the arrow keys', async () => {
    await search('search domains');
    await page.getByRole('link', { name: 'Search domains' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await focused(page.getByLabel('Search domains')).waitFor();
  });

  it('finds a card, and a page', async () => {
    await page.locator('h1').focus();
    await search('ca cert');
    await page.keyboard.press('Enter');
    await focused(page.getByRole('heading', { name: 'CA certificates' })).waitFor();
    await search('sound cl');
    await page.keyboard.press('Enter');
    await title(page).filter({ hasText: 'Sound classes' }).waitFor();
  });

  it('finds a setting that stands on no page of its own, and a card whose title is chosen at run time', async () => {
    await search('critical temp');
    await page.getByRole('link', { name: 'Critical temperature' }).waitFor();
    await page.keyboard.press('Enter');
    await title(page).filter({ hasText: 'Plain config' }).waitFor();
    await focused(page.getByLabel('Critical temperature')).waitFor();
    await page.locator('h1').focus();
    await search('input equal');
    await page.keyboard.press('Enter');
    await focused(page.getByRole('heading', { name: 'Input equalizer' })).waitFor();
  });

  it('says that nothing is found, and leaves / to who is typing', async () => {
    await search('xyzzy/');
    await page.getByText('Nothing is called like that.').waitFor();
    assert.equal(await page.getByLabel('Page or setting').inputValue(), 'xyzzy/');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('tries a request of the API and writes it for curl, without the login of the page', async () => {
    await page.goto(`${stentor.https}/system/api`);
    await page.getByLabel('Find', { exact: true }).fill('speech/preview');
    await page.getByRole('button', { name: '/api/speech/preview' }).click();
    await page.getByLabel('Body (JSON)').fill('{"text":"Gate 3"}');
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.getByText('200 application/json').waitFor();
    assert.match(await page.getByLabel('Answer').innerText(), /"text": "Gate 3"/);
    const curl = await page.getByLabel('As a curl command').innerText();
    assert.ok(curl.includes(`--digest -u 'root' -X POST`), curl);
    const { csrf } = await page.evaluate<{ csrf: string }>(`fetch('/api/session').then(answer => answer.json())`);
    assert.ok(csrf.length > 10 && !curl.includes(csrf));
  });

  it('has help on every page, in the speaker itself', async () => {
    const places = await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link').all();
    const paths = await Promise.all(places.map(place => place.getAttribute('href')));
    for (const path of paths) {
      await page.goto(`${stentor.https}${path ?? ''}`);
      await page.getByRole('button', { name: /^Help: / }).click();
      const text = await page.getByRole('dialog').locator('.help-text').innerText();
      assert.ok(text.length > 100 && !text.includes('There is no help'), `${path ?? ''}: ${text}`);
      await page.keyboard.press('Escape');
    }
  });
});
