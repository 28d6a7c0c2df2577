import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import type { Browser, Locator, Page } from 'playwright-core';
import type { AudioHealth, DeviceInfo } from '../../src/api/contract.ts';
import { card, facts, logIn, openBrowser, title, visit } from '../support/browser.ts';
import { startCable } from '../support/cable.ts';
import { sounds } from '../support/card-sound.ts';
import { beep, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const SILENT = 'peak −∞ dBFS, RMS −∞ dBFS';
/** Half of full scale. */
const BEEP_DB = -6.02;

describe('the page Status', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('Tone.wav', wav(beep(2000)));
    page = await visit(browser, stentor);
    await card(page, 'Virtual board').waitFor();
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const json = async <T>(path: string) => (await (await stentor.fetch(path)).json()) as T;
  const fact = async (region: string, name: string) => (await facts(card(page, region))).get(name);
  const board = () => card(page, 'Virtual board');
  const events = () => page.getByRole('list', { name: 'Last events, newest first' }).getByRole('listitem');
  const badge = (word: string) => card(page, 'Audio health').getByText(word, { exact: true });
  const meter = (side: 'Output' | 'Input') => page.getByRole('meter', { name: `${side} level` });
  const level = async (side: 'Output' | 'Input') => (await meter(side).getAttribute('aria-valuetext')) ?? '';
  const peakOf = (words: string) => Number(/^peak −([\d.]+) dBFS/.exec(words)?.[1]) * -1;
  const beeps = async (side: 'Output' | 'Input') => Math.abs(peakOf(await level(side)) - BEEP_DB) < 0.1;
  const isSilent = async (side: 'Output' | 'Input') => (await level(side)) === SILENT;
  const play = () => stentor.fetch('/axis-cgi/playclip.cgi?location=Tone.wav&repeat=-1');
  const stop = async () => {
    await stentor.fetch('/api/clips/stop', { method: 'POST' });
    await eventually('it is silent', () => !sounds(stentor.card));
  };

  it('tells of the device what the speaker tells of itself', async () => {
    const info = await json<DeviceInfo>('/api/status');
    const shown = await facts(card(page, 'Device info'));
    assert.equal(shown.get('Model'), info.model);
    assert.equal(shown.get('Stentor OS version'), info.version);
    assert.equal(shown.get('Serial number'), info.serialNumber);
    assert.equal(shown.get('Host name'), info.hostName);
    assert.equal(shown.get('Board'), info.board);
    assert.equal(shown.get('IP address'), info.addresses.length === 0 ? 'none' : info.addresses.join('\n'));
    assert.match(shown.get('Processor') ?? '', /^\d+ %\n/);
    assert.match(shown.get('Memory') ?? '', /^[\d.]+ .B of [\d.]+ .B$/);
    assert.match(shown.get('Audio clips') ?? '', /^1\b/);
    const startedAt = await page.evaluate<string>(
      `new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date('${info.startedAt}'))`,
    );
    assert.ok(shown.get('Up since')?.startsWith(startedAt), shown.get('Up since'));
  });

  it('tells that the sound card works, and counts what was lost', async () => {
    await badge('Running').waitFor();
    const { engine, restarts } = await json<AudioHealth>('/api/audio');
    assert.ok(engine);
    const { counters, device } = engine;
    const shown = await facts(card(page, 'Audio health'));
    assert.equal(shown.get('Output device'), device.output);
    assert.equal(shown.get('Input device'), device.input);
    assert.ok(shown.get('Real-time priority')?.startsWith(device.realtime ? 'Yes' : 'No'));
    for (const [name, count] of [
      ['Ring underruns', counters.ringUnderruns],
      ['Device underruns', counters.deviceUnderruns],
      ['Overruns', counters.ringOverruns + counters.deviceOverruns],
      ['Source underruns', counters.sourceUnderruns],
      ['Restarts', restarts],
    ] as const) {
      assert.equal(parseInt(shown.get(name) ?? '', 10), count, name);
    }
    const before = await fact('Audio health', 'Callbacks');
    assert.match(before ?? '', /^\d/);
    await eventually('the callbacks are counted on', async () => (await fact('Audio health', 'Callbacks')) !== before);
  });

  it('shows the levels and the clip while it plays', async () => {
    assert.equal(await level('Output'), SILENT);
    await card(page, 'Now playing').getByText('Nothing plays.').waitFor();
    await play();
    await eventually('the output is as loud as the clip', () => beeps('Output'));
    await eventually('the input hears it', () => beeps('Input'));
    assert.equal(await meter('Output').getAttribute('aria-valuenow'), '-6');
    await card(page, 'Now playing').getByText('Tone', { exact: true }).waitFor();
    const position = card(page, 'Now playing').getByRole('progressbar', { name: 'Position in Tone' });
    const before = await position.getAttribute('aria-valuenow');
    await eventually('it goes on', async () => (await position.getAttribute('aria-valuenow')) !== before);
    await card(page, 'Now playing').getByRole('button', { name: 'Stop', exact: true }).click();
    await card(page, 'Now playing').getByText('Nothing plays.').waitFor();
    await eventually('it is silent', () => !sounds(stentor.card));
    await eventually('both are silent', async () => (await isSilent('Output')) && isSilent('Input'));
    await events().filter({ hasText: 'Audio clip playing' }).filter({ hasText: 'playing: no' }).first().waitFor();
  });

  it('presses the control button with mouse and keys for as long as they are held', async () => {
    const button = board().getByRole('button', { name: 'Control button' });
    const presses = events().filter({ hasText: /held ms/i });
    const heldMs = async () => Number(/held ms: (\d+)/i.exec(await presses.first().innerText())?.[1]);
    assert.equal(await presses.count(), 0);
    await button.scrollIntoViewIfNeeded();

    await button.hover();
    await page.mouse.down();
    await board()
      .getByText(/Held for 0\.[3-9] s|Held for [1-9]/)
      .waitFor();
    await page.mouse.up();
    await presses.first().waitFor();
    assert.ok((await heldMs()) >= 300, `held for ${await heldMs()} ms`);
    await board().getByText('Press, or hold as long as you like').waitFor();

    for (const key of ['Space', 'Enter']) {
      const before = await presses.count();
      await button.press(key);
      await eventually('another press is told', async () => (await presses.count()) === before + 1);
      await board().getByText('Press, or hold as long as you like').waitFor();
    }
    assert.equal(await presses.count(), 3);
  });

  it('flashes the status LED to locate the speaker, until it is told to stop', async () => {
    const panel = card(page, 'Panel');
    await panel.getByRole('button', { name: 'Locate device' }).click();
    await panel.getByText('The status LED flashes red and green, and the speaker rings.').waitFor();
    await board()
      .getByRole('img', { name: /^Status LED: Red and green, fast flash/ })
      .waitFor();
    await panel.getByRole('button', { name: 'Stop', exact: true }).click();
    await panel.getByRole('button', { name: 'Locate device' }).waitFor();
    await board()
      .getByRole('img', { name: /^Status LED: (Green|Unlit)/ })
      .waitFor();
  });

  it('switches the microphone off, and then nobody hears it', async () => {
    const microphone = board().getByRole('switch', { name: 'Microphone switch' });
    await play();
    await eventually('the input hears it', () => beeps('Input'));
    await microphone.click();
    await eventually('the input is silent', () => isSilent('Input'));
    assert.ok(await beeps('Output'), 'the output plays on');
    assert.equal(await microphone.isChecked(), false);
    await card(page, 'Levels').getByText('The microphone switch is off').waitFor();
    assert.equal(await fact('Panel', 'Microphone switch'), 'Off');
    await events().filter({ hasText: 'Microphone switch' }).filter({ hasText: 'on: no' }).waitFor();
    await microphone.click();
    await eventually('the input hears it again', () => beeps('Input'));
    await stop();
  });

  it('furnishes the room that the microphone hears', async () => {
    await board().getByLabel('Room').selectOption('Silent: amplifier unplugged');
    await play();
    await eventually('the output is as loud as the clip', () => beeps('Output'));
    await eventually('nothing is heard', () => isSilent('Input'));
    await board().getByLabel('Noise, dBFS').fill('-20');
    await board().getByLabel('Noise, dBFS').press('Enter');
    await eventually('the noise is heard', async () => peakOf(await level('Input')) < 0);
    await board().getByLabel('Noise', { exact: true }).press('Home');
    await board().getByText('No noise').waitFor();
    await board().getByLabel('Room').selectOption('Direct: no echo');
    await eventually('the clip is heard', () => beeps('Input'));
    await stop();
  });

  it('tells that the sound card was pulled, and that it works again', async () => {
    await board().getByRole('button', { name: 'Unplug the sound card' }).click();
    await badge('Sound card lost').waitFor();
    await card(page, 'Audio health').getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    await events().filter({ hasText: 'Sound card' }).filter({ hasText: 'available: no' }).first().waitFor();
    assert.equal(stentor.card.plugged, false);
    await board().getByRole('button', { name: 'Plug the sound card in' }).click();
    await badge('Running').waitFor();
    await card(page, 'Audio health').getByRole('alert').waitFor({ state: 'detached' });
    await play();
    await eventually('it sounds', () => beeps('Output'));
    await stop();
  });

  it('counts a restart of the audio process', async () => {
    const pid = Number([...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1]);
    process.kill(pid, 'SIGKILL');
    await eventually('it is counted', async () => parseInt((await fact('Audio health', 'Restarts')) ?? '', 10) >= 1);
    await badge('Running').waitFor();
    await events().filter({ hasText: 'Audio restarted' }).first().waitFor();
  });

  it('hands out recordings of what was played and heard', async () => {
    await play();
    await eventually('the input hears it', () => beeps('Input'));
    for (const side of ['Speaker', 'Microphone']) {
      const link: Locator = board().getByRole('link', { name: `Download recording: ${side}` });
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      assert.equal(download.suggestedFilename(), `${side.toLowerCase()}.wav`);
      const file = await readFile(await download.path());
      assert.equal(file.toString('latin1', 0, 4), 'RIFF');
      assert.equal(file.toString('latin1', 8, 12), 'WAVE');
      const samples = new Int16Array(new Uint8Array(file.subarray(44)).buffer);
      assert.equal(samples.length, 10 * 48_000);
      assert.equal(
        samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
        16_384,
        side,
      );
    }
    await stop();
  });

  it('shows the status LED, which goes out in normal operation', async () => {
    await board().getByRole('img', { name: 'Status LED: Unlit. Normal operation.' }).waitFor();
  });

  it('says when the connection is lost, tries again by itself, and shows what is new then', async () => {
    const cable = await startCable(Number(new URL(stentor.https).port));
    const far = await visit(browser, { https: `https://127.0.0.1:${cable.port}` });
    await far.getByRole('button', { name: 'Control button' }).waitFor();
    await play();
    await far.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    cable.cut();
    await far.getByText('The connection to the speaker is lost.').waitFor();
    await eventually(
      'the meter shows nothing that it does not know',
      async () => (await far.getByRole('meter', { name: 'Output level' }).getAttribute('aria-valuetext')) === SILENT,
    );
    await far.getByRole('button', { name: 'Try now' }).click();
    await stop();
    await stentor.fetch('/api/board', { method: 'PATCH', body: '{"micSwitchOn":false}' });
    const back = far.getByText('The connection to the speaker is back.').waitFor();
    await cable.mend();
    await back;
    await far.getByText('The connection to the speaker is lost.').waitFor({ state: 'detached' });
    await card(far, 'Now playing').getByText('Nothing plays.').waitFor();
    await far.getByRole('switch', { name: 'Microphone switch', checked: false }).waitFor();
    cable.cut();
    await far.close();
  });

  it('tells the speaker whether somebody can see it, so that only a page that is seen stays logged in', async () => {
    const other = await visit(browser, stentor);
    await other.getByRole('button', { name: 'Control button' }).waitFor();
    const show = (shown: boolean) =>
      other.evaluate(`Object.defineProperty(document, 'hidden', { value: ${String(!shown)}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    const asks = async (address: string) => (await other.waitForRequest(`**${address}`)).headers()['x-requested-with'];

    await show(false);
    const unseen = asks('/api/board');
    await other.getByRole('button', { name: 'Unplug the sound card' }).click();
    assert.equal(await unseen, 'hidden-page');
    const seen = asks('/api/session');
    await show(true);
    assert.equal(await seen, 'page');
    await other.getByRole('button', { name: 'Plug the sound card in' }).click();
    await badge('Running').waitFor();
    await other.close();
  });

  it('asks to log in again when the speaker has restarted, and comes back to the same place', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Device settings' }).click();
    await title(page).filter({ hasText: 'Device settings' }).waitFor();
    await stentor.fetch('/axis-cgi/restart.cgi');
    await title(page).filter({ hasText: 'Log in' }).waitFor();
    await page.getByRole('status').filter({ hasText: 'You were logged out. Log in again to go on.' }).waitFor();
    await logIn(page);
    await title(page).filter({ hasText: 'Device settings' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Status' }).click();
    await badge('Running').waitFor();
  });
});
