import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Dot1x, Firewall } from '../../src/api/contract.ts';
import { card, facts, openStentor, PHONE, visit } from '../support/browser.ts';
import { look } from '../support/page-checks.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

const PLACE = '/system/security';

describe('firewall and 802.1X on the page Security', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;
  const folder = mkdtempSync(join(tmpdir(), 'stentor-site-'));

  before(async () => {
    ({ stentor, browser, page, close } = await openStentor(PLACE));
  });
  after(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  const firewall = async () => (await (await stentor.fetch('/api/firewall')).json()) as Firewall;
  const dot1x = async () => (await (await stentor.fetch('/api/dot1x')).json()) as Dot1x;
  const within = (name: string) => card(page, name);
  const press = (of: string, name: string) => within(of).getByRole('button', { name, exact: true }).click();
  const fill = (of: string, label: string, text: string) => within(of).getByLabel(label, { exact: true }).fill(text);
  const pick = (of: string, label: string, option: string) =>
    within(of).getByLabel(label, { exact: true }).selectOption({ label: option });
  const dialog = (name: string) => page.getByRole('dialog', { name });

  it('makes rules, says beside the field what is wrong, and tests them', async () => {
    await within('Firewall').getByText('No rules: the default policy alone decides.').waitFor();
    await press('Firewall', 'New rule');
    const rule = dialog('New rule');
    await rule.getByLabel('Policy').selectOption({ label: 'Drop' });
    await rule.getByLabel('IP address or range').fill('everybody');
    await rule.getByRole('button', { name: 'OK' }).click();
    await rule.getByText('Type an address, a subnet or a range as in the example.').waitFor();
    await rule.getByLabel('IP address or range').fill('10.0.0.0/24');
    await rule.getByLabel('Protocol').selectOption({ label: 'TCP' });
    await rule.getByLabel('Port or port range').fill('90-80');
    await rule.getByRole('button', { name: 'OK' }).click();
    await rule.getByText('The range ends before it begins.').waitFor();
    await rule.getByLabel('Port or port range').fill('80-90');
    await look(page, 'firewall-rule');
    await rule.getByRole('button', { name: 'OK' }).click();

    await press('Firewall', 'New rule');
    await dialog('New rule').getByLabel('Rule type').selectOption({ label: 'Limit' });
    await dialog('New rule').getByLabel('Traffic type').selectOption({ label: 'Multicast' });
    await dialog('New rule').getByRole('button', { name: 'OK' }).click();
    const rows = within('Firewall').getByRole('row');
    await rows.filter({ hasText: 'Limit: 20 new connections a minute, 10 at once' }).waitFor();
    await within('Firewall').getByRole('button', { name: 'More for rule 2' }).click();
    await page.getByRole('menuitem', { name: 'Move up' }).click();
    await rows.nth(2).filter({ hasText: '10.0.0.0/24' }).filter({ hasText: 'TCP 80–90' }).waitFor();
    assert.equal((await firewall()).plan.rules.length, 0, 'nothing is in force yet');

    await within('Firewall').getByLabel('Activate firewall').check();
    await press('Firewall', 'Test rules');
    await within('Firewall').getByText('These rules are in force, but not for good.').waitFor();
    assert.match(await within('Firewall').getByRole('timer').innerText(), /^(5:00|4:5\d) left\.$/);
    await look(page, 'firewall-test');
    assert.deepEqual(
      (await firewall()).test?.plan.rules.map(({ action }) => action),
      ['limit', 'drop'],
    );
  });

  it('keeps rules that are confirmed', async () => {
    await press('Firewall', 'Confirm rules');
    await page.getByText('The rules are confirmed.').waitFor();
    await within('Firewall').getByRole('timer').waitFor({ state: 'detached' });
    assert.equal((await firewall()).plan.activated, true);
  });

  it('offers rules again that nobody confirmed', async () => {
    await within('Firewall').getByRole('button', { name: 'More for rule 1' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await fill('Firewall', 'Test time in seconds', '1');
    await press('Firewall', 'Test rules');
    await within('Firewall').getByText('The rules that were tested last were not confirmed').waitFor();
    await look(page, 'firewall-left');
    assert.equal((await firewall()).plan.rules.length, 2);
    await press('Firewall', 'Discard');
    await page.getByText('The rules were discarded.').waitFor();
    assert.equal((await firewall()).pending, undefined);
  });

  it('says what is wrong where the speaker does not take it', async () => {
    await press('Firewall', 'New rule');
    await dialog('New rule').getByLabel('IP address or range').fill('10.0.0.300');
    await dialog('New rule').getByRole('button', { name: 'OK' }).click();
    await press('Firewall', 'Test rules');
    await within('Firewall').getByText('Rule 3: “10.0.0.300” is no IP address').waitFor();
    await fill('Firewall', 'Test time in seconds', 'long');
    await press('Firewall', 'Test rules');
    await within('Firewall').getByText('Type a whole number from 0 to 86400 s.').waitFor();
    await page.reload();
    await within('Firewall').getByRole('row').nth(2).waitFor();
  });

  it('sets 802.1X with a password, and shows how it goes', async () => {
    await pick('IEEE 802.1X', 'Authentication method', 'EAP-PEAP/MSCHAPv2');
    await press('IEEE 802.1X', 'Save');
    await within('IEEE 802.1X').getByText('The switch asks for an identity').waitFor();
    await fill('IEEE 802.1X', 'EAP identity', 'nobody');
    await press('IEEE 802.1X', 'Save');
    await within('IEEE 802.1X').getByText('EAP-PEAP needs a password').waitFor();
    await fill('IEEE 802.1X', 'Password', 'correct horse');
    await press('IEEE 802.1X', 'Save');
    await page.getByText('IEEE 802.1X was changed.').waitFor();
    await within('IEEE 802.1X').getByText('Not authenticated').waitFor();
    const told = await facts(within('IEEE 802.1X'));
    assert.match(told.get('Status') ?? '', /The server refused the identity or the password\./);
    await within('IEEE 802.1X').getByText('One is set. A new one takes its place.').waitFor();
    await look(page, 'dot1x-failed');
    await fill('IEEE 802.1X', 'EAP identity', 'lobby');
    await press('IEEE 802.1X', 'Save');
    await within('IEEE 802.1X').getByText('Authenticated', { exact: true }).waitFor();
  });

  it('sets 802.1X with certificates, which are then needed', async () => {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const args = ['req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Site'];
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const pem = readFileSync(join(folder, 'ca.pem'), 'utf8');
    const body = JSON.stringify({ name: 'Site', pem });
    await stentor.fetch('/api/certificates/authority', { method: 'POST', body });
    await pick('IEEE 802.1X', 'Authentication method', 'EAP-TLS');
    await pick('IEEE 802.1X', 'Client certificate', 'Self-signed');
    await within('IEEE 802.1X').getByLabel('Site').check();
    await pick('IEEE 802.1X', 'EAPOL version', '2 (IEEE 802.1X-2004)');
    await press('IEEE 802.1X', 'Save');
    await eventually('it is saved', async () => (await dot1x()).eapolVersion === 2);
    const row = within('CA certificates').getByRole('row').filter({ hasText: 'Site' });
    await row.getByText('IEEE 802.1X').waitFor();
    await row.getByRole('button', { name: 'More for Site' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog('Delete Site').getByRole('button', { name: 'Delete' }).click();
    await dialog('Delete Site').getByText('IEEE 802.1X uses this certificate').waitFor();
    await dialog('Delete Site').getByRole('button', { name: 'Cancel' }).click();
    await look(page, 'dot1x-tls');
  });

  it('fits a phone', async () => {
    const phone = await visit(browser, stentor, { place: PLACE, ...PHONE });
    await card(phone, 'Firewall').getByRole('row').nth(2).waitFor();
    await look(phone, 'protection-phone');
    await card(phone, 'Firewall').getByRole('button', { name: 'New rule' }).click();
    await phone.getByRole('dialog', { name: 'New rule' }).getByLabel('Rule type').selectOption({ label: 'Limit' });
    await look(phone, 'firewall-rule-phone');
  });
});
