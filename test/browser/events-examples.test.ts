import { strict as assert } from 'node:assert';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import type { ScheduleList, TracedEvent } from '../../src/api/contract.ts';
import { choose, openStentor, visit } from '../support/browser.ts';
import { ruleWalk } from '../support/rule-walk.ts';
import { beep, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/**
 * The examples of the manual, "Set up rules for events", by its labels, on a real speaker. That it is six o’clock is told
 * through the virtual board; the speaker test is a real one. Those with calls are in sip-examples.test.ts.
 */
describe('the examples of the manual', function () {
  this.timeout(300_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;
  const mails: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let mail = `to ${session.envelope.rcptTo.map(({ address }) => address).join(' ')}\n`;
      stream.on('data', part => (mail += String(part)));
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
  });

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor('/system/events/rules'));
    await stentor.upload('Doorbell.wav', wav(beep(1500)));
    await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await close();
    await new Promise<void>(resolve => smtp.close(resolve));
  });

  const walk = (on = page) => ruleWalk(on);
  async function fillDialog(on: Page, fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields))
      await on.getByRole('dialog').getByLabel(label, { exact: true }).fill(text);
  }
  async function tell(event: string, data: object): Promise<void> {
    const answer = await stentor.fetch('/api/board/event', { method: 'POST', body: JSON.stringify({ event, data }) });
    assert.equal(answer.status, 204, await answer.text());
  }
  async function furnish(room: object): Promise<void> {
    await stentor.fetch('/api/board', { method: 'PATCH', body: JSON.stringify({ room }) });
  }
  /** A calibration and an analysis take their time. */
  async function testStatus(wanted: string): Promise<void> {
    const status = async () => {
      const answer = await stentor.fetch('/api/speaker-test');
      return ((await answer.json()) as { status: string }).status;
    };
    for (let asked = 0; asked < 1200 && (await status()) !== wanted; asked++)
      await new Promise(go => setTimeout(go, 100));
    const told = await (await stentor.fetch('/api/speaker-test')).text();
    assert.equal(await status(), wanted, told.slice(0, 2000));
  }
  async function clockStrikesSix(): Promise<void> {
    const { schedules } = (await (await stentor.fetch('/api/schedules')).json()) as ScheduleList;
    const id = schedules.find(({ name }) => name === 'Daily at 6pm')?.id ?? '';
    await tell('schedules.interval', { id, name: 'Daily at 6pm', active: true });
    await tell('schedules.interval', { id, name: 'Daily at 6pm', active: false });
  }
  const isPlaying = async () => {
    const { playing } = (await (await stentor.fetch('/api/audio')).json()) as { playing: readonly unknown[] };
    return playing.length > 0;
  };
  const looksOf = async (name: string) => {
    const trace = (await (await stentor.fetch('/api/rules/trace')).json()) as TracedEvent[];
    return trace.flatMap(({ looks }) => looks.filter(look => look.name === name));
  };

  it('sends an email if a speaker test fails', async () => {
    await walk().openTab('Schedules');
    await page.getByRole('button', { name: 'Add schedule' }).click();
    await fillDialog(page, { Name: 'Daily at 6pm', 'Start time': '18:00', 'End time': '18:01' });
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Every day, 18:00 to 18:01').waitFor();

    await walk().openTab('Recipients');
    await page.getByRole('button', { name: 'Add recipient' }).click();
    await fillDialog(page, { Name: 'Speaker test recipients' });
    await page.getByRole('dialog').getByLabel('Type').selectOption({ label: 'Email' });
    await fillDialog(page, {
      'Send email to': 'a@example.com, b@example.com',
      'Send email from': 'speaker@example.com',
      'Email server (SMTP)': '127.0.0.1',
      Port: String((smtp.server.address() as AddressInfo).port),
    });
    await page.getByRole('dialog').getByLabel('Encryption').selectOption({ label: 'None' });
    await page.getByRole('dialog').getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByRole('dialog').getByText('The test was sent.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();

    await walk().begin('Speaker test');
    await walk().pick('Condition 1', 'Condition', 'Schedule');
    await walk().pick('Condition 1', 'Schedule', 'Daily at 6pm');
    await walk().pick('Action', 'Action', 'Run automatic speaker test');
    await walk().save('Speaker test');

    await walk().begin('Speaker test failed');
    await walk().pick('Condition 1', 'Condition', 'Speaker test result');
    await walk().pick('Condition 1', 'Speaker test status', 'Didn’t pass the test');
    await walk().pick('Action', 'Action', 'Send notification to email');
    await walk().pick('Action', 'Recipient', 'Speaker test recipients');
    await walk().part('Action').getByLabel('Subject', { exact: true }).fill('Speaker test of #n failed');
    await walk().part('Action').getByLabel('Message', { exact: true }).fill('On %F: {{reason}}');
    await walk().save('Speaker test failed');

    mails.length = 0;
    await furnish({ preset: 'office', noiseDb: -75 });
    await stentor.fetch('/api/board/press', { method: 'POST', body: JSON.stringify({ ms: 200 }) });
    await testStatus('Calibrated');
    await clockStrikesSix();
    await testStatus('OK');
    await furnish({ preset: 'silent', noiseDb: -75 });
    await clockStrikesSix();
    await testStatus('Failed');
    await eventually('the mail has come', () => mails.length > 0);
    assert.match(mails[0]!, /^to a@example\.com b@example\.com$/mu);
    assert.match(mails[0]!, /^Subject: Speaker test of .+ failed/mu);
    assert.match(mails[0]!, /On 20\d\d-\d\d-\d\d: no-sound/u);
    assert.equal(mails.length, 1);
  });

  it('plays audio when a camera detects motion', async () => {
    await page.goto(`${stentor.https}/audio/clips`);
    await choose(page, 'More for Doorbell', 'Create link');
    const links = page.getByRole('dialog');
    await links.getByLabel('Volume (%)').fill('50');
    await links.getByLabel('Number of times to repeat').fill('1');
    const link = await links.getByLabel('Link (HTTP)', { exact: true }).inputValue();
    await page.keyboard.press('Escape');
    const account = { name: 'viewer', password: 'viewer pass', role: 'viewer' };
    const added = await stentor.fetch('/api/accounts', { method: 'POST', body: JSON.stringify(account) });
    assert.equal(added.status, 201, await added.text());

    const camera = await startStentor();
    try {
      await camera.setUp();
      const its = await visit(browser, camera, { place: '/system/events/recipients' });
      await its.getByRole('button', { name: 'Add recipient' }).click();
      await its.getByRole('dialog').getByLabel('Type').selectOption({ label: 'HTTP' });
      await fillDialog(its, { Name: 'Speaker', URL: link, Username: account.name, Password: account.password });
      await its.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await walk(its).begin('Motion');
      await walk(its).pick('Condition 1', 'Condition', 'Virtual input');
      await walk(its).pick('Action', 'Action', 'Send notification through HTTP');
      await walk(its).pick('Action', 'Recipient', 'Speaker');
      await walk(its).save('Motion');
      await camera.fetch('/axis-cgi/virtualinput/activate.cgi?schemaversion=1&port=7');
      await eventually('the speaker plays', isPlaying);
      const { playing } = (await (await stentor.fetch('/api/audio')).json()) as { playing: { name: string }[] };
      assert.equal(playing[0]?.name, 'Doorbell');
    } finally {
      await camera.stop();
    }
    await stentor.fetch('/axis-cgi/stopclip.cgi');
    await eventually('it is silent again', async () => !(await isPlaying()));
    await page.goto(`${stentor.https}/system/events/rules`);
  });

  it('says why it did not ring', async () => {
    const why = async (name: string) => {
      await page
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { name, exact: true }) })
        .getByRole('button', { name: `More for ${name}` })
        .click();
      await page.getByRole('menuitem', { name: 'Why it acted or not' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Explain' }).click();
    };
    const add = async (rule: object) => {
      const answer = await stentor.fetch('/api/rules', { method: 'POST', body: JSON.stringify(rule) });
      assert.equal(answer.status, 201, await answer.text());
    };
    const far = { name: 'Far away', kind: 'interval', timeZone: 'Pacific/Kiritimati' };
    const calendar = 'DTSTART:20260101T180000\nDTEND:20260101T180100\nRRULE:FREQ=YEARLY';
    const made = await stentor.fetch('/api/schedules', { method: 'POST', body: JSON.stringify({ ...far, calendar }) });
    const { id } = (await made.json()) as { id: string };
    const play = { id: 'audio.play-clip', args: { location: 'Doorbell.wav' } };
    const input = { event: 'rules.virtual-input', fields: { port: 9, active: true } };
    await add({ name: 'Off', enabled: false, conditions: [input], action: play });
    await add({
      name: 'Elsewhere',
      conditions: [{ event: 'schedules.interval', fields: { id, active: true } }],
      action: play,
    });
    await add({ name: 'Inverted', conditions: [input, { ...input, invert: true }], action: play });
    const refusing = await stentor.fetch('/api/recipients', {
      method: 'POST',
      body: JSON.stringify({ name: 'Refuses', type: 'http', fields: { url: `${stentor.http}/axis-cgi/nothing.cgi` } }),
    });
    assert.equal(refusing.status, 201, await refusing.text());
    const post = { id: 'notify.http', args: { recipient: 'Refuses' } };
    await add({ name: 'Refused', conditions: [input], trigger: true, action: post });
    await stentor.fetch('/api/virtual-inputs/9', { method: 'PATCH', body: '{"active":true}' });
    await eventually('the recipient refused', async () =>
      (await looksOf('Refused')).some(({ action }) => action?.state === 'failed'),
    );
    await page.reload();
    for (const [name, said] of [
      ['Off', /The rule is switched off/],
      ['Elsewhere', /Far away is not active: it is .* in Pacific\/Kiritimati/],
      ['Inverted', /is inverted/],
      ['Refused', /refused|404/],
    ] as const) {
      await why(name);
      await page.getByRole('dialog').getByText(said).first().waitFor();
      await page.keyboard.press('Escape');
    }
  });
});
