import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { SipState } from '../../src/api/contract.ts';
import { card, DESK, choose, focused, openBrowser, PHONE, title, visit } from '../support/browser.ts';
import { look, screenshot } from '../support/page-checks.ts';
import { freePort } from '../support/sip-rig.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const PLACE = '/system/sip/phone';

describe('the page SIP', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  /** Another speaker, that is called and calls. */
  let other: Stentor;
  let browser: Browser;
  let page: Page;
  let otherPort: number;
  let ownPort: number;

  const patch = async (of: Stentor, settings: Readonly<Record<string, unknown>>) => {
    const answer = await of.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(settings) });
    assert.ok(answer.ok, await answer.text());
  };
  const ports = async (of: Stentor, rtp: number) => {
    const port = await freePort();
    await patch(of, {
      'Stentor.SIP.Port': port,
      'Stentor.SIP.TLSPort': await freePort(),
      'Stentor.SIP.RTPStartPort': rtp,
    });
    return port;
  };
  const state = async (of: Stentor) => (await (await of.fetch('/api/sip')).json()) as SipState;
  const setting = async (path: string) => {
    const all = (await (await stentor.fetch('/api/settings')).json()) as { path: string; value: unknown }[];
    return all.find(each => each.path === path)?.value;
  };
  const open = async (tab: string) => {
    await page.getByRole('navigation', { name: 'SIP', exact: true }).getByRole('link', { name: tab }).click();
    await card(page, tab).waitFor();
  };
  const dialog = () => page.getByRole('dialog');
  const save = () => dialog().getByRole('button', { name: 'Save' }).click();
  const fill = async (fields: Readonly<Record<string, string>>) => {
    for (const [label, text] of Object.entries(fields)) await dialog().getByLabel(label, { exact: true }).fill(text);
  };
  const entry = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  const bar = () => page.getByRole('region', { name: 'Calls', exact: true });

  before(async () => {
    [stentor, other, browser] = await Promise.all([startStentor(), startStentor(), openBrowser()]);
    await Promise.all([stentor.setUp(), other.setUp()]);
    ownPort = await ports(stentor, 24_000);
    otherPort = await ports(other, 24_400);
    await patch(other, { 'Stentor.SIP.Enabled': true, 'Stentor.SIP.AllowIncoming': true });
    page = await visit(browser, stentor, { place: PLACE });
  });
  after(async () => {
    await browser.close();
    await Promise.all([stentor.stop(), other.stop()]);
  });

  it('says that SIP is off, and enables it', async () => {
    await page.getByText('SIP is off. Enable it').waitFor();
    await look(page, 'sip-off');
    await page.getByRole('switch', { name: 'Enable SIP' }).check();
    await page.getByText('SIP is off. Enable it').waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'Allow incoming calls' }).check();
    await eventually('both are set', async () => (await setting('Stentor.SIP.AllowIncoming')) === true);
    await eventually('SIP is on', async () => (await state(stentor)).state === 'on');
  });

  it('orders codecs by buttons and keys, and keeps the focus on the one that moves', async () => {
    const written = () => setting('Stentor.SIP.Codecs');
    await page.getByRole('button', { name: 'Move G.722 up' }).click();
    await eventually('it is the first', async () => (await written()) === 'G722,opus,PCMU,PCMA');
    await focused(page.getByRole('button', { name: 'Move G.722 down' })).waitFor();
    await page.keyboard.press('ArrowDown');
    await eventually('it is the second', async () => (await written()) === 'opus,G722,PCMU,PCMA');
    await page.getByRole('button', { name: 'Do not use Opus' }).click();
    await eventually('it is gone', async () => (await written()) === 'G722,PCMU,PCMA');
    await page.getByRole('button', { name: 'Use Opus' }).click();
    await eventually('it is the last', async () => (await written()) === 'G722,PCMU,PCMA,opus');
    await look(page, 'sip-settings');
  });

  it('sets and removes the TURN password, which nobody can read', async () => {
    await page.getByLabel('TURN password', { exact: true }).fill('sesame');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('One is set. A new one takes its place.').waitFor();
    assert.equal((await state(stentor)).hasTurnPassword, true);
    await page.getByRole('button', { name: 'Remove TURN password' }).click();
    await page.getByText('None is set.').waitFor();
    assert.equal((await state(stentor)).hasTurnPassword, false);
  });

  it('adds an account with a DTMF sequence, and says at the field what is wrong', async () => {
    await open('SIP accounts');
    await entry('Peer to peer').getByText('Default').waitFor();
    await page.getByRole('button', { name: 'Add account' }).click();
    await fill({ Name: 'Exchange' });
    await save();
    await dialog().getByText('user ID is missing', { exact: false }).waitFor();
    await fill({ 'User ID': '201', Password: 'open sesame', Domain: '127.0.0.1' });
    await dialog().getByLabel('Transport mode').selectOption({ label: 'TCP' });
    await dialog().getByRole('button', { name: 'DTMF sequence' }).click();
    await fill({ Sequence: '*12#', Description: 'Open the gate' });
    await look(page, 'sip-account');
    await save();
    await page.getByText('The account Exchange was added.').waitFor();
    await entry('Exchange').getByText('201@127.0.0.1').waitFor();
    const made = (await state(stentor)).accounts.find(({ name }) => name === 'Exchange');
    assert.deepEqual(
      [made?.transport, made?.hasPassword, made?.dtmfSequences],
      ['tcp', true, [{ sequence: '*12#', description: 'Open the gate' }]],
    );
  });

  it('tells why an account is not registered', async () => {
    await choose(page, 'More for Exchange', 'Edit');
    assert.equal(await dialog().getByLabel('Password', { exact: true }).inputValue(), '');
    // Nobody listens there.
    await fill({ Registrar: `127.0.0.1:${await freePort()}` });
    await dialog().getByLabel('Registered', { exact: true }).check();
    await save();
    await entry('Exchange').getByText('Registration failed').waitFor();
    const { status, hasPassword } = (await state(stentor)).accounts.find(({ name }) => name === 'Exchange')!;
    assert.equal(hasPassword, true);
    assert.notEqual(status.text, '');
    await entry('Exchange').getByText(status.text, { exact: false }).waitFor();
    await look(page, 'sip-accounts');
  });

  it('turns an account off, takes that back, and deletes it after asking', async () => {
    await choose(page, 'More for Exchange', 'Turn off');
    await entry('Exchange').getByText('Not active').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await entry('Exchange').getByText('Not active').waitFor({ state: 'detached' });
    await choose(page, 'More for Exchange', 'Delete');
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The account Exchange was deleted.').waitFor();
    await page.getByRole('button', { name: 'More for Exchange' }).waitFor({ state: 'detached' });
    assert.equal((await state(stentor)).accounts.length, 1);
    await page.getByRole('button', { name: 'More for Peer to peer' }).click();
    assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0);
    await page.keyboard.press('Escape');
  });

  it('says in words why a test call cannot be made, or was not taken', async () => {
    await open('SIP test call');
    const call = card(page, 'SIP test call').getByRole('button', { name: 'Call', exact: true });
    await call.click();
    await card(page, 'SIP test call').getByRole('alert').waitFor();
    await patch(other, { 'Stentor.SIP.AllowIncoming': false });
    await page.getByLabel('SIP address').fill(`sip:127.0.0.1:${otherPort}`);
    await call.click();
    const why = page.getByRole('list', { name: 'Test call' }).getByRole('status');
    await why.filter({ hasText: /Denied|Failed|No answer/ }).waitFor();
    await patch(other, { 'Stentor.SIP.AllowIncoming': true });
  });

  it('calls the other speaker, mutes it on another page, and ends it there', async () => {
    await card(page, 'SIP test call').getByRole('button', { name: 'Call', exact: true }).click();
    const shown = page.getByRole('list', { name: 'Test call' });
    await shown.getByText('Active').waitFor();
    await shown.getByText('Codec').waitFor();
    await look(page, 'sip-test-call');
    await open('Call status');
    await card(page, 'Call status').getByText('Codec').waitFor();
    await page.getByRole('link', { name: 'Sound classes' }).click();
    await title(page).filter({ hasText: 'Sound classes' }).waitFor();
    await bar().getByText('In a call with').waitFor();
    await bar()
      .getByRole('button', { name: /^Mute / })
      .click();
    await bar()
      .getByRole('button', { name: /^Muted/ })
      .waitFor();
    assert.equal((await state(stentor)).calls[0]?.muted, true);
    await bar().getByLabel('Level, dB').fill('-6');
    await bar().getByLabel('Level, dB').press('Enter');
    await eventually('the call has the level', async () => (await state(stentor)).calls[0]?.gainDb === -6);
    await page.reload();
    assert.equal(await bar().getByLabel('Level, dB').inputValue(), '-6', 'also after the page is loaded anew');
    await look(page, 'sip-bar');
    await screenshot(page, 'sip-call-bar');
    await bar().getByRole('button', { name: 'End' }).click();
    await bar().waitFor({ state: 'detached' });
    await eventually('the other end knows', async () => (await state(other)).calls[0]?.state === 'Terminated');
  });

  it('answers a call that rings, on a phone', async () => {
    const [account] = (await state(stentor)).accounts;
    const path = `/api/sip/accounts/${account!.id}`;
    await stentor.fetch(path, { method: 'PATCH', body: JSON.stringify({ autoAnswer: false }) });
    const phone = await visit(browser, stentor, { ...PHONE, place: '/status' });
    const to = `sip:127.0.0.1:${ownPort}`;
    const answer = await other.fetch('/api/sip/calls', { method: 'POST', body: JSON.stringify({ to }) });
    assert.equal(answer.status, 201);
    await phone.getByText('Call from').waitFor();
    await look(phone, 'sip-bar-rings-phone');
    await phone.getByRole('button', { name: /^Answer/ }).click();
    await phone.getByText('In a call with').waitFor();
    await look(phone, 'sip-bar-phone');
    for (const tab of ['settings', 'accounts', 'test-call', 'call-status', 'dialogs']) {
      await phone.goto(`${stentor.https}${PLACE}/${tab}`);
      await phone.locator('main .card').first().waitFor();
      await look(phone, `sip-${tab}-phone`);
      if (tab === 'call-status') await screenshot(phone, 'sip-call-bar');
    }
    await phone.getByRole('region', { name: 'Calls', exact: true }).getByRole('button', { name: 'End' }).click();
    await phone.getByText('In a call with').waitFor({ state: 'detached' });
    await phone.goto(`${stentor.https}${PLACE}/accounts`);
    await choose(phone, `More for ${account!.name}`, 'Edit');
    await look(phone, 'sip-account-phone');
    await phone.context().close();
  });

  it('shows the messages of a dialog as a ladder, and the text of one', async () => {
    await page.goto(`${stentor.https}${PLACE}/dialogs`);
    await card(page, 'Dialogs').getByRole('button', { name: /^Call/ }).first().click();
    const ladder = page.getByRole('list', { name: 'Messages, the oldest first' });
    await ladder
      .getByRole('button', { name: /INVITE/ })
      .first()
      .click();
    assert.match(await ladder.locator('pre').innerText(), /^INVITE sip:/);
    await look(page, 'sip-dialogs');
    for (const { viewport } of [PHONE, DESK]) {
      await page.setViewportSize(viewport);
      await screenshot(page, 'sip-dialogs');
    }
  });

  it('lets an operator call, but neither change accounts nor read messages', async () => {
    const body = JSON.stringify({ name: 'guard', role: 'operator', password: 'kuTh-93 Vlom' });
    assert.equal((await stentor.fetch('/api/accounts', { method: 'POST', body })).status, 201);
    const login = { user: 'guard', password: 'kuTh-93 Vlom' };
    const guard = await visit(browser, stentor, { ...login, place: `${PLACE}/accounts` });
    await guard.getByText('Peer to peer').waitFor();
    assert.equal(await guard.getByRole('button', { name: /Add account|More for/ }).count(), 0);
    assert.equal(await guard.getByRole('link', { name: 'Dialogs' }).count(), 0);
    await guard.getByRole('link', { name: 'Call status' }).click();
    await card(guard, 'Last calls').getByText('Incoming').first().waitFor();
    await look(guard, 'sip-call-status');
    await guard.context().close();
  });
});
