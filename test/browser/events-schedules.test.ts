import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { card, choose, DESK, logIn, openBrowser, openPage } from '../support/browser.ts';
import { fakeEventRoutes, type FakeEvents } from '../support/fake-event-routes.ts';
import { look } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

describe('the page Events > Schedules', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let known: FakeEvents;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    page = await openPage(browser, DESK);
    known = await fakeEventRoutes(page);
    known.schedules.push({
      id: 'office-hours',
      name: 'Office hours',
      kind: 'interval',
      calendar: 'DTSTART:20260105T080000\nDTEND:20260105T170000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      timeZone: '',
      exceptHolidays: true,
      catchUp: false,
      predefined: true,
      active: true,
      next: '2030-01-07T07:00:00.000Z',
    });
    await page.goto(`${stentor.https}/system/events/schedules`);
    await logIn(page);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const dialog = () => page.getByRole('dialog');
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const save = () => dialog().getByRole('button', { name: 'Save' }).click();
  async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await dialog().getByLabel(label, { exact: true }).fill(text);
  }
  const calendar = (name: string) => known.schedules.find(schedule => schedule.name === name)?.calendar.split('\n');

  it('tells when a schedule is so, and keeps those that are there from the start', async () => {
    await row('Office hours').getByText('Monday to Friday, 08:00 to 17:00').waitFor();
    await row('Office hours').getByText('Active').waitFor();
    await row('Office hours')
      .getByText(/not on holidays · next: .*2030.*08:00 AM/)
      .waitFor();
    await page.getByRole('button', { name: 'More for Office hours' }).click();
    await page.getByRole('menuitem', { name: 'Export .ics' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0);
    await page.keyboard.press('Escape');
  });

  it('makes the schedule of the manual', async () => {
    await page.getByRole('button', { name: 'Add schedule' }).click();
    await fill({
      Name: 'Daily at 6pm',
      'Start date': '2026-11-26',
      'Start time': '18:00',
      'End time': '18:01',
    });
    assert.equal(await dialog().getByLabel('End date').inputValue(), '2026-11-26');
    await dialog().getByLabel('Repeats').selectOption({ label: 'Daily' });
    await look(page, 'schedules-add');
    await save();
    await row('Daily at 6pm').getByText('Every day, 18:00 to 18:01').waitFor();
    assert.deepEqual(calendar('Daily at 6pm'), [
      'DTSTART:20261126T180000',
      'DTEND:20261126T180100',
      'RRULE:FREQ=DAILY',
    ]);
  });

  it('says at the field what is wrong', async () => {
    await page.getByRole('button', { name: 'Add schedule' }).click();
    await save();
    await dialog().getByText('Type a name.').waitFor();
    await fill({ Name: 'Night', 'Start time': '22:00', 'End time': '06:00' });
    await save();
    await dialog().getByText('Over midnight, the end date is the next day.').waitFor();
    const start = await dialog().getByLabel('Start date').inputValue();
    await fill({ 'End date': new Date(Date.parse(start) + 86_400_000).toISOString().slice(0, 10) });
    await dialog().getByLabel('Repeats').selectOption({ label: 'Weekly' });
    await save();
    await dialog().getByText('Choose at least one day.').waitFor();
    await dialog().getByLabel('Friday').check();
    await dialog().getByLabel('Saturday').check();
    await fill({ 'Except on': 'Christmas' });
    await save();
    await dialog().getByText('Type days as 2026-12-24, commas between them.').waitFor();
    await look(page, 'schedules-problem');
    await fill({ 'Except on': '' });
    await dialog().getByLabel('Time zone').selectOption({ label: 'America/New York' });
    await dialog().getByLabel('Except holidays').check();
    await save();
    await row('Night').getByText('Friday and Saturday, 22:00 to 06:00').waitFor();
    await row('Night').getByText('America/New_York').waitFor();
  });

  it('makes a pulse every quarter of an hour', async () => {
    await page.getByRole('button', { name: 'Add schedule' }).click();
    await dialog().getByLabel('Type').selectOption({ label: 'Pulse: an instant' });
    assert.equal(await dialog().getByLabel('End time').count(), 0);
    await fill({ Name: 'Quarters', 'Start date': '2026-11-26', 'Start time': '08:00' });
    await dialog().getByLabel('Repeats').selectOption({ label: 'Every few minutes' });
    await fill({ Every: '15' });
    await dialog().getByLabel('Catch up').check();
    await save();
    await row('Quarters').getByText('Every 15 minutes from 08:00 on').waitFor();
    assert.deepEqual(calendar('Quarters'), ['DTSTART:20261126T080000', 'RRULE:FREQ=MINUTELY;INTERVAL=15']);
    assert.equal(known.schedules.at(-1)?.catchUp, true);
  });

  it('keeps what the form cannot show, as iCalendar', async () => {
    await choose(page, 'More for Quarters', 'Edit');
    await dialog().getByRole('button', { name: 'Write as iCalendar' }).click();
    const lines = dialog().getByLabel('iCalendar', { exact: true });
    assert.match(await lines.inputValue(), /^DTSTART:20261126T080000\nRRULE/);
    await lines.fill('DTSTART:20261126T080000\nRRULE:FREQ=MONTHLY;BYDAY=2MO');
    await dialog().getByRole('button', { name: 'Back to the form' }).click();
    await dialog().getByText('The form cannot show all that these lines say.').waitFor();
    await look(page, 'schedules-raw');
    await save();
    await row('Quarters').getByText('RRULE:FREQ=MONTHLY;BYDAY=2MO').waitFor();
    await choose(page, 'More for Quarters', 'Edit');
    assert.match(await lines.inputValue(), /BYDAY=2MO$/);
    await lines.fill('DTSTART:20261126T080000\nRRULE:FREQ=DAILY');
    await dialog().getByRole('button', { name: 'Back to the form' }).click();
    assert.equal(await dialog().getByLabel('Repeats').inputValue(), 'daily');
    await page.keyboard.press('Escape');
  });

  it('deletes a schedule, and takes that back', async () => {
    await choose(page, 'More for Night', 'Delete');
    await row('Night').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('Night').waitFor();
  });

  it('keeps holidays', async () => {
    const holidays = card(page, 'Holidays');
    await holidays.getByText('None.').waitFor();
    await holidays.getByRole('button', { name: 'Add holiday' }).click();
    await save();
    await dialog().getByText('Choose a day.').waitFor();
    await fill({ Date: '2026-12-25', Name: 'Christmas' });
    await dialog().getByLabel('Every year').check();
    await look(page, 'schedules-holiday');
    await save();
    await holidays.getByText(/25.*, every year/).waitFor();
    await holidays.getByRole('button', { name: 'Delete Christmas, 2026-12-25' }).click();
    await holidays.getByText('None.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await holidays.getByText('Christmas').waitFor();
  });

  it('shows the next seven days', async () => {
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    known.occurrences.push(
      { schedule: '2', name: 'Daily at 6pm', from: at(5), to: at(6) },
      ...[-2, 22, 46].map(hour => ({
        schedule: 'office-hours',
        name: 'Office hours',
        from: at(hour),
        to: at(hour + 9),
      })),
      ...Array.from({ length: 24 }, (_, i) => ({ schedule: '4', name: 'Quarters', from: at(4 * i) })),
    );
    await page.reload();
    const week = card(page, 'Next 7 days');
    await week.getByText('As a list').click();
    assert.equal(await week.getByRole('listitem').count(), 28);
    await look(page, 'schedules-list');
    await page.setViewportSize({ width: 390, height: 800 });
    await look(page, 'schedules-phone');
    await page.setViewportSize(DESK.viewport);
  });
});
