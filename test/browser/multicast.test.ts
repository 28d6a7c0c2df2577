import { strict as assert } from 'node:assert';
import { createSocket, type Socket } from 'node:dgram';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Multicast } from '../../src/api/contract.ts';
import { choose, DESK, openBrowser, PHONE, visit } from '../support/browser.ts';
import { axeFindings, tooWide } from '../support/page-checks.ts';
import { stream } from '../support/rtp-rig.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

const LOOPBACK = '127.0.0.1';

/** Usable by everybody, and not wider than the screen; a picture where SHOTS names a folder. */
async function look(page: Page, name: string, width: number = DESK.viewport.width): Promise<void> {
  assert.deepEqual(await axeFindings(page), []);
  assert.deepEqual(await tooWide(page, width), []);
  const { SHOTS } = process.env;
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/multicast-${name}.png` });
}

describe('the page Multicast controller', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let sender: Socket;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    page = await visit(browser, stentor, { place: '/system/sip/multicast' });
    sender = createSocket('udp4');
    await new Promise<void>(resolve => sender.bind(0, LOOPBACK, resolve));
    sender.setMulticastInterface(LOOPBACK);
    sender.setMulticastTTL(0);
  });
  after(async () => {
    sender.close();
    await browser.close();
    await stentor.stop();
  });

  const sources = async () => ((await (await stentor.fetch('/api/multicast')).json()) as Multicast).sources;
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const dialog = () => page.getByRole('dialog');
  const save = () => dialog().getByRole('button', { name: 'Save' }).click();

  async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await dialog().getByLabel(label, { exact: true }).fill(text);
  }

  it('says what to do while there is no source', async () => {
    await page.getByText('No multicast source yet').waitFor();
    await look(page, 'empty');
  });

  it('adds a source', async () => {
    await page.getByRole('button', { name: 'Add source' }).click();
    await fill({ Label: 'Hall', 'IP address': '239.79.0.1', Port: '47300', Priority: '9' });
    await dialog().getByLabel('Codec').selectOption({ label: 'L16, 48 kHz mono' });
    await dialog().getByLabel('Latency profile').selectOption({ label: 'Low' });
    await look(page, 'add');
    await save();
    await page.getByText('The source Hall was added.').waitFor();
    await row('Hall').getByText('239.79.0.1:47300').waitFor();
    await row('Hall').getByText('Idle').waitFor();
    const [hall] = await sources();
    assert.deepEqual(
      { priority: hall?.priority, codec: hall?.codec, latency: hall?.latency },
      { priority: 9, codec: 'L16', latency: 'Low' },
    );
  });

  it('says at the field what is wrong', async () => {
    await page.getByRole('button', { name: 'Add source' }).click();
    await fill({ Label: 'Twin', 'IP address': '10.0.0.1', Port: '80' });
    await save();
    await dialog().getByText('Type a whole number from 1024 to 65534.').waitFor();
    await fill({ Port: '47300' });
    await save();
    await dialog()
      .getByText(/10\.0\.0\.1 is neither a multicast address/)
      .waitFor();
    await fill({ 'IP address': '239.79.0.1' });
    await save();
    await dialog().getByText('“Hall” listens on 239.79.0.1:47300 already').waitFor();
    await fill({ Port: '47302', 'SRTP key': 'abc' });
    await save();
    await dialog()
      .getByText(/, not 3/)
      .waitFor();
    await page.keyboard.press('Escape');
    assert.equal((await sources()).length, 1);
  });

  it('shows how a source does while it plays', async () => {
    const packets = stream({ packets: 400 });
    const timer = setInterval(() => {
      const next = packets.shift();
      if (next !== undefined) sender.send(next.datagram, 47_300, '239.79.0.1');
    }, 20);
    await row('Hall').getByText('Playing').waitFor();
    await page.getByText('Sent by').waitFor();
    await page.getByText('Jitter').waitFor();
    await look(page, 'playing');
    clearInterval(timer);
    await row('Hall').getByText('Idle').waitFor();
    await page.getByText('Was sent by').waitFor();
  });

  it('changes a source and its key, which nobody can read', async () => {
    await choose(page, 'More for Hall', 'Edit');
    await fill({ Label: 'Great hall', 'SRTP key': 'ab'.repeat(30) });
    await dialog().getByRole('switch', { name: 'Emergency' }).check();
    await save();
    await row('Great hall').getByText('SRTP').waitFor();
    await row('Great hall').getByText('Emergency').waitFor();
    await choose(page, 'More for Great hall', 'Edit');
    assert.equal(await dialog().getByLabel('SRTP key').inputValue(), '');
    await dialog().getByRole('button', { name: 'Remove key' }).click();
    await save();
    await row('Great hall').getByText('SRTP').waitFor({ state: 'detached' });
    assert.equal((await sources())[0]?.encrypted, false);
  });

  it('turns a source off, and takes that back', async () => {
    await choose(page, 'More for Great hall', 'Turn off');
    await row('Great hall').getByText('Off').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await row('Great hall').getByText('Idle').waitFor();
  });

  it('turns the controller off', async () => {
    await page.getByRole('switch', { name: 'Multicast controller' }).uncheck();
    await row('Great hall').getByText('The controller is off.').waitFor();
    await page.getByRole('switch', { name: 'Multicast controller' }).check();
    await row('Great hall').getByText('Idle').waitFor();
  });

  it('fits a phone, and lets a viewer look', async () => {
    const body = JSON.stringify({ name: 'guest', role: 'viewer', password: 'kuTh-93 Vlom' });
    assert.equal((await stentor.fetch('/api/accounts', { method: 'POST', body })).status, 201);
    const place = '/system/sip/multicast';
    const phone = await visit(browser, stentor, { ...PHONE, place, user: 'guest', password: 'kuTh-93 Vlom' });
    await phone.getByText('Great hall').waitFor();
    assert.equal(await phone.getByRole('button', { name: 'Add source' }).count(), 0);
    assert.equal(await phone.getByRole('button', { name: 'More for Great hall' }).count(), 0);
    await look(phone, 'phone', PHONE.viewport.width);
    await phone.context().close();
  });

  it('deletes a source after asking', async () => {
    await choose(page, 'More for Great hall', 'Delete');
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No multicast source yet').waitFor();
    assert.deepEqual(await sources(), []);
  });

  it('sets the group that is sent to, and talks to it', async () => {
    const group = page.getByRole('region', { name: 'Send to a group', exact: true });
    await group.getByText('Nothing is sent now.').waitFor();
    for (const [label, text] of Object.entries({ Address: '239.79.0.9', Port: '47390' })) {
      await group.getByLabel(label, { exact: true }).fill(text);
      await group.getByLabel(label, { exact: true }).press('Enter');
    }
    await group.getByLabel('Hops', { exact: true }).fill('0');
    await group.getByLabel('Hops', { exact: true }).press('Enter');
    await group.getByRole('switch').click();
    await group.getByText('Microphone is sent to 239.79.0.9:47390.').waitFor();
    await look(page, 'group');
    const phone = await visit(browser, stentor, { ...PHONE });
    await phone.getByText('sent to 239.79.0.9:47390').waitFor();
    await phone.getByLabel('The group').waitFor();
    await look(phone, 'sent-phone', PHONE.viewport.width);
    await phone.close();
    await group.getByRole('switch').click();
    await group.getByText('Nothing is sent now.').waitFor();
  });
});
