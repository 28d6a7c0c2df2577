import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { choose, openBrowser, openPage, logIn, DESK } from '../support/browser.ts';
import type { Rule, RuleCondition } from '../../src/api/contract.ts';
import { fakeEventRoutes, type FakeEvents } from '../support/fake-event-routes.ts';
import { look } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

const rule = (id: string, name: string, condition: RuleCondition): Rule => ({
  id,
  name,
  enabled: true,
  wait: 0,
  conditions: [condition],
  trigger: condition.event !== 'call.state',
  action: { id: 'call.answer', args: {}, hold: false },
  fallback: null,
});

describe('the list of rules, and their trace', function () {
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
    known.rules.push(
      rule('1', 'Daily test', { event: 'speakertest.result', fields: { status: 'Failed' }, invert: false }),
      rule('2', 'Answer', { event: 'call.state', fields: { state: 'Ringing' }, invert: false }),
    );
    await page.goto(`${stentor.https}/system/events/rules`);
    await logIn(page);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

  it('shows which rule is active, when it ran and what failed', async () => {
    known.states.push(
      { id: '1', active: true, ranAt: new Date().toISOString() },
      { id: '2', active: false, problem: 'there is no call' },
    );
    await page.reload();
    await row('Daily test').getByText('Active').waitFor();
    await row('Daily test')
      .getByText(/^Ran last: \d.*\.$/)
      .waitFor();
    await row('Answer').getByText('There is no call.').waitFor();
    await row('Answer').getByText('Has not run since the start.').waitFor();
  });

  it('turns a rule off, copies it, deletes it, and takes that back', async () => {
    await page.getByRole('switch', { name: 'Answer', exact: true }).uncheck();
    await page.getByText('Answer is off.').waitFor();
    assert.equal(known.rules[1]?.enabled, false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('switch', { name: 'Answer', exact: true, checked: true }).waitFor();
    await choose(page, 'More for Answer', 'Copy');
    await row('Answer (copy)').waitFor();
    await choose(page, 'More for Answer (copy)', 'Delete');
    await row('Answer (copy)').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await row('Answer (copy)').waitFor();
  });

  it('takes rules from a file, and says where a file is none', async () => {
    const file = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    const [first] = known.rules;
    const input = page.getByLabel('Import rules: file');
    await input.setInputFiles(file('rules.json', JSON.stringify({ rules: [{ ...first, name: 'From a file' }] })));
    await page.getByText('1 rule was imported.').waitFor();
    await row('From a file').waitFor();
    await input.setInputFiles(file('x.json', '{'));
    await page.getByText('This file is no JSON.').waitFor();
    await page.getByRole('button', { name: 'More for rules' }).click();
    const link = page.getByRole('menuitem', { name: 'Export as JSON' });
    assert.equal(await link.getAttribute('href'), '/api/rules/export');
    await page.keyboard.press('Escape');
  });

  it('tells of what happened why each rule did what it did', async () => {
    const at = new Date().toISOString();
    known.trace.push(
      { number: 1, event: 'system.ready', title: 'System ready', data: { ready: true }, at, looks: [], note: '' },
      {
        number: 2,
        event: 'schedules.interval',
        title: 'Schedule',
        data: { id: '7', name: 'Daily at 6pm', active: true },
        at,
        note: '',
        looks: [
          {
            rule: '1',
            name: 'Daily test',
            verdict: 'fired',
            why: 'all conditions hold',
            action: { state: 'failed', problem: 'the microphone is off' },
          },
          {
            rule: '2',
            name: 'Answer',
            verdict: 'not-met',
            why: 'the schedule Office hours is not active: it is 12:00 in America/New_York',
          },
        ],
      },
    );
    await page.reload();
    const trace = page.getByRole('list', { name: 'Trace, newest first' });
    await trace.getByText('The action failed. The microphone is off.').waitFor();
    await trace.getByText('it is 12:00 in America/New_York.').waitFor();
    assert.equal(await trace.locator('> li').count(), 2);
    await look(page, 'rule-list-trace');
    await page.getByLabel('Rule', { exact: true }).selectOption({ label: 'Daily test' });
    assert.equal(await trace.locator('> li').count(), 1);
    await page.getByLabel('Rule', { exact: true }).selectOption({ label: 'All rules' });
    await page.getByRole('searchbox', { name: 'Search' }).fill('ready');
    assert.match(await trace.innerText(), /System ready/);
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByRole('button', { name: /^Replay Schedule/ }).click();
    await page.getByText('Schedule was told to the rules once more.').waitFor();
    assert.deepEqual(known.replayed, [2]);
  });

  it('follows what happens', async () => {
    known.trace.push({ ...known.trace[0]!, number: 3, title: 'Told just now' });
    const body = JSON.stringify({ active: true });
    await stentor.fetch('/api/virtual-inputs/9', { method: 'PATCH', body });
    await page.getByRole('list', { name: 'Trace, newest first' }).getByText('Told just now').waitFor();
  });

  it('goes between list and editor by the browser’s own buttons', async () => {
    await choose(page, 'More for Daily test', 'Edit');
    await page.getByRole('heading', { name: 'Edit Daily test' }).waitFor();
    await page.goBack();
    await row('Daily test').waitFor();
    await page.goto(`${stentor.https}/system/events/rules/gone`);
    await page.getByText('This rule is not here any more').waitFor();
    await page.getByRole('link', { name: 'Back to the rules' }).click();
    await row('Daily test').waitFor();
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await look(page, 'rule-list-phone');
    await page.setViewportSize(DESK.viewport);
  });

  it('lets an operator look and test, but not change; a viewer is told whom to ask', async () => {
    for (const [name, role] of [
      ['caretaker', 'operator'],
      ['guest', 'viewer'],
    ] as const) {
      const body = JSON.stringify({ name, role, password: 'kuTh-93 Vlom' });
      assert.equal((await stentor.fetch('/api/accounts', { method: 'POST', body })).status, 201);
    }
    const other = await openPage(browser, DESK);
    const fake = await fakeEventRoutes(other);
    fake.rules.push(known.rules[0]!);
    fake.trace.push(known.trace[0]!);
    await other.goto(`${stentor.https}/system/events/rules`);
    await logIn(other, 'caretaker', 'kuTh-93 Vlom');
    await other.getByRole('switch', { name: 'Daily test', disabled: true }).waitFor();
    assert.equal(await other.getByRole('button', { name: 'Add a rule' }).count(), 0);
    assert.equal(await other.getByRole('button', { name: /^Replay/ }).count(), 0);
    await other.getByRole('button', { name: 'More for Daily test' }).click();
    assert.deepEqual(await other.getByRole('menuitem').allInnerTexts(), ['Test', 'Why it acted or not']);
    await other.context().close();
    const third = await openPage(browser, DESK);
    await third.goto(`${stentor.https}/system/events`);
    await logIn(third, 'guest', 'kuTh-93 Vlom');
    await third.getByText('Only operators and administrators can open this page.').waitFor();
    assert.equal(await third.getByRole('link', { name: 'Events' }).count(), 0);
    await third.context().close();
  });
});
