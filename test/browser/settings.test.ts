import { strict as assert } from 'node:assert';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Browser, Page, Route } from 'playwright-core';
import type { AudioHealth, Setting } from '../../src/api/contract.ts';
import { card, logIn, openBrowser, openPage, visit } from '../support/browser.ts';
import { cardSound, sounds } from '../support/card-sound.ts';
import { beep, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/** What the clip reaches on the card at a gain of 0 dB. */
const FULL = 16_384;

const UNBUILT = [
  { name: 'portaudio' },
  { name: 'naudiodon', missing: 'it is not built on this machine; run make naudiodon' },
  { name: 'file' },
];

describe('the page Device settings', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await stentor.keepGains();
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

  it('keeps the status LED green where that is wanted', async () => {
    const led = async () => ((await (await stentor.fetch('/api/board')).json()) as { led: string }).led;
    await eventually('it has gone out', async () => (await led()) === 'unlit');
    await card(page, 'Status LED').getByRole('switch').click();
    await eventually('it is green', async () => (await led()) === 'green');
    await card(page, 'Status LED').getByRole('switch').click();
    await eventually('it is unlit', async () => (await led()) === 'unlit');
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

  it('says beside the field which gain it can have, and keeps what was typed', async () => {
    const field = number('Output gain, dB');
    const problem = card(page, 'Output').getByRole('alert');
    await field.fill('13');
    await field.press('Tab');
    await problem.filter({ hasText: 'Type a number from −60 to 12 dB.' }).waitFor();
    assert.equal(await field.inputValue(), '13');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const described = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
    assert.ok(described.includes((await problem.getAttribute('id')) ?? ''));
    assert.equal(await setting('AudioSource.A0.OutputGain'), 0);

    await field.fill('1');
    await problem.waitFor({ state: 'detached' });
    await field.press('Enter');
    await becomes('AudioSource.A0.OutputGain', 1);

    await enter('Output gain, dB', '');
    await problem.waitFor();
    await page.getByRole('slider', { name: 'Output gain' }).press('ArrowLeft');
    await problem.waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), '0.5');
    await enter('Output gain, dB', '0');
    await becomes('AudioSource.A0.OutputGain', 0);
  });

  it('offers the drivers that are there, and says why another is not', async () => {
    const labels = { portaudio: 'PortAudio', naudiodon: 'naudiodon', file: 'File: no sound card' };
    const driver = (of: Page) => of.getByLabel('Driver', { exact: true });
    const offered = (of: Page) => driver(of).getByRole('option').allInnerTexts();
    const drivers = (await health()).engine?.drivers ?? [];
    const there = drivers.filter(({ missing }) => missing === undefined).map(({ name }) => labels[name]);
    await eventually('what is there is offered', async () => (await offered(page)).join() === there.join());

    // A speaker that says of naudiodon what it says where it was not built.
    const other = await openPage(browser);
    await other.routeWebSocket(/\/api\/live$/, socket => {
      socket.connectToServer().onMessage(text => {
        const message = JSON.parse(String(text)) as { audio?: AudioHealth };
        if (message.audio?.engine !== undefined) Object.assign(message.audio.engine, { drivers: UNBUILT });
        socket.send(JSON.stringify(message));
      });
    });
    await other.goto(`${stentor.https}/audio/device-settings`);
    await logIn(other);
    await other.getByText('naudiodon cannot be chosen: it is not built on this machine; run make naudiodon.').waitFor();
    assert.deepEqual(await offered(other), ['PortAudio', 'File: no sound card']);
    assert.equal(await driver(other).inputValue(), 'portaudio');
    await other.close();
  });

  describe('while the speaker takes its time', () => {
    let waiting: Route[] = [];
    /** Changes that the page sent and that have had no answer yet. */
    const sent = async (count: number) => {
      await eventually(`${count} changes were sent`, () => waiting.length === count);
      return waiting.map(route => route.request().postDataJSON() as unknown);
    };
    const answer = async () => {
      for (const route of waiting.splice(0)) await route.continue();
    };

    beforeEach(async () => {
      const start = 'AudioSource.A0.OutputGain=0&Stentor.Audio.Latency=Normal';
      await stentor.fetch(`/axis-cgi/param.cgi?action=update&${start}`);
      await eventually('the page follows', async () => (await number('Output gain, dB').inputValue()) === '0');
      await page.getByRole('switch', { name: 'Mute output', checked: false }).waitFor();
      await page.route('**/api/settings', route =>
        route.request().method() === 'PATCH' ? void waiting.push(route) : route.fallback(),
      );
    });
    afterEach(async () => {
      await page.unrouteAll();
      waiting = [];
    });

    it('loses no step of a slider', async () => {
      const slider = page.getByRole('slider', { name: 'Output gain' });
      await slider.press('ArrowLeft');
      assert.deepEqual(await sent(1), [{ 'AudioSource.A0.OutputGain': -0.5 }]);
      await slider.press('ArrowLeft');
      assert.equal(await slider.inputValue(), '-1');
      await answer();
      assert.deepEqual(await sent(1), [{ 'AudioSource.A0.OutputGain': -1 }]);
      await slider.press('ArrowLeft');
      await answer();
      assert.deepEqual(await sent(1), [{ 'AudioSource.A0.OutputGain': -1.5 }]);
      await answer();
      await becomes('AudioSource.A0.OutputGain', -1.5);
      await card(page, 'Output').getByText('Saving …').waitFor({ state: 'detached' });
      assert.equal(await slider.inputValue(), '-1.5');
      assert.equal(await number('Output gain, dB').inputValue(), '-1.5');
    });

    it('shows what was chosen, of a number, a switch and a list', async () => {
      await enter('Output gain, dB', '-2');
      await sent(1);
      assert.equal(await number('Output gain, dB').inputValue(), '-2');
      assert.equal(await page.getByRole('slider', { name: 'Output gain' }).inputValue(), '-2');
      const mute = page.getByRole('switch', { name: 'Mute output' });
      await mute.click();
      const latency = page.getByLabel('Latency profile');
      await latency.selectOption('UltraLow');
      await sent(3);
      await card(page, 'Output').getByText('Saving …').first().waitFor();
      assert.equal(await mute.isChecked(), true);
      assert.equal(await latency.inputValue(), 'UltraLow');
      await mute.click();
      await latency.selectOption('Normal');
      await answer();
      assert.deepEqual(await sent(2), [{ 'Stentor.Audio.OutputMuted': false }, { 'Stentor.Audio.Latency': 'Normal' }]);
      await answer();
      await becomes('Stentor.Audio.OutputMuted', false);
      await becomes('Stentor.Audio.Latency', 'Normal');
      await becomes('AudioSource.A0.OutputGain', -2);
      assert.equal(await mute.isChecked(), false);
      assert.equal(await latency.inputValue(), 'Normal');
    });

    it('goes back to what is, and says why, where it gets no answer', async () => {
      const mute = page.getByRole('switch', { name: 'Mute output' });
      await mute.click();
      await sent(1);
      await waiting.pop()?.abort();
      await card(page, 'Output').getByRole('alert').filter({ hasText: 'The speaker does not answer.' }).waitFor();
      await page.getByRole('switch', { name: 'Mute output', checked: false }).waitFor();
      await mute.click();
      await sent(1);
      await card(page, 'Output').getByRole('alert').waitFor({ state: 'detached' });
      await mute.click();
      await answer();
      await sent(1);
      await answer();
      await becomes('Stentor.Audio.OutputMuted', false);
    });
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
