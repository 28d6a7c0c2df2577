import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { choose, focused, openBrowser, openPage, logIn, DESK } from '../support/browser.ts';
import { fakeEventRoutes, type FakeEvents } from '../support/fake-event-routes.ts';
import { knowsDtmf } from '../support/furnish-events.ts';
import { look } from '../support/page-checks.ts';
import { beep, wav } from '../support/signals.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

describe('the page Events > Rules', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let known: FakeEvents;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await stentor.upload('Doorbell.wav', wav(beep(700)));
    await knowsDtmf(stentor, 'stop audio');
    page = await openPage(browser, DESK);
    known = await fakeEventRoutes(page);
    known.schedules.push({
      id: '7',
      name: 'Daily at 6pm',
      kind: 'interval',
      calendar: 'DTSTART:20261126T180000\nDTEND:20261126T180100\nRRULE:FREQ=DAILY',
      timeZone: '',
      exceptHolidays: false,
      catchUp: false,
      predefined: false,
      active: false,
    });
    await page.goto(`${stentor.https}/system/events`);
    await logIn(page);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const part = (name: string) => page.getByRole('group', { name, exact: true });
  const save = () => page.getByRole('button', { name: 'Save' }).click();
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

  it('is at System > Events and says what to do while there is no rule', async () => {
    await page.getByText('There are no rules yet.').waitFor();
    assert.equal(new URL(page.url()).pathname, '/system/events/rules');
    const tabs = page.getByRole('navigation', { name: 'Events' }).getByRole('link');
    assert.deepEqual(await tabs.allInnerTexts(), ['Rules', 'Schedules', 'Recipients', 'Manual triggers', 'MQTT']);
    await look(page, 'rules-empty');
  });

  it('makes the rule of the manual that runs the speaker test by a schedule', async () => {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await focused(page.getByRole('heading', { name: 'Add a rule' })).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Daily test');
    await part('Condition 1').getByLabel('Condition', { exact: true }).selectOption({ label: 'Schedule' });
    await part('Condition 1').getByLabel('Schedule', { exact: true }).selectOption({ label: 'Daily at 6pm' });
    await part('Action').getByLabel('Action', { exact: true }).selectOption({ label: 'Run automatic speaker test' });
    await page.getByText('When Schedule: Daily at 6pm begins, do Run automatic speaker test.').waitFor();
    await save();
    await page.getByText('The rule Daily test was added.').waitFor();
    assert.deepEqual(known.rules, [
      {
        id: '1',
        name: 'Daily test',
        enabled: true,
        wait: 0,
        conditions: [{ event: 'schedules.interval', fields: { id: '7', active: true }, invert: false }],
        trigger: false,
        action: { id: 'speakertest.run', args: {}, hold: false },
        fallback: null,
      },
    ]);
  });

  it('makes the rule of the manual that answers a call when the clip has ended', async () => {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Answer');
    await page.getByLabel('Wait between actions').fill('00:05:00');
    const first = part('Condition 1');
    await first.getByLabel('Condition', { exact: true }).selectOption({ label: 'Audio clip playing' });
    await first.getByLabel('Use this condition as a trigger').check();
    await first.getByLabel('Invert this condition').check();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    const second = part('Condition 2');
    await second.getByLabel('Condition', { exact: true }).selectOption({ label: 'State' });
    await second.getByLabel('State', { exact: true }).selectOption({ label: 'Ringing' });
    await part('Action').getByLabel('Action', { exact: true }).selectOption({ label: 'Answer call' });
    await page.getByRole('button', { name: 'Add a fallback action' }).click();
    const fallback = part('Fallback action');
    await fallback.getByLabel('Fallback action', { exact: true }).selectOption({ label: 'Play audio clip' });
    await fallback.getByLabel('Audio clip', { exact: true }).selectOption({ label: 'Doorbell' });
    await page
      .getByText(
        'When Audio clip playing ends and while State: Ringing holds, do Answer call; ' +
          'if that fails, do Play audio clip: Doorbell; then wait 00:05:00.',
      )
      .waitFor();
    await look(page, 'rules-editor');
    await save();
    await row('Answer').waitFor();
    const { id, ...rule } = known.rules[1]!;
    assert.equal(id, '2');
    assert.deepEqual(rule, {
      name: 'Answer',
      enabled: true,
      wait: 300,
      conditions: [
        { event: 'audio.clip-playing', fields: { playing: true }, invert: true },
        { event: 'call.state', fields: { state: 'Ringing' }, invert: false },
      ],
      trigger: true,
      action: { id: 'call.answer', args: {}, hold: false },
      fallback: { id: 'audio.play-clip', args: { location: 'Doorbell.wav', repeat: 0, volume: 100 }, hold: false },
    });
    await look(page, 'rules-list');
  });

  it('guides a pulse to the front, where it can only be the trigger', async () => {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await part('Condition 1').getByLabel('Condition', { exact: true }).selectOption({ label: 'State' });
    await page.getByRole('button', { name: 'Add a condition' }).click();
    const chooser = (name: string) => part(name).getByLabel('Condition', { exact: true });
    await chooser('Condition 2').selectOption({ label: 'DTMF' });
    assert.equal(await chooser('Condition 1').inputValue(), 'call.dtmf');
    assert.equal(await chooser('Condition 2').inputValue(), 'call.state');
    const trigger = part('Condition 1').getByLabel('Use this condition as a trigger');
    assert.deepEqual([await trigger.isChecked(), await trigger.isDisabled()], [true, true]);
    assert.equal(await part('Condition 1').getByLabel('Invert this condition').count(), 0);
    await part('Condition 1').getByText('it stands first and can only start the rule').waitFor();
    const second = chooser('Condition 2').locator('option', { hasText: 'Speaker test result' });
    assert.equal(await second.isDisabled(), true);
    await page.getByRole('button', { name: 'Remove condition 2' }).click();
    await part('Condition 1').getByLabel('DTMF Event ID').selectOption({ label: 'stop audio' });
    await part('Action').getByLabel('Action', { exact: true }).selectOption({ label: 'Play audio clip' });
    const hold = part('Action').getByLabel('While the rule is active');
    assert.equal(await hold.isDisabled(), true, 'a rule of a pulse alone is over at once');
    await part('Action').getByLabel('Action', { exact: true }).selectOption({ label: 'Stop playing audio clip' });
    await page.getByLabel('Name', { exact: true }).fill('DTMF stop audio');
    await save();
    await row('DTMF stop audio').waitFor();
    const third = known.rules[2]!;
    assert.deepEqual(third.conditions, [{ event: 'call.dtmf', fields: { event: 'stop audio' }, invert: false }]);
    assert.equal(third.trigger, true);
  });

  it('says at the field what is missing, and what has no recipient yet', async () => {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await save();
    await page.getByText('Type a name.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Mail');
    await save();
    await part('Condition 1').getByText('Choose a condition.', { exact: true }).waitFor();
    await part('Condition 1').getByLabel('Condition', { exact: true }).selectOption({ label: 'Speaker test result' });
    await part('Condition 1').getByLabel('Speaker test status').selectOption({ label: 'Didn’t pass the test' });
    await part('Action').getByLabel('Action', { exact: true }).selectOption({ label: 'Send notification to email' });
    await part('Action').getByText('There is no recipient of this type yet.').waitFor();
    await save();
    await part('Action').getByText('Choose one.').waitFor();
    await look(page, 'rules-problem');
    await stentor.fetch('/api/recipients', {
      method: 'POST',
      body: JSON.stringify({
        name: 'Speaker test recipients',
        type: 'email',
        fields: { to: 'a@example.com', from: 'b@example.com', host: '127.0.0.1' },
      }),
      headers: { 'content-type': 'application/json' },
    });
    await part('Action').getByText('There is no recipient of this type yet.').waitFor({ state: 'detached' });
    await part('Action').getByLabel('Recipient').selectOption({ label: 'Speaker test recipients' });
    await part('Action').getByLabel('Subject').fill('Test failed');
    await part('Action').getByLabel('Message').fill('%F on #n');
    await part('Action').getByRole('button', { name: 'Preview the text' }).click();
    await part('Action')
      .getByText(/^20\d\d-\d\d-\d\d on \S+$/)
      .waitFor();
    await save();
    await row('Mail')
      .getByText(/do Send notification to email: Speaker test recipients, subject Test failed/)
      .waitFor();
  });

  it('tells what a rule would do, before it is saved and after', async () => {
    await choose(page, 'More for Answer', 'Edit');
    await page.getByLabel('Wait between actions').fill('soon');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('Type a time as hh:mm:ss').waitFor();
    await page.getByLabel('Wait between actions').fill('00:00:10');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Test Answer' });
    assert.equal(await dialog.getByLabel('Playing').isChecked(), false, 'the condition is inverted');
    await dialog.getByRole('button', { name: 'Test' }).click();
    await dialog.getByText('All conditions hold.').waitFor();
    await dialog.getByText('The action would be done.').waitFor();
    const [dry] = known.dryRuns;
    assert.deepEqual([dry?.event, dry?.data, dry?.rule?.wait], ['audio.clip-playing', { playing: false }, 10]);
    await look(page, 'rules-dry-run');
    await dialog.getByLabel('What happens').selectOption({ label: 'State: Ringing' });
    assert.equal(await dialog.getByLabel('State', { exact: true }).inputValue(), 'Ringing');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await choose(page, 'More for Daily test', 'Test');
    await page.getByRole('dialog', { name: 'Test Daily test' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('keeps a rule that was begun when the page is left, until it is saved or thrown away', async () => {
    await page.goto(`${stentor.https}/system/events/rules`);
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Half a rule');
    await page.getByRole('link', { name: 'Storage' }).click();
    await page.getByRole('heading', { level: 1, name: 'Storage' }).waitFor();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByText('A new rule is not saved yet.').waitFor();
    await page.getByRole('link', { name: 'Go on' }).click();
    await page.getByText('This is what you had written and not saved.').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Half a rule');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The rule was not added.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('This is what you had written and not saved.').waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), '');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Add a rule' }).waitFor();
    assert.equal(await page.getByText('is not saved yet').count(), 0);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await choose(page, 'More for Answer', 'Edit');
    await page.getByRole('heading', { name: 'Edit Answer' }).waitFor();
    await look(page, 'rules-phone-editor');
    await page.setViewportSize(DESK.viewport);
  });
});
