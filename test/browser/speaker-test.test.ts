import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { SpeakerTestInfo } from '../../src/api/contract.ts';
import { card, openStentor, PHONE, visit } from '../support/browser.ts';
import { axeFindings, tabThrough, tooWide } from '../support/page-checks.ts';
import type { Stentor } from '../support/stentor.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../docs/screenshots');
/** Three recordings and their analysis, on a machine that does other things too. */
const LONG_MS = 240_000;

describe('the page Speaker test', function () {
  this.timeout(900_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let phone: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/audio/speaker-test'));
    phone = await visit(browser, stentor, { place: '/audio/speaker-test', ...PHONE });
    await change('/api/board', { room: { preset: 'office', noiseDb: -75 } });
    await change('/api/settings', { 'Stentor.SpeakerTest.Level': -40, 'Stentor.SpeakerTest.Retries': 0 });
  });
  after(() => close());

  async function change(path: string, body: object): Promise<void> {
    const answer = await stentor.fetch(path, { method: 'PATCH', body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.text());
  }
  const info = async () => (await (await stentor.fetch('/api/speaker-test')).json()) as SpeakerTestInfo;
  /** Everybody can use it, it fits on a phone; a picture is taken where SHOTS says so. */
  async function looksRight(name: string): Promise<void> {
    for (const [seen, width] of [
      [page, 1280],
      [phone, 360],
    ] as const) {
      await seen.getByText('Calibrated').or(seen.getByText('Not calibrated')).first().waitFor();
      assert.deepEqual(await axeFindings(seen), [], name);
      assert.deepEqual(await tooWide(seen, width), [], name);
      if (process.env['SHOTS'] !== undefined) {
        await seen.screenshot({ path: join(SCREENSHOTS, `speaker-test-${name}-${width}.png`), fullPage: true });
      }
    }
  }
  const runs = async () => (await info()).last?.id ?? 0;
  async function run(verdict: string): Promise<void> {
    const before = await runs();
    await page.getByRole('button', { name: 'Run the test' }).click();
    await page.getByRole('progressbar', { name: 'Speaker test' }).waitFor();
    await page.getByRole('meter', { name: 'Microphone level' }).waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: LONG_MS });
    await card(page, 'Result').locator('.verdict', { hasText: verdict }).waitFor();
    assert.equal(await runs(), before + 1);
  }

  it('says that it is not calibrated, and what is in the way', async () => {
    await page.getByText('Not calibrated yet.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Run the test' }).getAttribute('aria-disabled'), 'true');
    await change('/api/board', { micSwitchOn: false });
    await page.getByText('Use the microphone switch on the speaker.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Calibrate' }).getAttribute('aria-disabled'), 'true');
    await change('/api/board', { micSwitchOn: true });
    await page.getByText('Use the microphone switch on the speaker.').waitFor({ state: 'detached' });
    await looksRight('uncalibrated');
  });

  it('guides through a calibration: somebody listens and says what was heard', async () => {
    await page.getByRole('button', { name: 'Calibrate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Somebody should stand near the speaker').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await dialog.getByRole('button', { name: 'Start calibration' }).click();
    await page.getByText('Calibrating, recording 2 of 3').waitFor({ timeout: LONG_MS });
    await card(page, 'What did you hear?').waitFor({ timeout: LONG_MS });
    await page.getByRole('button', { name: 'Clear tones' }).click();
    await card(page, 'What did you hear?').waitFor({ state: 'detached' });
    assert.equal((await info()).calibration?.confirmed, true);
  });

  it('shows a test that was passed, in words and as a plot, and can be used with the keyboard', async () => {
    await run('Passed');
    await page.getByText('The speaker works as it did at its calibration.').waitFor();
    assert.equal(await page.getByRole('img', { name: 'Response of this test' }).count(), 1);
    await looksRight('pass');
    // Browsers show where the focus is once keys are used.
    await page.keyboard.press('Tab');
    const { standing, reached } = await tabThrough(page);
    const names = reached.map(({ name }) => name);
    assert.deepEqual(names, standing.slice(0, names.length));
    assert.deepEqual(
      reached.filter(({ shown }) => !shown),
      [],
    );
  });

  it('says in one sentence why a test was not passed, and what to check', async () => {
    await change('/api/board', { room: { preset: 'blanket', noiseDb: -75 } });
    await run('Didn’t pass');
    const { reason } = (await info()).last!;
    assert.ok(['obstructed', 'high-band-loss'].includes(reason), reason);
    await page.getByText(/what covers the speaker|something covers the speaker/).waitFor();
    await looksRight('fail');
  });

  it('never calls a failure what noise hid', async () => {
    await change('/api/board', { room: { preset: 'office', noiseDb: -2 } });
    await run('Undecided');
    await page.getByText('It was too loud here to decide.').first().waitFor();
    await looksRight('inconclusive');
  });

  it('gives the run as JSON and as sound', async () => {
    const json = await page.getByRole('link', { name: 'Save as JSON' }).getAttribute('href');
    const run = (await (await stentor.fetch(json!)).json()) as { verdict: string };
    assert.equal(run.verdict, 'inconclusive');
    const wav = await page.getByRole('link', { name: 'Save recording' }).first().getAttribute('href');
    assert.equal((await stentor.fetch(wav!)).headers.get('content-type'), 'audio/wav');
  });
});
