import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Time } from '../../src/api/contract.ts';
import { card, facts, openStentor, PHONE, visit } from '../support/browser.ts';
import { look, tabThrough } from '../support/page-checks.ts';
import type { Stentor } from '../support/stentor.ts';

const PLACE = '/system/time';

describe('the page Time and location', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor(PLACE));
  });
  after(() => close());

  const shown = async () => (await (await stentor.fetch('/api/time')).json()) as Time;
  const field = (of: string, label: string) => card(page, of).getByLabel(label, { exact: true });
  const press = (of: string, name: string) => card(page, of).getByRole('button', { name }).click();

  it('shows the time, and whom the clock follows', async () => {
    await card(page, 'Time sync status').waitFor();
    const told = await facts(card(page, 'Time sync status'));
    assert.deepEqual([told.get('Synchronization'), told.get('Server')], ['Synchronized', '192.168.0.1']);
    const first = told.get('Time') ?? '';
    assert.match(first, /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
    await card(page, 'Time sync status').getByText(first).waitFor({ state: 'detached' });
    await look(page, 'time-desk');
  });

  it('sets servers, and says beside the field which is none', async () => {
    await field('Synchronization', 'Automatic date and time (manual NTP servers)').check();
    await field('Synchronization', 'Manual NTP servers').fill('no server!');
    await press('Synchronization', 'Save synchronization');
    await card(page, 'Synchronization')
      .getByText(/is no name or address of a server/)
      .waitFor();
    await look(page, 'time-wrong');
    await field('Synchronization', 'Manual NTP servers').fill('ntp.example.com, 192.0.2.1');
    await press('Synchronization', 'Save synchronization');
    await card(page, 'Time sync status').getByText('ntp.example.com').waitFor();
    assert.deepEqual((await shown()).settings.servers, ['ntp.example.com', '192.0.2.1']);
  });

  it('sets the time zone, and the clock shows it', async () => {
    await field('Time zone', 'Time zone').selectOption('Asia/Tokyo');
    await press('Time zone', 'Save time zone');
    await card(page, 'Time sync status').getByText('Asia/Tokyo').waitFor();
    const { now, zone } = await shown();
    assert.equal(zone, 'Asia/Tokyo');
    const hour = String((Number(now.slice(11, 13)) + 9) % 24).padStart(2, '0');
    const next = String((Number(now.slice(11, 13)) + 10) % 24).padStart(2, '0');
    const told = (await facts(card(page, 'Time sync status'))).get('Time') ?? '';
    assert.match(told, new RegExp(` (${hour}|${next}):`));
  });

  it('lets one set the clock once it follows nobody, and says why that is refused', async () => {
    await field('Synchronization', 'Custom date and time').check();
    await press('Synchronization', 'Save synchronization');
    await field('Custom date and time', 'Date and time').fill('tomorrow');
    await press('Custom date and time', 'Set date and time');
    await card(page, 'Custom date and time').getByText('Type date and time like 2026-01-31 12:00:00.').waitFor();
    await press('Custom date and time', 'Get from system');
    // The clock of a virtual board is that of its computer.
    await card(page, 'Custom date and time')
      .getByText(/which is not its to set/)
      .waitFor();
    await look(page, 'time-custom');
  });

  it('is reached by keys, in order', async () => {
    await page.goto(stentor.https + PLACE);
    await card(page, 'Custom date and time').waitFor();
    const { standing, reached } = await tabThrough(page);
    assert.deepEqual(
      reached.map(({ name }) => name),
      standing,
    );
    assert.deepEqual(
      reached.filter(each => !each.shown),
      [],
    );
  });

  it('says that the speaker did not answer, and asks again', async () => {
    const other = await visit(browser, stentor, { place: '/status' });
    await other.route('**/api/time', route => route.abort());
    await other.goto(`${stentor.https}${PLACE}`);
    await other
      .getByRole('alert')
      .getByText(/does not answer/)
      .waitFor();
    await other.unroute('**/api/time');
    await other.getByRole('button', { name: 'Try again' }).click();
    await card(other, 'Synchronization').waitFor();
    await other.close();
  });

  it('fits a telephone', async () => {
    const phone = await visit(browser, stentor, { place: PLACE, ...PHONE });
    await card(phone, 'Synchronization').waitFor();
    await look(phone, 'time-phone');
  });
});
