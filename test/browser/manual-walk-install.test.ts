import { strict as assert } from 'node:assert';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { startAvahi } from '../support/avahi.ts';
import { openBrowser, openPage, title } from '../support/browser.ts';
import { type NetRoom, netRoom, noRoom } from '../support/net-room.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { PASSWORD } from '../support/stentor.ts';

const SERIAL = 'B827EB0D15C1';
const ADDRESS = '10.44.0.1';
/** Recordings and their analysis, on a machine that does other things too. */
const LONG_MS = 240_000;

/**
 * The manual from "Find the device on the network" to "Calibrate and run a remote speaker test": a new speaker and a
 * computer with a cable between them. Goes on in manual-walk-calls.test.ts.
 */
describe('the manual, a new speaker', function () {
  this.timeout(300_000);
  let room: NetRoom;
  let speaker: Awaited<ReturnType<NetRoom['startSpeaker']>> | undefined;
  let browser: Browser | undefined;
  let page: Page;
  /** What the network calls it. */
  let host = '';

  before(async function () {
    skipFor(this, noRoom() ?? missingPrograms('avahi-daemon', 'avahi-browse', 'dbus-daemon'));
    room = netRoom({ speaker: `${ADDRESS}/24`, other: '10.44.0.2/24' });
    speaker = await room.startSpeaker({ serial: SERIAL });
  });
  after(async () => {
    await browser?.close();
    await speaker?.stop();
    (room as NetRoom | undefined)?.close();
  });

  const curl = async (...args: string[]) =>
    (await room.run('other', 'curl', ['-ksS', '--max-time', '10', ...args])).text;
  const asRoot = (...args: string[]) => curl('--anyauth', '-u', `root:${PASSWORD}`, ...args);
  const status = (path: string) => curl('-o', '/dev/null', '-w', '%{http_code}', `https://${ADDRESS}${path}`);

  /** The browser of the computer, which asks for names of `.local` as its system would: by mDNS. */
  async function openThere(): Promise<Browser> {
    const program = join(room.folder, 'chromium');
    writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${room.names.other} /usr/bin/chromium "$@"\n`);
    chmodSync(program, 0o755);
    return openBrowser([`--host-resolver-rules=MAP ${host} ${ADDRESS}`], program);
  }

  it('finds the speaker on the network', async () => {
    const avahi = startAvahi(room);
    let line: string | undefined;
    for (let asked = 0; asked < 20 && line === undefined; asked++) {
      const text = await avahi.browse('_http._tcp');
      line = text.split('\n').find(each => each.startsWith('=;eth0;IPv4;') && each.includes(SERIAL));
    }
    const [, , , , , , name = '', address, port] = line?.split(';') ?? [];
    assert.deepEqual([address, port], [ADDRESS, '80'], line);
    assert.match(name, /^[\w-]+\.local$/);
    host = name;
  });

  it('opens the page by address and by host name', async () => {
    browser = await openThere();
    for (const name of [ADDRESS, host]) {
      page = await openPage(browser);
      await page.goto(`http://${name}/`);
      await page.getByRole('heading', { name: 'This page needs HTTPS' }).waitFor();
      await page.getByRole('link', { name: 'Continue over HTTPS' }).click();
      await page.waitForURL(`https://${name}/`);
      await title(page).filter({ hasText: 'Set a new password for the root account' }).waitFor();
    }
  });

  it('sets the password of root', async () => {
    assert.equal(await status('/axis-cgi/param.cgi?action=list'), '401');
    assert.equal(await page.getByLabel('Username').inputValue(), 'root');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Repeat password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save' }).click();
    await title(page).filter({ hasText: 'Status' }).waitFor();
    assert.equal(await status('/axis-cgi/param.cgi?action=list'), '401', 'not without the password');
    assert.match(await asRoot(`https://${ADDRESS}/axis-cgi/param.cgi?action=list&group=Brand`), /Brand=Stentor/);
  });

  it('has its pages where the manual looks for them', async () => {
    const menu = page.getByRole('navigation', { name: 'Main menu' });
    for (const [link, heading = link] of [
      ['Status'],
      ['Audio clips'],
      ['Device settings'],
      ['Stream'],
      ['Recordings'],
      ['Time and location'],
      ['Network'],
      ['Security'],
      ['Accounts'],
      ['Events'],
      ['Storage'],
      ['Logs'],
      ['SIP'],
      ['Multicast controller'],
      ['Maintenance'],
      ['Speaker test'],
    ] as const) {
      await menu.getByRole('link', { name: link, exact: true }).click();
      await title(page).filter({ hasText: heading }).waitFor();
    }
  });

  it('calibrates the speaker test, and runs it', async () => {
    const quiet = JSON.stringify({ room: { preset: 'office', noiseDb: -75 } });
    await asRoot('-X', 'PATCH', '-d', quiet, `https://${ADDRESS}/api/board`);
    const run = page.getByRole('button', { name: 'Run the test' });
    await page.getByText('Not calibrated yet.').waitFor();
    assert.equal(await run.getAttribute('aria-disabled'), 'true');
    await page.getByRole('button', { name: 'Calibrate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start calibration' }).click();
    await page.getByRole('button', { name: 'Clear tones' }).click({ timeout: LONG_MS });
    await run.click();
    await page.getByText('The speaker works as it did at its calibration.').waitFor({ timeout: LONG_MS });
    const report = await asRoot(`https://${ADDRESS}/vapix/axast?format=simple&action=axast:GetSpeakerTestReport`);
    assert.match(report, /^SpeakerTestReport_SpeakerTestStatus=OK\n/);
  });
});
