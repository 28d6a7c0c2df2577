import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Clips, Setting } from '../../src/api/contract.ts';
import { card, openStentor, PHONE, title, visit } from '../support/browser.ts';
import { axeFindings, tooWide } from '../support/page-checks.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

describe('the pages Audio enhancement and Speech', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/audio/enhancement'));
  });
  after(() => close());

  const json = async <T>(path: string) => (await (await stentor.fetch(path)).json()) as T;
  const becomes = (path: string, value: unknown) =>
    eventually(`${path} is ${String(value)}`, async () => {
      const settings = await json<Setting[]>('/api/settings');
      return settings.find(each => each.path === path)?.value === value;
    });
  /** How high the curve gets, 0..1 of the plot. */
  const top = (name: string) =>
    card(page, name)
      .locator('polyline')
      .getAttribute('points')
      .then(points => 1 - Math.min(...(points ?? '').split(' ').map(point => Number(point.split(',')[1]))) / 200);

  it('move a band with the keyboard, and the curve with it', async () => {
    await card(page, 'Output equalizer').getByRole('switch', { name: 'Output equalizer' }).check();
    await becomes('Stentor.Audio.OutputEqualizer.Enabled', true);
    assert.equal((await top('Output equalizer')).toFixed(2), '0.50');
    const band = card(page, 'Output equalizer').getByRole('slider', { name: 'Output, 1 kHz' });
    await band.focus();
    await page.keyboard.press('End');
    await becomes('Stentor.Audio.OutputEqualizer.Hz1000', 12);
    await eventually('the curve is there', async () => (await top('Output equalizer')) > 0.89);
    assert.equal((await top('Input equalizer')).toFixed(2), '0.50');
    await card(page, 'Output equalizer').getByRole('button', { name: 'All bands to 0 dB' }).click();
    await becomes('Stentor.Audio.OutputEqualizer.Hz1000', 0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await becomes('Stentor.Audio.OutputEqualizer.Hz1000', 12);
  });

  it('set the quiet hours', async () => {
    const quiet = card(page, 'Quiet hours');
    await quiet.getByRole('switch', { name: 'Quiet hours' }).check();
    await quiet.getByLabel('From').fill('20:30');
    await quiet.getByLabel('From').blur();
    await becomes('Stentor.Audio.QuietHours.From', '20:30');
  });

  it('say a text with what the speaker knows, and keep it', async () => {
    await page.getByRole('link', { name: 'Speech' }).click();
    await title(page).filter({ hasText: 'Speech' }).waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('This is {{nobody}}');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('There is no {{nobody}}').waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('Hello. My address is {{address}}.');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText(/Will say: “Hello\. My address is (\d|no address)/).waitFor();
    const say = page.getByRole('button', { name: 'Say', exact: true });
    await say.click();
    await eventually('it is said', async () => (await json<{ live: unknown[] }>('/api/audio')).live.length > 0);
    await page.getByLabel('Name of the audio clip').fill('Greeting');
    await page.getByRole('button', { name: 'Keep as audio clip' }).click();
    await page.getByText('Kept as the audio clip “Greeting”').waitFor();
    assert.deepEqual(
      (await json<Clips>('/api/clips')).clips.map(({ name }) => name),
      ['Greeting'],
    );
  });

  it('show the gain of a clip, and let it keep its own', async () => {
    await page.goto(`${stentor.https}/audio/clips`);
    const row = page.getByRole('listitem').filter({ hasText: 'Greeting' });
    await row.getByText(/^[+−]?\d+\.\d dB$/).waitFor();
    await row.getByRole('button', { name: 'More for Greeting' }).click();
    await page.getByRole('menuitem', { name: 'Use the clip’s own gain' }).click();
    await row.getByText('own gain', { exact: true }).waitFor();
    assert.equal((await json<Clips>('/api/clips')).clips[0]?.ownGain, true);
  });

  for (const place of ['/audio/enhancement', '/audio/speech', '/audio/clips']) {
    it(`fit a phone and everybody: ${place}`, async () => {
      for (const options of [{}, PHONE]) {
        const other = await visit(browser, stentor, { ...options, place });
        await other
          .getByRole('main')
          .getByRole(place === '/audio/clips' ? 'listitem' : 'region')
          .first()
          .waitFor();
        assert.deepEqual(await axeFindings(other), []);
        assert.deepEqual(await tooWide(other, other.viewportSize()?.width ?? 0), []);
        const folder = process.env['LOOK'];
        if (folder !== undefined) {
          const file = `${folder}/${place.replace(/\W/g, '-')}-${Object.keys(options).length}.png`;
          await other.screenshot({ path: file, fullPage: true });
        }
        await other.close();
      }
    });
  }
});
