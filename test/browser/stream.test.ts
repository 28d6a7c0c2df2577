import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Setting } from '../../src/api/contract.ts';
import { card, openStentor, PHONE, visit } from '../support/browser.ts';
import { axeFindings, tooWide } from '../support/page-checks.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

const RECEIVE = '/axis-cgi/audio/receive.cgi';

describe('the page Stream', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/audio/stream'));
  });
  after(() => close());

  /** Whether somebody may listen just now. */
  const hasRoom = async () => {
    const leave = new AbortController();
    const { status } = await stentor.fetch(RECEIVE, { signal: leave.signal });
    leave.abort();
    return status === 200;
  };

  it('plays the microphone in the browser, and hangs up when nobody wants to hear it', async () => {
    await stentor.fetch('/axis-cgi/param.cgi?action=update&Audio.MaxListeners=1');
    await card(page, 'Listen').getByRole('button', { name: 'Listen', exact: true }).click();
    await card(page, 'Listen').getByText('You hear the microphone.').waitFor();
    assert.equal(await hasRoom(), false);
    await card(page, 'Listen').getByRole('button', { name: 'Stop listening' }).click();
    await eventually('it has hung up', hasRoom);
  });

  it('says that it cannot be heard where as many listen as may', async () => {
    const leave = new AbortController();
    await eventually(
      'somebody else listens',
      async () => (await stentor.fetch(RECEIVE, { signal: leave.signal })).status === 200,
    );
    await card(page, 'Listen').getByRole('button', { name: 'Listen', exact: true }).click();
    await card(page, 'Listen').getByText('as many listen already as may (1)').waitFor();
    leave.abort();
    await stentor.fetch('/axis-cgi/param.cgi?action=update&Audio.MaxListeners=20');
  });

  it('chooses the encoding', async () => {
    await card(page, 'Encoding').getByLabel('Encoding').selectOption('Opus');
    await eventually('it is kept', async () => {
      const settings = (await (await stentor.fetch('/api/settings')).json()) as Setting[];
      return settings.find(({ path }) => path === 'AudioSource.A0.AudioEncoding')?.value === 'opus';
    });
    const leave = new AbortController();
    const { headers } = await stentor.fetch(RECEIVE, { signal: leave.signal });
    leave.abort();
    assert.equal(headers.get('content-type'), 'audio/ogg; codecs=opus');
  });

  it('fits a phone and everybody', async () => {
    for (const options of [{}, PHONE]) {
      const other = await visit(browser, stentor, { ...options, place: '/audio/stream' });
      await other.getByRole('main').getByRole('region').first().waitFor();
      assert.deepEqual(await axeFindings(other), []);
      assert.deepEqual(await tooWide(other, other.viewportSize()?.width ?? 0), []);
      const folder = process.env['LOOK'];
      if (folder !== undefined) await other.screenshot({ path: `${folder}/stream-${Object.keys(options).length}.png` });
      await other.close();
    }
  });
});
