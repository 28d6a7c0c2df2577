import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { AudioHealth, Setting } from '../../src/api/contract.ts';
import { card, openBrowser, visit } from '../support/browser.ts';
import { cardSound, sounds } from '../support/card-sound.ts';
import { beep, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/** What the clip reaches on the card at a gain of 0 dB. */
const FULL = 16_384;

describe('the page Device settings', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await stentor.upload('Beep.wav', wav(beep(500)));
    page = await visit(browser, stentor, { place: '/audio/device-settings' });
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const setting = async (path: string) =>
    ((await (await stentor.fetch('/api/settings')).json()) as Setting[]).find(each => each.path === path)?.value;
  const health = async () => (await (await stentor.fetch('/api/audio')).json()) as AudioHealth;
  const number = (name: string) => page.getByRole('spinbutton', { name });
  const enter = async (name: string, text: string) => {
    await number(name).fill(text);
    await number(name).press('Enter');
  };
  const undo = (what: string) =>
    page
      .getByRole('region', { name: 'Messages' })
      .getByRole('status')
      .locator('div')
      .filter({ hasText: what })
      .getByRole('button', { name: 'Undo' });
  const becomes = (path: string, value: unknown) =>
    eventually(`${path} is ${String(value)}`, async () => (await setting(path)) === value);

  /** The loudest sample that reached the card, and the loudest that was measured of the microphone, dBFS. */
  const peaks = async () => {
    await eventually('the meter has come to rest', async () => (await health()).engine?.meters.inputPeakDb === -120);
    const from = stentor.card.deviceTime();
    await stentor.fetch('/axis-cgi/playclip.cgi?location=Beep.wav&repeat=1');
    let inputDb = -Infinity;
    await eventually('the clip is over', async () => {
      const { engine, playing } = await health();
      inputDb = Math.max(inputDb, engine?.meters.inputPeakDb ?? -Infinity);
      return playing.length === 0 && !sounds(stentor.card);
    });
    return { output: cardSound(stentor.card, from).peak, inputDb };
  };

  it('changes by the number how loud the card sounds, and takes it back', async () => {
    assert.equal((await peaks()).output, FULL);
    await enter('Output gain, dB', '-6.0206');
    await card(page, 'Output').getByRole('status').filter({ hasText: '✓ Saved' }).waitFor();
    await page.getByText('Output gain: −6.0206 dB').hover();
    assert.equal(await setting('AudioSource.A0.OutputGain'), -6.0206);
    assert.ok(Math.abs((await peaks()).output - FULL / 2) <= 2);
    await undo('Output gain').click();
    await becomes('AudioSource.A0.OutputGain', 0);
    assert.equal((await peaks()).output, FULL);
    await eventually('the field follows', async () => (await number('Output gain, dB').inputValue()) === '0');
  });

  it('changes the gain by the slider, with keys or a pointer', async () => {
    const slider = page.getByRole('slider', { name: 'Output gain' });
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await becomes('AudioSource.A0.OutputGain', -0.5);
    await slider.fill('-12');
    await becomes('AudioSource.A0.OutputGain', -12);
    assert.equal(await number('Output gain, dB').inputValue(), '-12');
    const { output } = await peaks();
    assert.ok(Math.abs(output - FULL * 10 ** (-12 / 20)) <= 2, `the card got ${output}`);
    await enter('Output gain, dB', '0');
    await becomes('AudioSource.A0.OutputGain', 0);
  });

  it('does not take a gain that the speaker does not have', async () => {
    await enter('Output gain, dB', '13');
    await number('Output gain, dB').blur();
    await eventually('the field is as before', async () => (await number('Output gain, dB').inputValue()) === '0');
    assert.equal(await setting('AudioSource.A0.OutputGain'), 0);
  });

  it('mutes the output and takes it back', async () => {
    const mute = page.getByRole('switch', { name: 'Mute output' });
    await mute.click();
    await becomes('Stentor.Audio.OutputMuted', true);
    // The message stays while the pointer is on it.
    await undo('Mute output: on').hover();
    assert.equal((await peaks()).output, 0);
    await undo('Mute output: on').click();
    await becomes('Stentor.Audio.OutputMuted', false);
    await page.getByRole('switch', { name: 'Mute output', checked: false }).waitFor();
    assert.equal((await peaks()).output, FULL);
  });

  it('changes what the microphone hears', async () => {
    await enter('Input gain, dB', '-6');
    await becomes('AudioSource.A0.InputGain', -6);
    const { inputDb } = await peaks();
    assert.ok(Math.abs(inputDb - -12.02) < 0.1, `the microphone hears ${inputDb} dBFS`);
    await page.getByRole('switch', { name: 'Mute input' }).click();
    await becomes('Stentor.Audio.InputMuted', true);
    assert.equal((await peaks()).inputDb, -120);
    await page.getByRole('switch', { name: 'Mute input' }).click();
    await becomes('Stentor.Audio.InputMuted', false);
  });

  it('shows what another program changes', async () => {
    await stentor.fetch('/axis-cgi/param.cgi?action=update&AudioSource.A0.OutputGain=-3');
    await eventually('the field follows', async () => (await number('Output gain, dB').inputValue()) === '-3');
    await stentor.fetch('/axis-cgi/param.cgi?action=update&AudioSource.A0.OutputGain=mute');
    await page.getByRole('switch', { name: 'Mute output', checked: true }).waitFor();
  });

  it('offers the sound cards of the speaker and changes the latency', async () => {
    const outputs = await page.getByLabel('Output device').getByRole('option').allInnerTexts();
    const { engine } = await health();
    for (const name of engine?.device.outputs ?? []) assert.ok(outputs.includes(name) || name === 'default', name);
    await page.getByLabel('Latency profile').selectOption('Low: sound starts sooner');
    await becomes('Stentor.Audio.Latency', 'Low');
    await page.getByText('Latency profile: Low').waitFor();
    await eventually('the card is open again', async () => (await health()).engine?.device.state === 'open');
  });
});
