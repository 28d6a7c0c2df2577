import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { card, DESK, facts, logIn, openBrowser, PHONE, title, visit } from '../support/browser.ts';
import { BundleMaker, type Signer, whyNoBundles } from '../support/bundles.ts';
import { axeFindings, tooWide } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../docs/screenshots');
const MAKES_SCREENSHOTS = process.env['SCREENSHOTS'] === '1';
const product = 'stentor-virtual';

describe('Stentor OS upgrade on the page', function () {
  this.timeout(180_000);
  let folder = '';
  let maker: BundleMaker;
  let ours: Signer;
  let stentor: Stentor;
  let browser: Browser | undefined;
  let page: Page;
  let own = '';

  before(async function () {
    const why = whyNoBundles();
    if (why !== undefined) {
      process.stdout.write(`    skipped: ${why}\n`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'stentor-upgrade-page-'));
    maker = new BundleMaker(folder);
    ours = maker.signer('ours');
    [stentor, browser] = await Promise.all([
      startStentor({ arguments: ['--keyring', ours.certificate] }),
      openBrowser(),
    ]);
    await stentor.setUp();
    page = await visit(browser, stentor, { place: '/maintenance', reducedMotion: 'reduce' });
    own = (await versionFact()) ?? '';
    if (MAKES_SCREENSHOTS) await mkdir(SCREENSHOTS, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    if (folder === '') return;
    await stentor.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const upgradeCard = () => card(page, 'Stentor OS upgrade');
  async function versionFact(): Promise<string | undefined> {
    await upgradeCard().getByRole('term').first().waitFor();
    return (await facts(upgradeCard())).get('Stentor OS version')?.split('\n')[0];
  }
  const choose = (path: string) => page.getByLabel('Release', { exact: true }).setInputFiles(path);

  /** Looks at the page as it is, on desk and phone, light and dark. */
  async function look(file?: string): Promise<void> {
    for (const size of [PHONE, DESK]) {
      const { width } = size.viewport;
      await page.setViewportSize(size.viewport);
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-theme=${colorScheme}], html:not(:has(script))`).waitFor();
        assert.deepEqual(await axeFindings(page), [], `axe-core, ${colorScheme}, ${width}`);
        assert.deepEqual(await tooWide(page, width), [], `wider than the screen, ${colorScheme}`);
      }
      if (file !== undefined && MAKES_SCREENSHOTS) {
        const height = await page.evaluate<number>('document.documentElement.scrollHeight');
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: join(SCREENSHOTS, `${file}-${width}.png`), animations: 'disabled' });
        await page.setViewportSize(size.viewport);
      }
    }
  }

  /** The restart is over, and somebody logs in again. */
  async function comesBack(): Promise<void> {
    await title(page).filter({ hasText: 'Log in' }).waitFor({ timeout: 120_000 });
    await logIn(page);
    await title(page).filter({ hasText: 'Maintenance' }).waitFor();
  }

  it('says in words why a file is not taken', async () => {
    await choose(maker.bundle('other', ours, { product: 'stentor-pi3' }));
    await upgradeCard()
      .getByRole('alert')
      .filter({ hasText: 'The file is for stentor-pi3; this speaker is stentor-virtual' })
      .waitFor();
    await look('upgrade-refused');
  });

  it('shows what is in a release, and forgets it when it is asked to', async () => {
    await choose(maker.bundle('first', ours, { product, version: '1.1.0' }));
    const ready = page.getByRole('region', { name: 'Uploaded release' });
    await ready.waitFor();
    assert.deepEqual(Object.fromEntries(await facts(ready)), {
      'Uploaded version': '1.1.0',
      Product: product,
      'Release notes': 'Release 1.1.0 of the tests.',
      Built: '2026-01-01',
    });
    await look('upgrade-ready');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Choose file' }).waitFor();
  });

  it('takes a file that is dropped on the page', async () => {
    await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['hello'], 'letter.txt'));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    })()`);
    await upgradeCard().getByRole('alert').filter({ hasText: 'letter.txt: This is no Stentor OS file' }).waitFor();
  });

  it('asks how, installs, restarts and says which version runs', async () => {
    await choose(maker.bundle('second', ours, { product, version: '1.1.0' }));
    await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Upgrade to Stentor OS 1.1.0' });
    await dialog.getByLabel('Autorollback').check();
    await dialog.getByLabel('Minutes until rollback').fill('0');
    await dialog.getByText('Type a number from 1 to 1440.').waitFor();
    await look();
    await dialog.getByLabel('Standard upgrade').check();
    await look('upgrade-dialog');
    await dialog.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await comesBack();
    await page.getByText('Stentor OS 1.1.0 runs now.').waitFor();
    assert.equal(await versionFact(), '1.1.0');
    await upgradeCard().getByText('is on trial').waitFor({ state: 'detached' });
    await upgradeCard().getByRole('button', { name: 'Rollback' }).waitFor();
    await look('upgrade-done');
  });

  it('goes back after it asked', async () => {
    await page.getByRole('button', { name: 'Rollback' }).click();
    await look();
    await page.getByRole('dialog').getByRole('button', { name: 'Rollback' }).click();
    await comesBack();
    await page.getByText(`Stentor OS ${own} runs now.`).waitFor();
    assert.equal(await versionFact(), own);
  });

  it('shows a release on trial that waits for somebody to confirm it', async () => {
    await choose(maker.bundle('third', ours, { product, version: '1.2.0' }));
    await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Autorollback').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Upgrade', exact: true }).click();
    await comesBack();
    await upgradeCard().getByText('It is undone in 14 minutes unless you confirm it.').waitFor();
    await look('upgrade-trial');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Stentor OS 1.2.0 is confirmed.').waitFor();
  });

  it('tells of a failed upgrade until it is acknowledged', async () => {
    await choose(maker.bundle('fourth', ours, { product, version: '1.3.0' }));
    await page.getByRole('button', { name: 'Upgrade', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
    const installed = page.waitForResponse(answer => answer.url().endsWith('/api/upgrade/install'));
    await page.getByRole('dialog').getByRole('button', { name: 'Upgrade', exact: true }).click();
    await installed;
    // The bundle stands for the content of the slot: without it the boot loader cannot load anything.
    await upgradeCard().getByText('The speaker restarts into').waitFor();
    await rm(join(stentor.state, 'board', 'A.raucb'), { force: true });
    await comesBack();
    const story = upgradeCard().getByRole('alert').filter({ hasText: 'The upgrade to Stentor OS 1.3.0 failed.' });
    await story.waitFor();
    await look('upgrade-failed');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await story.waitFor({ state: 'detached' });
    assert.match((await facts(upgradeCard())).get('Failed upgrade') ?? '', /^1\.3\.0/);
    await look();
  });
});
