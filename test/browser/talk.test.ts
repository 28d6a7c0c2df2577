import { strict as assert } from 'node:assert';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { after, before, describe, it } from 'mocha';
import { openBrowser, visit } from '../support/browser.ts';
import { wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const TONE_HZ = 440;
const tone = Int16Array.from(
  { length: 48_000 * 10 },
  (_, n) => 12_000 * Math.sin((2 * Math.PI * TONE_HZ * n) / 48_000),
);

describe('talking from the page', function () {
  this.timeout(120_000);
  let folder: string;
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-talk-'));
    await writeFile(join(folder, 'voice.wav'), wav(tone));
    stentor = await startStentor();
    await stentor.setUp();
    browser = await openBrowser([
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${join(folder, 'voice.wav')}`,
    ]);
    page = await visit(browser, stentor);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
    await rm(folder, { recursive: true });
  });

  const button = () => page.getByRole('button', { name: 'Hold to talk' });
  const state = (text: string) => page.getByText(text).waitFor();
  /** Of the moments in which the speaker played something since `from`, the share in which that was the tone. */
  function toneShare(from: number): number {
    const { left } = stentor.card.recordSpeaker(from, stentor.card.deviceTime() - from);
    const moments: Int16Array[] = [];
    for (let at = 0; at + 2400 <= left.length; at += 2400) moments.push(left.subarray(at, at + 2400));
    const loud = moments.filter(moment => moment.some(sample => Math.abs(sample) > 1000));
    return loud.filter(moment => purity(moment) > 0.8).length / loud.length;
  }

  it('is heard while the button is held', async () => {
    const from = stentor.card.deviceTime();
    await button().hover();
    await page.mouse.down();
    await state('The speaker plays what you say.');
    await eventually('it sounds', () => stentor.card.lastSpeaker(0.05).some(sample => Math.abs(sample) > 1000));
    await page.getByText('Talk from root').waitFor();
    await eventually('for a while', () => stentor.card.deviceTime() > from + 96_000);
    await page.mouse.up();
    await state('Hold the button');
    assert.ok(toneShare(from) > 0.6, `share of the tone ${toneShare(from)}`);
    await eventually('it is silent', () => stentor.card.lastSpeaker(0.05).every(sample => sample === 0));
  });

  it('is heard after it was let go, where that was chosen; with the keyboard, too', async () => {
    await page.getByLabel('Record, then play').check();
    await button().focus();
    const from = stentor.card.deviceTime();
    await page.keyboard.down(' ');
    await state('Recording. Let go to have it played.');
    await page.waitForTimeout(1000);
    const { left } = stentor.card.recordSpeaker(from, stentor.card.deviceTime() - from);
    assert.ok(left.every(sample => sample === 0));
    await page.keyboard.up(' ');
    await eventually('it sounds', () => stentor.card.lastSpeaker(0.05).some(sample => Math.abs(sample) > 1000));
    await state('Hold the button');
  });

  it('is sent to a group where that is chosen', async () => {
    const receiver = createSocket({ type: 'udp4', reuseAddr: true });
    await new Promise<void>(resolve => receiver.bind(0, '127.0.0.1', resolve));
    let packets = 0;
    receiver.on('message', packet => {
      if (packet.length > 12 && packet[0] === 0x80) packets++;
    });
    const body = JSON.stringify({
      'Stentor.Multicast.Group.Address': '127.0.0.1',
      'Stentor.Multicast.Group.Port': receiver.address().port,
    });
    await stentor.fetch('/api/settings', { method: 'PATCH', body });
    await page.getByLabel('The group').check();
    await page.getByLabel('Live').check();
    await button().hover();
    await page.mouse.down();
    await state('The group plays what you say.');
    await page.getByText('sent to 127.0.0.1').waitFor();
    await eventually('packets come', () => packets > 25);
    assert.ok(
      stentor.card.lastSpeaker(0.2).every(sample => sample === 0),
      'this speaker is silent',
    );
    await page.mouse.up();
    await state('Hold the button');
    receiver.close();
  });
});

/** How much of a sound's power is the tone, 0..1. */
function purity(samples: Int16Array): number {
  let [sine, cosine, all] = [0, 0, 0];
  samples.forEach((sample, n) => {
    const angle = (2 * Math.PI * TONE_HZ * n) / 48_000;
    sine += sample * Math.sin(angle);
    cosine += sample * Math.cos(angle);
    all += sample * sample;
  });
  return (2 * (sine * sine + cosine * cosine)) / (samples.length * all);
}
