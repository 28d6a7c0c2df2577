import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import type { SipDialog, SipState } from '../../src/api/contract.ts';
import { type BaresipPhone, startBaresipPhone } from '../support/baresip-phone.ts';
import { card, openStentor } from '../support/browser.ts';
import { kamailio, missingPrograms, REALM, SECRET, skipFor } from '../support/sip-peers.ts';
import { freePort } from '../support/sip-rig.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

/**
 * The manual's "Set up direct SIP (P2P)" and "Set up SIP through a server (PBX)", by the labels of the page, with baresip as
 * telephone and Kamailio as PBX. What the manual saves with a button is saved at once. The examples that follow are in
 * events-examples.test.ts and sip-examples.test.ts; it goes on in manual-walk-care.test.ts.
 */
describe('the manual, calls', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let page: Page;
  let close: () => Promise<void>;
  let phone: BaresipPhone;
  let port: number;
  let tlsPort: number;
  const rtpPort = 26_400;

  before(async function () {
    skipFor(this, missingPrograms('baresip', 'kamailio'));
    [port, tlsPort] = [await freePort(), await freePort()];
    ({ stentor, page, close } = await openStentor('/status'));
    phone = await startBaresipPhone();
  });
  after(async () => {
    await phone.stop();
    await close();
  });

  const tab = (name: string) =>
    page.getByRole('navigation', { name: 'SIP', exact: true }).getByRole('link', { name, exact: true }).click();
  const setting = async (name: string) => {
    const all = (await (await stentor.fetch('/api/settings')).json()) as { path: string; value: unknown }[];
    return all.find(({ path }) => path === `Stentor.SIP.${name}`)?.value;
  };
  const sip = async () => (await (await stentor.fetch('/api/sip')).json()) as SipState;
  async function turnOn(label: string, name: string): Promise<void> {
    await page.getByRole('switch', { name: label, exact: true }).check();
    await eventually(`${label} is on`, async () => (await setting(name)) === true);
  }
  async function fill(label: string, value: number | string, name: string): Promise<void> {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Tab');
    await eventually(`${label} is ${value}`, async () => (await setting(name)) === value);
  }

  it('sets up direct SIP, control by control', async () => {
    await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'SIP', exact: true }).click();
    await tab('SIP settings');
    assert.deepEqual(
      [await setting('Port'), await setting('TLSPort'), await setting('RTPStartPort')],
      [5060, 5061, 4000],
      'the ports of the factory',
    );
    await fill('Calling timeout', 30, 'CallingTimeout');
    await fill('Incoming call duration', 45, 'RingingTimeout');
    await fill('End calls after', 600, 'CallDuration');
    await fill('SIP port', port, 'Port');
    await fill('TLS port', tlsPort, 'TLSPort');
    for (const wrong of [1023, 65_536]) {
      const field = page.getByLabel('RTP start port', { exact: true });
      await field.fill(String(wrong));
      await field.press('Tab');
      await card(page, 'Ports').getByText('from 1024 to 65535').waitFor();
    }
    await fill('RTP start port', rtpPort, 'RTPStartPort');
    await turnOn('ICE', 'ICE');
    await fill('STUN server address', '127.0.0.1:9', 'STUN.Server');
    await fill('TURN server address', '127.0.0.1:9', 'TURN.Server');
    await fill('TURN username', 'speaker', 'TURN.Username');
    await turnOn('Allow via rewrite', 'ViaRewrite');
    await turnOn('Allow contact rewrite', 'ContactRewrite');
    assert.equal(await page.getByRole('switch', { name: 'UDP-to-TCP switching' }).isChecked(), true);
    await fill('Register with server every', 120, 'RegisterInterval');
    await fill('DTMF payload type', 100, 'DTMFPayloadType');
    await turnOn('Enable SIP', 'Enabled');
    await turnOn('Allow incoming calls', 'AllowIncoming');
    await eventually('SIP is on', async () => (await sip()).state === 'on');
    await page.reload();
    await card(page, 'Ports').waitFor();
    assert.equal(await page.getByLabel('SIP port', { exact: true }).inputValue(), String(port));
  });

  it('puts codecs in order by dragging', async () => {
    const list = page.getByRole('list', { name: 'Codecs in use, the most liked first' });
    const row = (name: string) => list.getByRole('listitem').filter({ hasText: name });
    assert.equal(await setting('Codecs'), 'opus,G722,PCMU,PCMA');
    await row('PCMA').dragTo(row('Opus'));
    await eventually('it is the first', async () => (await setting('Codecs')) === 'PCMA,opus,G722,PCMU');
    await row('Opus').dragTo(row('PCMU'));
    await eventually('it is the last', async () => (await setting('Codecs')) === 'PCMA,G722,PCMU,opus');
  });

  it('is called at its address by a telephone', async () => {
    // baresip takes an address without a user for a name at its own server; sip-calls.test.ts calls one.
    phone.command('dial', `sip:speaker@127.0.0.1:${port}`);
    await eventually('it is answered', () => phone.events.some(({ type }) => type === 'CALL_ESTABLISHED'));
    const [dialog] = (await (await stentor.fetch('/api/sip/dialogs')).json()) as SipDialog[];
    const answer = dialog?.messages.find(({ title }) => title.startsWith('200'))?.text ?? '';
    assert.match(answer, new RegExp(`^m=audio ${rtpPort} RTP/AVP (8|\\d+ 8)`, 'm'), 'A-law was liked best');
    phone.command('hangup');
    await eventually('it is over', async () => (await sip()).calls.every(({ state }) => state === 'Terminated'));
  });

  it('registers an account at a PBX', async () => {
    const server = await kamailio({ port: await freePort(), tlsPort: await freePort() });
    await server.start();
    try {
      await tab('SIP accounts');
      await page.getByRole('button', { name: 'Add account' }).click();
      const dialog = page.getByRole('dialog');
      for (const [label, text] of Object.entries({
        Name: 'Exchange',
        'User ID': '100',
        Domain: REALM,
        Password: SECRET,
        'Authentication ID': 'auth100',
        'Caller ID': 'Gate',
        Registrar: `127.0.0.1:${server.port}`,
      })) {
        await dialog.getByLabel(label, { exact: true }).fill(text);
      }
      await dialog.getByLabel('Registered').check();
      await dialog.getByLabel('Transport mode').selectOption({ label: 'TCP' });
      await dialog.getByRole('button', { name: 'Save' }).click();
      const account = page.getByRole('listitem').filter({ hasText: 'Exchange' });
      await account.getByText(`100@${REALM}`).waitFor();
      await account.getByText('Registered', { exact: true }).waitFor();
    } finally {
      await server.stop();
    }
  });
});
