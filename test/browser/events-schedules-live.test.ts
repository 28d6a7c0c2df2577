import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import type { ScheduleList } from '../../src/api/contract.ts';
import { card, choose, openStentor, watchFaults } from '../support/browser.ts';
import { axeFindings, tooWide } from '../support/page-checks.ts';
import type { Stentor } from '../support/stentor.ts';

/** The page and the schedules of a real speaker. */
describe('a schedule made at the page', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let page: Page;
  let close: () => Promise<void>;
  let faults: readonly string[];

  before(async () => {
    ({ stentor, page, close } = await openStentor('/system/events/schedules'));
    faults = watchFaults(page, stentor.https);
  });
  after(() => close());

  const dialog = () => page.getByRole('dialog');
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const save = () => dialog().getByRole('button', { name: 'Save' }).click();
  async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await dialog().getByLabel(label, { exact: true }).fill(text);
  }
  const stored = async (name: string) => {
    const { schedules } = (await (await stentor.fetch('/api/schedules')).json()) as ScheduleList;
    return schedules.find(schedule => schedule.name === name);
  };

  it('tells the four that are there from the start in words', async () => {
    await row('Weekdays').getByText('Monday to Friday, all day').waitFor();
    await row('Office hours').getByText('Monday to Friday, 08:00 to 17:00').waitFor();
    await row('After hours')
      .getByText(/and Sunday, 17:00 to 08:00$/)
      .waitFor();
    await row('Weekends').getByText('Saturday and Sunday, all day').waitFor();
    await card(page, 'Next 7 days').getByText('As a list').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await tooWide(page, 1280), []);
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/schedules-real.png` });
  });

  it('changes the hours of an office, but not its name', async () => {
    await choose(page, 'More for Office hours', 'Edit');
    assert.equal(await dialog().getByLabel('Name').getAttribute('readonly'), '');
    assert.equal(await dialog().getByLabel('Type').isDisabled(), true);
    await fill({ 'Start time': '09:00' });
    await save();
    await row('Office hours').getByText('Monday to Friday, 09:00 to 17:00').waitFor();
  });

  it('makes the schedule of the manual', async () => {
    await page.getByRole('button', { name: 'Add schedule' }).click();
    await fill({ Name: 'Daily at 6pm', 'Start time': '18:00', 'End time': '18:01' });
    await save();
    await row('Daily at 6pm').getByText('Every day, 18:00 to 18:01').waitFor();
    await row('Daily at 6pm')
      .getByText(/^next: .*06:00 PM$/)
      .waitFor();
    await card(page, 'Next 7 days').getByText('Daily at 6pm').first().waitFor();
    assert.match(
      (await stored('Daily at 6pm'))?.calendar ?? '',
      /^DTSTART:\d{8}T180000\nDTEND:\d{8}T180100\nRRULE:FREQ=DAILY$/,
    );
  });

  it('comes back into the form as it was, with exceptions and an end', async () => {
    await choose(page, 'More for Daily at 6pm', 'Edit');
    await dialog().getByLabel('Repeats').selectOption({ label: 'Weekly' });
    for (const day of ['Monday', 'Sunday']) await dialog().getByLabel(day).check();
    await fill({ Until: '2030-12-31', 'Except on': '2028-12-24, 2028-12-25' });
    await dialog().getByLabel('Time zone').selectOption({ label: 'America/New York' });
    await save();
    await row('Daily at 6pm')
      .getByText(/^Monday and Sunday, 18:00 to 18:01, until .*2030, except/)
      .waitFor();
    await choose(page, 'More for Daily at 6pm', 'Edit');
    assert.equal(await dialog().getByLabel('Except on').inputValue(), '2028-12-24, 2028-12-25');
    assert.equal(await dialog().getByLabel('Until').inputValue(), '2030-12-31');
    await page.keyboard.press('Escape');
  });

  it('says what the speaker does not take', async () => {
    await page.getByRole('button', { name: 'Add schedule' }).click();
    await dialog().getByLabel('Type').selectOption({ label: 'Pulse: an instant' });
    await fill({ Name: 'Sevens' });
    await dialog().getByLabel('Repeats').selectOption({ label: 'Every few minutes' });
    await fill({ Every: '7' });
    await save();
    await dialog()
      .getByText(/must divide a day/)
      .waitFor();
    await fill({ Every: '15' });
    await save();
    await row('Sevens')
      .getByText(/^Every 15 minutes/)
      .waitFor();
    await choose(page, 'More for Sevens', 'Edit');
    await dialog().getByRole('button', { name: 'Write as iCalendar' }).click();
    await dialog().getByLabel('iCalendar', { exact: true }).fill('DTSTART:20261126T080000\nRRULE:FREQ=SOMETIMES');
    await save();
    await dialog()
      .getByText(/FREQ must be one of/)
      .waitFor();
    await page.keyboard.press('Escape');
  });

  it('goes into a file and comes back from it', async () => {
    await page.getByRole('button', { name: 'More for Sevens' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export .ics' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    assert.match(text, /SUMMARY:Sevens/);
    await choose(page, 'More for Sevens', 'Delete');
    await row('Sevens').waitFor({ state: 'detached' });
    const file = (content: string) => ({ name: 's.ics', mimeType: 'text/calendar', buffer: Buffer.from(content) });
    await page.getByLabel('Import .ics: file').setInputFiles(file(text));
    await page.getByText('Sevens was imported.').waitFor();
    await row('Sevens')
      .getByText(/^Every 15 minutes/)
      .waitFor();
    await page.getByLabel('Import .ics: file').setInputFiles(file('nothing'));
    await page.getByRole('alert').getByText(/./).first().waitFor();
  });

  it('does not hold on holidays', async () => {
    const holidays = card(page, 'Holidays');
    await holidays.getByRole('button', { name: 'Add holiday' }).click();
    await fill({ Date: '2026-12-25', Name: 'Christmas' });
    await dialog().getByLabel('Every year').check();
    await save();
    await holidays.getByText(/25.*, every year/).waitFor();
    const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20300101', 'SUMMARY:New Year'];
    const ics = [...text, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
    const file = { name: 'h.ics', mimeType: 'text/calendar', buffer: Buffer.from(ics) };
    await page.getByLabel('Import holidays: file').setInputFiles(file);
    await page.getByText('1 holiday was imported.').waitFor();
    await holidays.getByText('New Year').waitFor();
  });

  it('is shown to others at once', async () => {
    const { id } = (await stored('Sevens'))!;
    await stentor.fetch(`/api/schedules/${id}`, { method: 'PATCH', body: JSON.stringify({ name: 'Quarters' }) });
    await row('Quarters').waitFor();
    await card(page, 'Next 7 days').getByText('Quarters').first().waitFor();
    const unexpected = faults.filter(fault => !/status of 4\d\d/.test(fault));
    assert.deepEqual(unexpected, []);
  });
});
