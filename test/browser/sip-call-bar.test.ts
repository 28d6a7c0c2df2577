import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { AudioHealth, SipState, TracedEvent } from '../../src/api/contract.ts';
import { card, focused, openBrowser, PHONE, visit } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import { freePort } from '../support/sip-rig.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

interface Called extends Stentor {
  readonly uri: string;
}

/** A speaker that calls and is called. */
async function startPhone(rtp: number): Promise<Called> {
  const stentor = await startStentor();
  await stentor.setUp();
  const port = await freePort();
  const settings = {
    'Stentor.SIP.Port': port,
    'Stentor.SIP.TLSPort': await freePort(),
    'Stentor.SIP.RTPStartPort': rtp,
    'Stentor.SIP.Enabled': true,
    'Stentor.SIP.AllowIncoming': true,
  };
  const answer = await stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(settings) });
  assert.ok(answer.ok, await answer.text());
  return { ...stentor, uri: `sip:127.0.0.1:${port}` };
}

describe('the bar of calls', function () {
  this.timeout(120_000);
  let stentor: Called;
  let other: Called;
  let third: Called;
  let browser: Browser;
  let page: Page;

  const calls = async (of: Stentor) => ((await (await of.fetch('/api/sip')).json()) as SipState).calls;
  const received = async (of: Stentor) => (await calls(of))[0]?.statistics?.packetsReceived ?? 0;
  const bar = (on = page) => on.getByRole('region', { name: 'Calls', exact: true });
  const press = (name: RegExp) => bar().getByRole('button', { name }).click();
  const dialog = () => page.getByRole('dialog');
  const begin = async () => {
    const answer = await stentor.fetch('/api/sip/calls', { method: 'POST', body: JSON.stringify({ to: other.uri }) });
    assert.equal(answer.status, 201, await answer.text());
    await bar().getByText('In a call with').waitFor();
    await eventually('sound flows', async () => (await received(stentor)) > 0 && (await received(other)) > 0);
  };
  const over = (of: Stentor) =>
    eventually('it is over', async () => (await calls(of)).every(({ state }) => state === 'Terminated'));

  before(async () => {
    [stentor, other, third, browser] = await Promise.all([
      startPhone(24_800),
      startPhone(25_200),
      startPhone(25_600),
      openBrowser(),
    ]);
    page = await visit(browser, stentor, { place: '/system/sip/phone/call-status' });
  });
  after(async () => {
    await browser.close();
    await Promise.all([stentor.stop(), other.stop(), third.stop()]);
  });

  it('holds the call and takes it up again, which the other end knows', async () => {
    await begin();
    const before = [await received(stentor), await received(other)];
    await press(/^Hold/);
    await bar().getByText('On hold:').waitFor();
    await card(page, 'Call status').getByText('On hold').waitFor();
    await eventually('the other end knows', async () => (await calls(other))[0]?.heldByPeer === true);
    assert.ok((await received(stentor)) >= before[0]!, 'what came before is still counted');
    await press(/^Resume/);
    await bar().getByText('In a call with').waitFor();
    await eventually('the other end knows', async () => (await calls(other))[0]?.heldByPeer === false);
    await eventually('sound flows both ways again', async () => {
      const now = [await received(stentor), await received(other)];
      return now.every((count, i) => count > before[i]! + 50);
    });
  });

  it('presses keys by mouse and keyboard', async () => {
    const dtmfSequences = ['5', '*7#'].map(sequence => ({ sequence, description: `pressed ${sequence}` }));
    const path = '/api/sip/accounts/peer-to-peer';
    assert.ok((await other.fetch(path, { method: 'PATCH', body: JSON.stringify({ dtmfSequences }) })).ok);
    const heard = async () => {
      const trace = (await (await other.fetch('/api/rules/trace')).json()) as TracedEvent[];
      return trace.filter(({ event }) => event === 'call.dtmf').map(({ data }) => data['event']);
    };
    await bar()
      .getByRole('button', { name: /^Keypad/ })
      .press('Enter');
    const keypad = bar().getByRole('group', { name: /^Keypad/ });
    await focused(keypad.getByRole('button', { name: '1', exact: true })).waitFor();
    await keypad.getByRole('button', { name: '5', exact: true }).click();
    await page.keyboard.type('*7#');
    await keypad.getByLabel('Keys sent').filter({ hasText: '5*7#' }).waitFor();
    await look(page, 'sip-bar-keypad');
    await eventually('both sequences came', async () => (await heard()).length === 2);
    assert.deepEqual(await heard(), ['pressed 5', 'pressed *7#']);
    await page.keyboard.press('Escape');
    await keypad.waitFor({ state: 'detached' });
    await focused(bar().getByRole('button', { name: /^Keypad/ })).waitFor();
  });

  it('shows the call among what plays now', async () => {
    await page.getByRole('link', { name: 'Status', exact: true }).click();
    await card(page, 'Now playing').getByText(other.uri).waitFor();
    await card(page, 'Now playing').getByText(/^call/).waitFor();
    await look(page, 'sip-now-playing');
  });

  it('transfers the call to who was asked first', async () => {
    await press(/^Transfer/);
    await dialog().getByLabel('Transfer to').fill('not an address');
    await dialog().getByRole('button', { name: 'Transfer', exact: true }).click();
    await dialog().getByText('needs a host', { exact: false }).waitFor();
    await look(page, 'sip-transfer');
    await dialog().getByLabel('Transfer to').fill(third.uri);
    await dialog().getByRole('button', { name: 'Ask first' }).click();
    await bar().getByText('On hold:').waitFor();
    await bar()
      .getByRole('button', { name: /^Connect/ })
      .waitFor();
    await look(page, 'sip-bar-asks');
    await press(/^Connect/);
    await bar().waitFor({ state: 'detached' });
    await eventually('those two talk', async () => {
      const [theirs] = await calls(other);
      return theirs?.state === 'Active' && theirs.remoteUri === third.uri;
    });
    // What stops its sound ends the call.
    const voiceOf = async () => {
      const { live } = (await (await other.fetch('/api/audio')).json()) as AudioHealth;
      return live.find(({ name }) => name === third.uri)?.voice;
    };
    await eventually('it sounds', async () => (await voiceOf()) !== undefined);
    const body = JSON.stringify({ voice: await voiceOf() });
    assert.equal((await other.fetch('/api/audio/stop', { method: 'POST', body })).status, 204);
    await over(other);
    await over(third);
  });

  it('transfers the call at once, on a phone, and says why that failed', async () => {
    await page.context().close();
    page = await visit(browser, stentor, { ...PHONE, place: '/status' });
    await begin();
    await look(page, 'sip-bar-active-phone');
    await press(/^Keypad/);
    await bar()
      .getByRole('group', { name: /^Keypad/ })
      .waitFor();
    await look(page, 'sip-bar-keypad-phone');
    await press(/^Keypad/);
    const refuses = JSON.stringify({ 'Stentor.SIP.AllowIncoming': false });
    assert.ok((await third.fetch('/api/settings', { method: 'PATCH', body: refuses })).ok);
    await press(/^Transfer/);
    await look(page, 'sip-transfer-phone');
    await dialog().getByLabel('Transfer to').fill(third.uri);
    await dialog().getByRole('button', { name: 'Transfer', exact: true }).click();
    await bar().getByText('Not transferred: 480 Temporarily Unavailable').waitFor();
    const takes = JSON.stringify({ 'Stentor.SIP.AllowIncoming': true });
    assert.ok((await third.fetch('/api/settings', { method: 'PATCH', body: takes })).ok);
    await press(/^Transfer/);
    await dialog().getByLabel('Transfer to').fill(third.uri);
    await page.keyboard.press('Enter');
    await bar().waitFor({ state: 'detached' });
    await eventually('those two talk', async () => {
      const [theirs] = await calls(other);
      return theirs?.state === 'Active' && theirs.remoteUri === third.uri;
    });
  });
});
