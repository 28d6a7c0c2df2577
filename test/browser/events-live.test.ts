import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { RuleList, RulesFile } from '../../src/api/contract.ts';
import { choose, openStentor, watchFaults } from '../support/browser.ts';
import { knowsDtmf } from '../support/furnish-events.ts';
import { beep, wav } from '../support/signals.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

/** The page and the rules of a real speaker, from the first condition to the sound. */
describe('a rule made at the page', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;
  let faults: readonly string[];

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/status'));
    await stentor.upload('Doorbell.wav', wav(beep(700)));
    await knowsDtmf(stentor, 'stop audio');
    faults = watchFaults(page, stentor.https);
    await page.getByRole('link', { name: 'Events' }).click();
    await page.getByText('There are no rules yet.').waitFor();
  });
  after(() => close());

  const part = (name: string) => page.getByRole('group', { name, exact: true });
  const condition = (name: string) => part(name).getByLabel('Condition', { exact: true });
  const action = () => part('Action').getByLabel('Action', { exact: true });
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const trace = () => page.getByRole('list', { name: 'Trace, newest first' });
  const raise = (port: number, active: boolean) =>
    stentor.fetch(`/api/virtual-inputs/${port}`, { method: 'PATCH', body: JSON.stringify({ active }) });
  const stored = async () => (await (await stentor.fetch('/api/rules')).json()) as RuleList;

  it('offers all that happens, under headings, and all that can be done', async () => {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const labels = await page.evaluate<string[]>("[...document.querySelectorAll('optgroup')].map(each => each.label)");
    assert.deepEqual(labels.slice(0, 3), ['Device status', 'Edge storage', 'I/O']);
    const count = await action().locator('option').count();
    assert.ok(count > 10, `${count} actions`);
  });

  it('can be made of everything that is offered', async () => {
    const values = async (options: ReturnType<Page['locator']>) => {
      const all = await options.all();
      const found = await Promise.all(all.map(option => option.getAttribute('value')));
      return found.filter(value => value !== null && value !== '') as string[];
    };
    for (const event of await values(condition('Condition 1').locator('option')))
      await condition('Condition 1').selectOption(event);
    for (const id of await values(action().locator('option'))) await action().selectOption(id);
    assert.deepEqual(faults, []);
  });

  it('is found under the words of the manual', async () => {
    const choose = async (title: string, field: string, value: string) => {
      await condition('Condition 1').selectOption({ label: title });
      await part('Condition 1').getByLabel(field, { exact: true }).selectOption({ label: value });
    };
    for (const [title, field, value, what] of [
      ['Speaker test result', 'Speaker test status', 'Didn’t pass the test', 'Send notification to email'],
      ['DTMF', 'DTMF Event ID', 'stop audio', 'Stop playing audio clip'],
      ['State', 'State', 'Ringing', 'Play audio clip'],
      ['State', 'State', 'Ringing', 'Answer call'],
    ] as const) {
      await choose(title, field, value);
      await action().selectOption({ label: what });
      const verb = title === 'State' ? 'begins' : 'happens';
      await page.getByText(`When ${title}: ${value} ${verb}, do ${what}`).waitFor();
    }
    await action().selectOption({ label: 'Run automatic speaker test' });
  });

  it('plays a clip when a virtual input comes, and the trace says why', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Bell');
    await condition('Condition 1').selectOption({ label: 'Virtual input' });
    await part('Condition 1').getByLabel('Use this condition as a trigger').setChecked(false);
    await part('Condition 1').getByLabel('Virtual input', { exact: true }).selectOption({ label: 'Virtual input 3' });
    await action().selectOption({ label: 'Play audio clip' });
    await part('Action').getByLabel('Audio clip', { exact: true }).selectOption({ label: 'Doorbell' });
    await page.getByText('When Virtual input: Virtual input 3 begins, do Play audio clip: Doorbell.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await row('Bell').getByText('Has not run since the start.').waitFor();
    await raise(3, true);
    await row('Bell').getByText('Ran last:').waitFor();
    await row('Bell').getByText('Active').waitFor();
    await trace().getByText('Audio clip playing').first().waitFor();
    await page.getByLabel('Rule', { exact: true }).selectOption({ label: 'Bell' });
    await trace().getByText('The action was done.').waitFor();
    assert.equal(await trace().locator('> li').count(), 1);
  });

  it('tells that it would not act on another input, and why', async () => {
    await raise(3, false);
    await trace().getByText('Ended').waitFor();
    await raise(4, true);
    await trace().getByText('Not met').waitFor();
    await choose(page, 'More for Bell', 'Test');
    const dialog = page.getByRole('dialog', { name: 'Test Bell' });
    await dialog.getByLabel('Virtual input', { exact: true }).selectOption({ label: 'Virtual input 5' });
    await dialog.getByRole('button', { name: 'Test', exact: true }).click();
    await dialog.getByText('Not met').waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'More for Bell', 'Why it acted or not');
    await page.getByRole('dialog').getByRole('button', { name: 'Explain' }).click();
    await page
      .getByRole('dialog')
      .getByText(/was not so: active is no, not yes\./)
      .waitFor();
    await page.keyboard.press('Escape');
  });

  it('is told an event once more', async () => {
    const before = await trace().locator('> li').count();
    await page
      .getByRole('button', { name: /^Replay Virtual input/ })
      .first()
      .click();
    await page.getByText('Virtual input was told to the rules once more.').waitFor();
    await eventually('the replay is in the trace', async () => (await trace().locator('> li').count()) > before);
  });

  it('says at its field what the speaker does not take', async () => {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Pulse');
    await condition('Condition 1').selectOption({ label: 'Currently playing' });
    await action().selectOption({ label: 'Send audio clip to other speakers' });
    await part('Action').getByLabel('Audio clip', { exact: true }).selectOption({ label: 'Doorbell' });
    await part('Action').getByLabel('Address').fill('239.0.0.1');
    await part('Action').getByLabel('Port').fill('4000');
    await part('Action').getByLabel('SRTP key').fill('abc');
    await page.getByRole('button', { name: 'Save' }).click();
    await part('Action')
      .getByText(/must match pattern/)
      .waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await stored()).rules.length, 1);
  });

  it('goes into a file and comes back from it', async () => {
    await page.getByRole('button', { name: 'More for rules' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as JSON' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    assert.deepEqual(
      (JSON.parse(text) as RulesFile).rules.map(({ name }) => name),
      ['Bell'],
    );
    await choose(page, 'More for Bell', 'Delete');
    await page.getByText('There are no rules yet.').waitFor();
    const file = (content: string) => ({
      name: 'rules.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    });
    await page.getByLabel('Import rules: file').setInputFiles(file(text));
    await row('Bell').waitFor();
    await page.getByLabel('Import rules: file').setInputFiles(file(text.replace('audio.play-clip', 'audio.sing')));
    await page.getByText('Rule 1 of the file: There is no action audio.sing.').waitFor();
    assert.equal((await stored()).rules.length, 1);
  });

  it('is copied, turned off and deleted, and that is taken back', async () => {
    await choose(page, 'More for Bell', 'Copy');
    await row('Bell (2)').waitFor();
    assert.equal(await page.getByRole('switch', { name: 'Bell (2)' }).isChecked(), false);
    await choose(page, 'More for Bell (2)', 'Delete');
    await row('Bell (2)').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await row('Bell (2)').waitFor();
    await page.getByRole('switch', { name: 'Bell', exact: true }).uncheck();
    await page.getByText('Bell is off.').waitFor();
    assert.equal((await stored()).rules.find(({ name }) => name === 'Bell')?.enabled, false);
  });

  it('is shown to others at once', async () => {
    const { rules } = await stored();
    const body = JSON.stringify({ name: 'Renamed elsewhere' });
    await stentor.fetch(`/api/rules/${rules[0]!.id}`, { method: 'PATCH', body });
    await row('Renamed elsewhere').waitFor();
    assert.equal(browser.isConnected(), true);
  });
});
