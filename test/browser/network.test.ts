import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Network } from '../../src/api/contract.ts';
import { card, facts, openStentor, PHONE, visit } from '../support/browser.ts';
import { look, tabThrough } from '../support/page-checks.ts';
import type { Stentor } from '../support/stentor.ts';

const PLACE = '/system/network';

describe('the page Network', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor(PLACE));
  });
  after(() => close());

  const shown = async () => (await (await stentor.fetch('/api/network')).json()) as Network;
  const field = (of: string, label: string) => card(page, of).getByLabel(label, { exact: true });
  const press = (of: string, name: string) => card(page, of).getByRole('button', { name }).click();

  it('shows the network as it is, under the names of the manual', async () => {
    await card(page, 'Present network').waitFor();
    const told = await facts(card(page, 'Present network'));
    assert.deepEqual([told.get('Link'), told.get('Router')], ['Connected', '192.168.0.1']);
    assert.match(told.get('Address 1') ?? '', /^192\.168\.0\.20\/24\s*DHCP$/);
    for (const name of ['IPv4', 'IPv6', 'Hostname', 'DNS servers', 'HTTP and HTTPS', 'Global proxies']) {
      await card(page, name).waitFor();
    }
    await look(page, 'network-desk');
  });

  it('says beside the field what is wrong, and beforehand that a subnet is another', async () => {
    await field('IPv4', 'Assign IPv4 automatically').uncheck();
    await field('IPv4', 'IP address').fill('10.0.0.5');
    await card(page, 'IPv4')
      .getByText(/not in the speaker’s present subnet \(192\.168\.0\.20/)
      .waitFor();
    await field('IPv4', 'Subnet mask').fill('255.0.255.0');
    await press('IPv4', 'Save IPv4');
    await card(page, 'IPv4').getByText('Type a subnet mask like 255.255.255.0.').waitFor();
    await field('IPv4', 'Subnet mask').fill('255.255.255.0');
    await field('IPv4', 'Router').fill('192.168.0.1');
    await press('IPv4', 'Save IPv4');
    await card(page, 'IPv4')
      .getByText(/is not in the network of 10\.0\.0\.5\/24/)
      .waitFor();
    assert.equal(await field('IPv4', 'Router').getAttribute('aria-invalid'), 'true');
    await look(page, 'network-wrong');
  });

  it('names the MAC address of who has an address', async () => {
    await field('IPv4', 'IP address').fill('192.168.0.66');
    await press('IPv4', 'Save IPv4');
    await card(page, 'IPv4')
      .getByText(/Another device has the address 192\.168\.0\.66.*00:00:5E:00:53:42/)
      .waitFor();
    assert.equal((await shown()).settings.ipv4.mode, 'dhcp');
  });

  it('counts down until a change is undone, and undoes it', async () => {
    await field('IPv4', 'IP address').fill('192.168.0.77');
    await press('IPv4', 'Save IPv4');
    await page.getByText('The change is in force, but not for good.').waitFor();
    const first = await page.getByRole('timer').innerText();
    assert.match(first, /^(2:00|1:5\d) left\.$/);
    await page.getByRole('timer').filter({ hasNotText: first }).waitFor();
    const there = page.getByRole('link', { name: /^Open 192\.168\.0\.77:\d+$/ });
    assert.match((await there.getAttribute('href')) ?? '', /^https:\/\/192\.168\.0\.77:\d+\/system\/network$/);
    await look(page, 'network-pending');
    await page.getByRole('button', { name: 'Undo now' }).click();
    await page.getByText('The change was undone.').waitFor();
    await page.getByRole('timer').waitFor({ state: 'detached' });
    assert.equal(await field('IPv4', 'Assign IPv4 automatically').isChecked(), true);
  });

  it('keeps what is confirmed', async () => {
    await field('IPv4', 'Assign IPv4 automatically').uncheck();
    await field('IPv4', 'IP address').fill('192.168.0.77');
    await field('IPv4', 'Router').fill('192.168.0.1');
    await press('IPv4', 'Save IPv4');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('The change is confirmed.').waitFor();
    const { settings, pending } = await shown();
    assert.deepEqual([settings.ipv4.address, settings.ipv4.mode, pending], ['192.168.0.77', 'static', undefined]);
    await card(page, 'Present network').getByText('Static').waitFor();
  });

  it('sets names, servers, proxies and ports', async () => {
    await field('Hostname', 'Hostname').fill('front door');
    await press('Hostname', 'Save hostname');
    await card(page, 'Hostname')
      .getByText(/is no host name/)
      .waitFor();
    await field('Hostname', 'Hostname').fill('front-door');
    await press('Hostname', 'Save hostname');
    await card(page, 'Hostname').getByText('It is called front-door now.').waitFor();
    await field('DNS servers', 'DNS servers').fill('9.9.9.9, 2620:fe::fe');
    await field('DNS servers', 'Search domains').fill('example.com');
    await press('DNS servers', 'Save DNS servers');
    await card(page, 'Present network')
      .getByText(/9\.9\.9\.9/)
      .waitFor();
    await field('Global proxies', 'HTTP proxy').fill('proxy');
    await press('Global proxies', 'Save proxies');
    await card(page, 'Global proxies')
      .getByText(/is written as http:/)
      .waitFor();
    await field('Global proxies', 'HTTP proxy').fill('http://proxy.example.com:3128');
    await press('Global proxies', 'Save proxies');
    await field('HTTP and HTTPS', 'HTTP port').fill('99999');
    await press('HTTP and HTTPS', 'Save ports');
    await card(page, 'HTTP and HTTPS').getByText('Type a whole number from 1 to 65535.').waitFor();
    await field('HTTP and HTTPS', 'Allow access through').selectOption({ label: 'HTTPS' });
    await press('HTTP and HTTPS', 'Save ports');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('The change is confirmed.').last().waitFor();
    const { settings, ports } = await shown();
    assert.deepEqual(settings.dns.servers, ['9.9.9.9', '2620:fe::fe']);
    assert.deepEqual([settings.proxies.http, settings.web.access], ['http://proxy.example.com:3128', 'https']);
    assert.equal(ports.http, 0);
  });

  it('is reached by keys, in order', async () => {
    await page.goto(stentor.https + PLACE);
    await card(page, 'IPv4').waitFor();
    const { standing, reached } = await tabThrough(page);
    assert.deepEqual(
      reached.map(({ name }) => name),
      standing,
    );
    assert.deepEqual(
      reached.filter(each => !each.shown),
      [],
    );
  });

  it('says that the speaker did not answer, and asks again', async () => {
    const other = await visit(browser, stentor, { place: '/status' });
    await other.route('**/api/network', route => route.abort());
    await other.goto(`${stentor.https}${PLACE}`);
    await other
      .getByRole('alert')
      .getByText(/does not answer/)
      .waitFor();
    await look(other, 'network-error');
    await other.unroute('**/api/network');
    await other.getByRole('button', { name: 'Try again' }).click();
    await card(other, 'IPv4').waitFor();
    await other.close();
  });

  it('fits a telephone', async () => {
    const phone = await visit(browser, stentor, { place: PLACE, ...PHONE });
    await card(phone, 'IPv4').waitFor();
    await look(phone, 'network-phone');
  });
});
