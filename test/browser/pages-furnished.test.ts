import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { FoundSpeaker } from '../../src/api/contract.ts';
import { card, DESK, openBrowser, PHONE, title, visit } from '../support/browser.ts';
import { furnishPages } from '../support/furnish-pages.ts';
import { axeFindings, screenshot, tooWide } from '../support/page-checks.ts';
import { openPlace } from '../support/places.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/** What a network may answer; what this one does is in diagnostics.test.ts. */
const SPEAKERS: readonly FoundSpeaker[] = [
  { name: 'Entrance', serialNumber: 'B827EBD1A600', addresses: ['192.168.0.20'], own: true, needsAddress: false },
  { name: 'Lobby', serialNumber: 'B827EBD1A601', addresses: ['192.168.0.21'], own: false, needsAddress: false },
  { name: 'Cellar', serialNumber: 'B827EBD1A602', addresses: ['169.254.7.9'], own: false, needsAddress: true },
].map(each => ({ ...each, model: 'Stentor S1', hostName: '', port: 80 }));

describe('pages with something on them', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let browser: Browser;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await furnishPages(stentor);
    await eventually('the recording is over', async () => {
      const recordings = await (await stentor.fetch('/api/recordings')).text();
      return recordings.includes('"ongoing":false');
    });
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  for (const [width, size] of [
    [360, PHONE],
    [1280, DESK],
  ] as const) {
    describe(`at ${width} px`, () => {
      const options: BrowserContextOptions = { ...size, reducedMotion: 'reduce' };
      let page: Page;

      before(async () => {
        page = await visit(browser, stentor, options);
      });
      after(() => page.close());

      const go = async (to: string) => {
        await page.goto(stentor.https + to);
        await title(page).waitFor();
      };
      /** The other tests look at light pages mostly. */
      const look = async (file: string, fullPage = true) => {
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('html[data-theme=dark]').waitFor();
        assert.deepEqual(await axeFindings(page), [], `axe-core: ${file}`);
        assert.deepEqual(await tooWide(page, width), [], `wider than the screen: ${file}`);
        await page.emulateMedia({ colorScheme: 'light' });
        await page.locator('html[data-theme=light]').waitFor();
        await screenshot(page, file, fullPage);
      };
      const dialog = (name: string) => page.getByRole('dialog', { name });
      const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
      const leave = async () => {
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      };

      it('Accounts with SSH accounts and tokens', async () => {
        await go('/system/accounts');
        await card(page, 'SSH accounts').getByText('eva').first().waitFor();
        await card(page, 'Access tokens').getByText('Door camera').first().waitFor();
        await look('accounts-ssh-tokens');
        await press('Add SSH account');
        await dialog('Add SSH account').waitFor();
        await look('add-ssh-account', false);
        await leave();
        await press('Add token');
        await dialog('Add token').getByLabel('Name').fill(`Gate at ${width}`);
        await dialog('Add token').getByRole('button', { name: 'Add', exact: true }).click();
        await dialog('Add token').getByRole('button', { name: 'Copy token' }).waitFor();
        await look('add-token', false);
        await leave();
      });

      it('Network with FTP', async () => {
        await go('/system/network');
        await card(page, 'FTP').getByLabel('First port for files').waitFor();
        await look('network');
      });

      it('Security with certificates, 802.1X and a firewall', async () => {
        await go('/system/security');
        await card(page, 'Firewall').getByRole('row').nth(3).waitFor();
        await card(page, 'IEEE 802.1X').getByLabel('Authentication method').selectOption('EAP-TLS');
        await look('security');
        await press('New rule');
        await dialog('New rule').getByLabel('Rule type').selectOption('Limit');
        await look('firewall-rule', false);
        await leave();
        await press('Add certificate');
        await dialog('Add certificate').waitFor();
        await look('add-certificate', false);
        await leave();
      });

      it('Logs with a server that they are sent to', async () => {
        await go('/system/logs');
        await card(page, 'Remote system log').getByText('127.0.0.1').first().waitFor();
        await card(page, 'Log').getByText('ready at https').waitFor();
        await card(page, 'Connected clients').getByRole('row').nth(1).waitFor();
        await look('logs');
        await press('Add server');
        await dialog('Add server').waitFor();
        await look('add-log-server', false);
        await leave();
      });

      it('Network discovery', async () => {
        await page.route('**/api/speakers', route => route.fulfill({ json: SPEAKERS }));
        await go('/system/discovery');
        await card(page, 'Find speakers').getByText('Lobby').waitFor();
        await look('network-discovery');
        await page.getByRole('button', { name: 'Assign IP address to Cellar' }).click();
        await dialog('Assign IP address to Cellar').waitFor();
        await look('assign-address', false);
        await leave();
      });

      it('Recordings', async () => {
        await go('/audio/recordings');
        await page.getByRole('button', { name: /^Play Gate/ }).waitFor();
        await look('recordings');
      });

      it('SIP: settings, accounts and a test call', async () => {
        for (const [tab, shown] of [
          ['settings', 'NAT traversal'],
          ['accounts', 'Reception'],
          ['test-call', 'SIP test call'],
        ] as const) {
          await go(`/system/sip/phone/${tab}`);
          await page.getByText(shown).first().waitFor();
          await look(`sip-${tab}`);
        }
        await go('/system/sip/phone/accounts');
        await press('Add account');
        await dialog('Add SIP account').getByRole('button', { name: 'DTMF sequence' }).click();
        await look('add-sip-account', false);
        await leave();
      });

      it('Maintenance with a file to import', async () => {
        await go('/maintenance');
        const document = (await (await stentor.fetch('/api/configuration')).json()) as { settings: object };
        const settings = { ...document.settings, 'AudioSource.A0.OutputGain': -6 };
        const buffer = Buffer.from(JSON.stringify({ ...document, settings }));
        const file = { name: 'speaker.json', mimeType: 'application/json', buffer };
        await page.getByLabel('Import: file').setInputFiles(file);
        await dialog('Import configuration').getByText('Output gain: 0 dB → −6 dB').waitFor();
        await look('import-configuration', false);
        await leave();
      });

      it('the API with a request that was answered', async () => {
        await go('/system/api');
        await page.getByLabel('Find', { exact: true }).fill('/api/status');
        await page.getByRole('button', { name: '/api/status' }).click();
        await press('Send request');
        await page.getByText('200 application/json').waitFor();
        await look('api');
      });

      it('Plain config, which has what stands nowhere else', async () => {
        await go('/system/plain-config');
        await page.getByLabel('Find', { exact: true }).fill('MediaClip');
        await page.getByLabel('Length of a clip at most').waitFor();
        await look('plain-config');
      });

      it('in German and French', async () => {
        for (const [language, place, file] of [
          ['de', '/system/logs', 'german'],
          ['fr', '/maintenance', 'french'],
        ] as const) {
          await page.evaluate(`localStorage.setItem('stentor-language', '${language}')`);
          await openPlace(page, stentor.https + place);
          await look(file);
        }
        await page.evaluate(`localStorage.setItem('stentor-language', 'en')`);
      });
    });
  }
});
