import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import type { DeviceInfo, SpeakerTestInfo } from '../../src/api/contract.ts';
import { card, facts, openStentor, title } from '../support/browser.ts';
import { sounds } from '../support/card-sound.ts';
import { beep, wav } from '../support/signals.ts';
import { eventually, PASSWORD, type Stentor } from '../support/stentor.ts';

/**
 * The manual's "Troubleshooting" and "Specifications": reset, version, upgrade, sound files, and what is on the outside of the
 * speaker. Goes on in manual-walk-commands.test.ts.
 */
describe('the manual, troubleshooting and specifications', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    ({ stentor, page, close } = await openStentor('/status'));
  });
  after(() => close());

  const open = (name: string) =>
    page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name, exact: true }).click();
  const board = () => card(page, 'Virtual board');
  const led = (name: RegExp) => board().getByRole('img', { name });
  const json = async <T>(path: string) => (await (await stentor.fetch(path)).json()) as T;
  const needsPassword = async () => {
    const answer = await fetch(`${stentor.https}/api/session`).catch(() => undefined);
    return (await answer?.text())?.includes('"setup"') === true;
  };
  /** The page asks for the first password, sets it and is at Status. */
  async function setPassword(): Promise<void> {
    await title(page).filter({ hasText: 'Set a new password' }).waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Repeat password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save' }).click();
    await title(page).filter({ hasNotText: 'Set a new password' }).waitFor();
  }

  it('returns to the factory default by the button that is held while it starts', async () => {
    await stentor.upload('Doorbell.wav', wav(beep(500)));
    await stentor.fetch('/api/board/press', { method: 'POST', body: '{"ms":20000}' });
    await stentor.fetch('/axis-cgi/restart.cgi');
    await eventually('it has no password', needsPassword);
    await page.goto(`${stentor.https}/status`);
    await setPassword();
    assert.deepEqual((await json<{ clips: unknown[] }>('/api/clips')).clips, []);
  });

  it('returns to the factory default through the page', async () => {
    await open('Maintenance');
    await card(page, 'Factory default').getByRole('button', { name: 'Default', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Default', exact: true }).click();
    await page.getByText('The speaker returns to its factory default.').waitFor();
    await setPassword();
  });

  it('tells its version at Status', async () => {
    await open('Status');
    await card(page, 'Device info').getByText('Serial number').waitFor();
    const { version } = await json<DeviceInfo>('/api/status');
    assert.equal((await facts(card(page, 'Device info'))).get('Stentor OS version'), version);
  });

  it('refuses a wrong file for an upgrade, and says why', async () => {
    await open('Maintenance');
    const upgrade = card(page, 'Stentor OS upgrade');
    const wrong = { name: 'other-device.bin', mimeType: 'application/octet-stream', buffer: randomBytes(100_000) };
    await page.getByLabel('Release', { exact: true }).setInputFiles(wrong);
    await upgrade.getByRole('alert').filter({ hasText: 'no Stentor OS file' }).waitFor();
    assert.equal((await stentor.fetch('/api/status')).status, 200);
  });

  it('refuses a file that is no sound, and says what a clip may be', async () => {
    await open('Audio clips');
    const text = { name: 'notes.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('Ring at six.\n'.repeat(100)) };
    await page.locator('input[type=file]').first().setInputFiles(text);
    const said = await page.getByRole('list', { name: 'Uploads' }).getByRole('alert').innerText();
    for (const format of ['MP3', 'WAV', 'AU', 'Opus', 'Vorbis']) assert.ok(said.includes(format), said);
  });

  it('shows by its LED that all is well, and which it is', async () => {
    await open('Status');
    await led(/^Status LED: Unlit\. Normal operation/).waitFor();
    await card(page, 'Panel').getByRole('button', { name: 'Locate device' }).click();
    await led(/^Status LED: Red and green, fast flash/).waitFor();
    await card(page, 'Panel').getByRole('button', { name: 'Stop', exact: true }).click();
    await led(/^Status LED: Unlit/).waitFor();
  });

  it('unmounts the card in its slot', async () => {
    await board().getByLabel('In the storage slot').selectOption('A memory stick');
    await open('Storage');
    const slot = card(page, 'Storage slot');
    await slot.getByText('Mounted', { exact: true }).waitFor();
    await slot.getByRole('button', { name: 'Unmount' }).click();
    await slot.getByText('Unmounted: safe to remove').waitFor();
    await stentor.fetch('/api/board', { method: 'PATCH', body: '{"medium":"none"}' });
    await slot.getByText('No USB stick or SD card is in the slot.').waitFor();
  });

  it('calibrates at a press of its button', async () => {
    await open('Status');
    await board().getByRole('button', { name: 'Control button' }).press('Space');
    await open('Speaker test');
    await page
      .getByText(/^Calibrating/)
      .first()
      .waitFor();
    await eventually('a test tone sounds', () => sounds(stentor.card));
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await eventually('it has stopped', async () => {
      const { activity } = await json<SpeakerTestInfo>('/api/speaker-test');
      return activity.doing === 'nothing';
    });
  });

  it('hears nothing while the microphone switch is off', async () => {
    await open('Status');
    const input = page.getByRole('meter', { name: 'Input level' });
    const level = async () => (await input.getAttribute('aria-valuetext')) ?? '';
    assert.equal((await facts(card(page, 'Panel'))).get('Microphone switch'), 'On');
    await stentor.upload('Tone.wav', wav(beep(2000)));
    await stentor.fetch('/axis-cgi/playclip.cgi?location=Tone.wav&repeat=-1');
    await eventually('it hears the clip', async () => /peak −\d/.test(await level()));
    await board().getByRole('switch', { name: 'Microphone switch' }).click();
    await eventually('it hears nothing', async () => (await level()).startsWith('peak −∞'));
    assert.equal((await facts(card(page, 'Panel'))).get('Microphone switch'), 'Off');
    await stentor.fetch('/axis-cgi/stopclip.cgi');
  });
});
