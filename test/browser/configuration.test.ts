import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { card, DESK, openStentor, PHONE } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

interface Document {
  settings: Record<string, unknown>;
  secrets?: object;
}

describe('the card Configuration', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let page: Page;
  let close: () => Promise<void>;
  let document: Document;

  before(async () => {
    ({ stentor, page, close } = await openStentor('/maintenance'));
  });
  after(() => close());

  const configuration = () => card(page, 'Configuration');
  const choose = (name: string, content: string) =>
    configuration()
      .getByLabel('Import: file')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  const exported = async () => {
    const download = page.waitForEvent('download');
    await configuration().getByRole('button', { name: 'Export' }).click();
    return JSON.parse(await readFile(await (await download).path(), 'utf8')) as Document;
  };
  const dialog = () => page.getByRole('dialog', { name: 'Import configuration' });
  const gain = async () => {
    const answer = await stentor.fetch('/api/configuration');
    return ((await answer.json()) as Document).settings['AudioSource.A0.OutputGain'];
  };

  const lookBothWays = async (name: string) => {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size.viewport);
      await look(page, `${name}-${size.viewport.width}`);
    }
    await page.setViewportSize(DESK.viewport);
  };

  it('exports, with a passphrase the secrets too', async () => {
    assert.equal('secrets' in (await exported()), false);
    const passphrase = configuration().getByLabel('Passphrase', { exact: true });
    await passphrase.fill('short');
    await configuration().getByRole('button', { name: 'Export' }).click();
    await configuration()
      .getByText(/must have 8 to 256 characters/)
      .waitFor();
    await passphrase.fill('nine lives of a cat');
    document = await exported();
    assert.ok('secrets' in document);
  });

  it('shows what a file would change, and changes nothing where one cancels', async () => {
    document.settings['AudioSource.A0.OutputGain'] = -6;
    await choose('speaker.json', JSON.stringify(document));
    await dialog().getByText('Output gain: 0 dB → −6 dB').waitFor();
    await dialog().getByText('1 change. It is made whole, or not at all.').waitFor();
    await lookBothWays('configuration-import');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await lookBothWays('configuration');
    assert.equal(await gain(), 0);
  });

  it('opens the secrets with the passphrase, and applies', async () => {
    await choose('speaker.json', JSON.stringify(document));
    await dialog().getByLabel('Passphrase of the file').fill('another one');
    await dialog().getByRole('button', { name: 'Open' }).click();
    await dialog()
      .getByText(/passphrase is wrong/)
      .waitFor();
    await dialog().getByLabel('Passphrase of the file').fill('nine lives of a cat');
    await dialog().getByRole('button', { name: 'Open' }).click();
    await dialog().getByLabel('Passphrase of the file').waitFor({ state: 'detached' });
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The configuration is in place.').waitFor();
    await eventually('the gain is set', async () => (await gain()) === -6);
  });

  it('says where a file is wrong, and where it changes nothing', async () => {
    const open: Document = { ...document };
    delete open.secrets;
    await choose('same.json', JSON.stringify(open));
    await dialog().getByText('Nothing changes: the speaker is as the file says.').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).click();
    await choose('wrong.json', JSON.stringify({ ...open, settings: { 'A.B': 1 } }));
    await dialog().getByText('settings.A.B: There is no setting A.B.').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).click();
    await choose('photo.json', 'JFIF');
    await dialog().getByText('This file is no JSON').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).click();
  });
});
