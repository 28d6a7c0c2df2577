import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Mqtt } from '../../src/api/contract.ts';
import { openBrowser, PHONE, visit } from '../support/browser.ts';
import { BROKER_PASSWORD, BROKER_USER, startMosquitto } from '../support/mosquitto.ts';
import { look } from '../support/page-checks.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

describe('the page MQTT', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let broker: Awaited<ReturnType<typeof startMosquitto>>;

  before(async () => {
    [stentor, browser, broker] = await Promise.all([startStentor(), openBrowser(), startMosquitto()]);
    await stentor.setUp();
    page = await visit(browser, stentor, { place: '/system/events/mqtt' });
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
    await broker.stop();
  });

  const shown = async () => (await (await stentor.fetch('/api/mqtt')).json()) as Mqtt;
  const card = (name: string) => page.getByRole('region', { name });
  const dialog = () => page.getByRole('dialog');
  const field = (label: string) => dialog().getByLabel(label, { exact: true });

  it('sets up the client, and says beside the field what is wrong', async () => {
    await card('MQTT client').getByText('Off', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Edit client' }).click();
    await field('Host').fill('127.0.0.1');
    await field('Protocol').selectOption({ label: 'MQTT over TLS' });
    await field('Port').fill('70000');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Type a whole number from 0 to 65535.').waitFor();
    await field('Port').fill(String(broker.ports.tls));
    await field('Username').fill(BROKER_USER);
    await field('Password').fill('wrong');
    await field('CA certificate').fill('no certificate');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog()
      .getByText(/no certificate in the form PEM/)
      .first()
      .waitFor();
    await field('CA certificate').fill(broker.ca);
  });

  it('tests what is typed, and shows what was said', async () => {
    await dialog().getByRole('button', { name: 'Test connection' }).click();
    await dialog()
      .getByText(/< CONNACK return code/)
      .waitFor();
    assert.ok(!(await dialog().textContent())?.includes('wrong'));
    await look(page, 'mqtt-client');
    await field('Password').fill(BROKER_PASSWORD);
    await dialog().getByRole('button', { name: 'Test connection' }).click();
    await dialog().getByText('The broker accepted the connection.').waitFor();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('The MQTT client was changed.').waitFor();
    assert.equal((await shown()).client.hasPassword, true);
  });

  it('connects, and tells at once when the connection is lost', async () => {
    await card('MQTT client').getByRole('switch', { name: 'Connect' }).click();
    await card('MQTT client').getByText('Connected', { exact: true }).waitFor();
    await broker.kill();
    await card('MQTT client').getByText('Tries again soon').waitFor();
    await card('MQTT client').getByRole('alert').waitFor();
    await broker.start();
    await card('MQTT client').getByText('Connected', { exact: true }).waitFor();
  });

  it('adds and removes events and subscriptions', async () => {
    await page.getByRole('button', { name: 'Add events' }).click();
    await field('Event').fill('lens:Zoom');
    await dialog().getByRole('button', { name: 'Add' }).click();
    await dialog()
      .getByText(/prefix lens/)
      .first()
      .waitFor();
    await field('Event').fill('onvif:Device//.');
    await field('Retain').selectOption({ label: 'Property: states only' });
    await dialog().getByRole('button', { name: 'Add' }).click();
    await card('MQTT publication')
      .getByRole('row', { name: /onvif:Device/ })
      .waitFor();
    await page.getByRole('button', { name: 'Add subscription' }).click();
    await field('Subscription filter').fill('door/+');
    await field('Kind').selectOption({ label: 'Stateful' });
    await dialog().getByRole('button', { name: 'Add' }).click();
    await card('MQTT subscriptions').getByRole('row', { name: /door/ }).waitFor();
    await look(page, 'mqtt-desk');
    const { publication, subscriptions } = await shown();
    assert.deepEqual(publication.filters, [{ topicFilter: 'onvif:Device//.', qos: 0, retain: 'property' }]);
    assert.equal(subscriptions[0]?.isStateData, true);
    await card('MQTT subscriptions').getByRole('button', { name: 'Remove door/+' }).click();
    await card('MQTT subscriptions').getByText('No subscription yet').waitFor();
  });

  it('switches Home Assistant’s discovery on', async () => {
    await card('Home Assistant').getByRole('switch', { name: 'Discovery' }).click();
    await page.getByRole('button', { name: 'Announce again' }).click();
    await page.getByText('Home Assistant was told again.').waitFor();
    const { seen } = await broker.watch('homeassistant/#');
    for (let asked = 0; seen.length === 0; asked++) {
      assert.ok(asked < 200, 'nothing was announced');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  it('fits a telephone', async () => {
    const phone = await visit(browser, stentor, { place: '/system/events/mqtt', ...PHONE });
    await phone.getByText('Connected', { exact: true }).waitFor();
    await look(phone, 'mqtt-phone');
    await phone.getByRole('button', { name: 'Edit client' }).click();
    await look(phone, 'mqtt-phone-edit');
  });
});
