import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Clip, Clips } from '../../src/api/contract.ts';
import { choose, facts, openBrowser, visit } from '../support/browser.ts';
import { cardSound, sounds } from '../support/card-sound.ts';
import { DigestClient } from '../support/digest-client.ts';
import { beep, music, wav } from '../support/signals.ts';
import { ffmpeg, HAS_FFMPEG, sine, soundFolder, wavFile } from '../support/sounds.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

/** Longer than any test waits: if it falls silent, something stopped it. */
const MUSIC_SECONDS = 60;
const BEEP_MS = 500;
const BEEP_FRAMES = (BEEP_MS * 48_000) / 1000;

interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

describe('the page Audio clips', function () {
  this.timeout(60_000);
  const musicFile = Buffer.from(wav(music(MUSIC_SECONDS)));
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    await stentor.keepGains();
    page = await visit(browser, stentor, { place: '/audio/clips' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const list = () => page.getByRole('list', { name: 'Audio clips' });
  const row = (name: string) =>
    list()
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name, exact: true }) });
  const uploads = () => page.getByRole('list', { name: 'Uploads' });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = (name: string) => page.getByRole('dialog', { name });
  const gone = (what: Locator) => what.waitFor({ state: 'detached' });
  const known = async () => ((await (await stentor.fetch('/api/clips')).json()) as Clips).clips;
  const clip = async (name: string): Promise<Clip> => {
    const found = (await known()).find(each => each.name === name);
    assert.ok(found, `the speaker has a clip called ${name}`);
    return found;
  };

  /** Chooses a file as a person does: the button opens the browser's file dialog. */
  const add = async (file: ChosenFile) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Add clip').click()]);
    await chooser.setFiles(file);
  };
  const asWav = (name: string, buffer: Buffer) => ({ name, mimeType: 'audio/wav', buffer });

  /** What the row of a clip tells, which must be what the speaker knows of it. */
  const checkRow = async (name: string) => {
    const { lufs, waveform } = await clip(name);
    const shown = await facts(row(name));
    assert.equal(shown.get('Loudness'), `−${Math.abs(lufs ?? 0).toFixed(1)} LUFS`);
    const bars = (await row(name).locator('path[d*="h.7v"]').getAttribute('d'))?.split('M').slice(1) ?? [];
    assert.equal(bars.length, 200);
    const height = (bar: string | undefined) => Number(/v([\d.]+)/.exec(bar ?? '')?.[1]);
    const loudest = waveform.indexOf(Math.max(...waveform));
    assert.equal(height(bars[loudest]), Math.max(...bars.map(height)));
    return shown;
  };

  it('says that there are no clips, and what a clip may be', async () => {
    await page.getByText('There are no audio clips yet.').waitFor();
    await page.getByText(/MP3.*up to 100 MB each/).waitFor();
  });

  it('uploads a WAV file, telling how far it is, and shows length, loudness and waveform', async () => {
    const network = await page.context().newCDPSession(page);
    const slowness = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4_000_000 };
    await network.send('Network.emulateNetworkConditions', slowness);
    await page.evaluate(`
      window.shares = [];
      new MutationObserver(() => {
        const bar = document.querySelector('[role=progressbar]');
        if (bar !== null) window.shares.push(bar.ariaValueNow);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    `);
    await add(asWav('Morning music.wav', musicFile));
    await page.getByRole('progressbar', { name: 'Upload of Morning music.wav' }).waitFor();
    await row('Morning music').waitFor();
    await network.send('Network.emulateNetworkConditions', { ...slowness, uploadThroughput: -1 });
    await network.detach();
    await gone(uploads());
    await page.getByText('Morning music.wav was added.').waitFor();

    const shares = (await page.evaluate<(string | null)[]>('window.shares'))
      .filter(share => share !== null)
      .map(Number);
    assert.ok(
      shares.some(share => share > 0 && share < 100),
      `it was seen growing: ${shares.join()}`,
    );
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    const shown = await checkRow('Morning music');
    assert.equal(shown.get('Duration'), '1:00');
    assert.equal(shown.get('Format'), 'WAV');
    assert.equal(shown.get('Size'), '5.8 MB');
  });

  it('uploads an MP3 file', async function () {
    if (!HAS_FFMPEG) this.skip();
    const folder = soundFolder();
    try {
      const made = ffmpeg(wavFile(folder.file('sine.wav'), sine(880, 48_000, 96_000, 0.5)), folder.file('Bell.mp3'));
      await add({ name: 'Bell.mp3', mimeType: 'audio/mpeg', buffer: readFileSync(made) });
    } finally {
      folder.remove();
    }
    await row('Bell').waitFor();
    const shown = await checkRow('Bell');
    assert.equal(shown.get('Format'), 'MP3');
    assert.match(shown.get('Duration') ?? '', /^2\.[01] s$/);
    assert.ok(Math.abs((await clip('Bell')).durationMs - 2000) < 60);
  });

  it('tells why a picture that is called MP3 is no clip', async () => {
    const buffer = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), Buffer.alloc(5000, 7)]);
    const before = (await known()).length;
    await add({ name: 'holiday.mp3', mimeType: 'audio/mpeg', buffer });
    await uploads().getByRole('alert').filter({ hasText: 'a JPEG picture' }).waitFor();
    await button('Close message about holiday.mp3').click();
    await gone(uploads());
    assert.equal((await known()).length, before);
  });

  it('cancels an upload', async () => {
    const network = await page.context().newCDPSession(page);
    const slowness = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 50_000 };
    await network.send('Network.emulateNetworkConditions', slowness);
    await add(asWav('Never.wav', musicFile));
    await page.getByRole('progressbar', { name: 'Upload of Never.wav' }).waitFor();
    await button('Cancel upload of Never.wav').click();
    await gone(uploads());
    await network.send('Network.emulateNetworkConditions', { ...slowness, uploadThroughput: -1 });
    await network.detach();
    await add(asWav('Beep.wav', Buffer.from(wav(beep(BEEP_MS)))));
    await row('Beep').waitFor();
    assert.equal(await row('Never').count(), 0);
    assert.ok((await known()).every(({ name }) => name !== 'Never'));
  });

  it('plays a clip on the sound card until it is stopped', async () => {
    assert.equal(sounds(stentor.card), false);
    await button('Play Morning music').click();
    await button('Stop Morning music').waitFor();
    await eventually('it sounds', () => sounds(stentor.card));
    await button('Stop Morning music').click();
    await button('Play Morning music').waitFor();
    await eventually('it is silent', () => !sounds(stentor.card));
  });

  it('stops the clip that plays when another is played', async () => {
    await button('Play Morning music').click();
    await button('Stop Morning music').waitFor();
    await button('Play Beep').click();
    await button('Play Morning music').waitFor();
    await button('Play Beep').waitFor();
    await eventually('it is silent', () => !sounds(stentor.card));
  });

  it('renames a clip and takes it back', async () => {
    const { location } = await clip('Beep');
    await choose(page, 'More for Beep', 'Rename');
    await dialog('Rename clip').getByLabel('Name').fill('  ');
    await dialog('Rename clip').getByRole('button', { name: 'Save' }).click();
    await dialog('Rename clip').getByRole('alert').filter({ hasText: 'Type a name.' }).waitFor();
    await dialog('Rename clip').getByLabel('Name').fill('Door “A” & <b>');
    await dialog('Rename clip').getByRole('button', { name: 'Save' }).click();
    await gone(dialog('Rename clip'));
    await row('Door “A” & <b>').waitFor();
    assert.equal((await clip('Door “A” & <b>')).location, location, 'links to it go on working');
    await button('Undo').click();
    await row('Beep').waitFor();
    await clip('Beep');
  });

  it('makes a link whose volume and repetitions can be chosen, and that really plays', async () => {
    await choose(page, 'More for Beep', 'Create link');
    const links = dialog('Create link for Beep');
    const text = (name: string) => links.getByLabel(name, { exact: true }).inputValue();
    assert.match(await text('Link (HTTP)'), /\?location=Beep\.wav&repeat=0&volume=100&/);

    await links.getByLabel('Volume (%)').fill('1001');
    await links.getByRole('alert').filter({ hasText: 'Type a number from 0 to 1000.' }).waitFor();
    assert.equal(await text('Link (HTTP)'), '');
    assert.equal(await links.getByRole('button', { name: 'Copy HTTP link' }).isEnabled(), false);

    await links.getByLabel('Volume (%)').fill('50');
    await links.getByLabel('Until stopped').check();
    assert.match(await text('Link (HTTP)'), /repeat=-1&volume=50/);
    await links.getByLabel('Number of times to repeat').fill('1');
    await links.getByText('Plays 2 times in all.').waitFor();
    assert.equal(await links.getByLabel('Until stopped').isChecked(), false);

    const copied = async (label: string) => {
      await links.getByRole('button', { name: label }).click();
      await links.getByText('Copied', { exact: true }).first().waitFor();
      return page.evaluate<string>('navigator.clipboard.readText()');
    };
    const http = await copied('Copy HTTP link');
    assert.equal(http, await text('Link (HTTP)'));
    const path = '/axis-cgi/playclip.cgi?location=Beep.wav&repeat=1&volume=50&audiodeviceid=0&audiooutputid=0';
    assert.equal(http, stentor.http + path);
    const https = await text('Link (HTTPS)');
    assert.equal(https, stentor.https + path);

    const camera = new DigestClient(stentor.http, 'root', PASSWORD);
    const byHttp = async () => assert.equal((await camera.get(http.replace(stentor.http, ''))).status, 200);
    const byHttps = async () => assert.equal((await stentor.fetch(https.replace(stentor.https, ''))).status, 200);
    for (const play of [byHttp, byHttps]) {
      const from = stentor.card.deviceTime();
      await play();
      await eventually('it has sounded twice', () => cardSound(stentor.card, from).frames >= 2 * BEEP_FRAMES);
      await eventually('it is silent', () => !sounds(stentor.card));
      const { peak, frames } = cardSound(stentor.card, from);
      assert.ok(Math.abs(peak - 8192) <= 2, `half as loud as the clip: ${peak}`);
      assert.equal(frames, 2 * BEEP_FRAMES);
    }
    camera.close();
  });

  it('plays from the link’s dialog as the link would', async () => {
    const links = dialog('Create link for Beep');
    await links.getByLabel('Volume (%)').fill('25');
    await links.getByLabel('Until stopped').check();
    const from = stentor.card.deviceTime();
    await links.getByRole('button', { name: 'Try' }).click();
    await eventually('it sounds', () => sounds(stentor.card));
    await links.getByRole('button', { name: 'Stop' }).click();
    await eventually('it is silent', () => !sounds(stentor.card));
    const { peak } = cardSound(stentor.card, from);
    assert.ok(Math.abs(peak - 4096) <= 2, `a quarter as loud as the clip: ${peak}`);
    await links.getByRole('button', { name: 'Done' }).click();
    await gone(links);
  });

  it('downloads the very file that was uploaded', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      choose(page, 'More for Morning music', 'Download'),
    ]);
    assert.equal(download.suggestedFilename(), (await clip('Morning music')).location);
    assert.deepEqual(await readFile(await download.path()), musicFile);
  });

  it('shows what somebody else adds and deletes, as it happens', async () => {
    const id = await stentor.upload('From elsewhere.wav', wav(beep(20)));
    await row('From elsewhere').waitFor();
    assert.equal((await facts(row('From elsewhere'))).get('Loudness'), '– LUFS', 'too short to be measured');
    await stentor.fetch(`/api/clips/${id}`, { method: 'DELETE' });
    await gone(row('From elsewhere'));
  });

  it('finds clips by name and sorts them', async () => {
    const ids = [];
    for (let i = 1; i <= 8; i++) ids.push(await stentor.upload(`Gong ${i}.wav`, wav(beep(10 * (9 - i)))));
    const names = () => list().getByRole('heading').allInnerTexts();
    await row('Gong 8').waitFor();
    assert.deepEqual(
      (await names()).filter(name => name.startsWith('Gong')),
      [1, 2, 3, 4, 5, 6, 7, 8].map(i => `Gong ${i}`),
    );
    await page.getByLabel('Sort by').selectOption('Length');
    assert.equal((await names())[0], 'Gong 8');
    assert.equal((await names()).at(-1), 'Morning music');
    await page.getByLabel('Search clips').fill('gong 3');
    await gone(row('Beep'));
    assert.deepEqual(await names(), ['Gong 3']);
    await page.getByLabel('Search clips').fill('nothing');
    await page.getByText('No clip is called “nothing”.').waitFor();
    await page.getByLabel('Search clips').fill('');
    for (const id of ids) await stentor.fetch(`/api/clips/${id}`, { method: 'DELETE' });
    await gone(row('Gong 1'));
  });

  it('deletes a clip only when that was confirmed, and then the page is empty again', async () => {
    await choose(page, 'More for Beep', 'Delete');
    await dialog('Delete clip').getByRole('button', { name: 'Cancel' }).click();
    await gone(dialog('Delete clip'));
    await clip('Beep');
    for (const { name } of await known()) {
      await choose(page, `More for ${name}`, 'Delete');
      await dialog('Delete clip').getByText(`“${name}” will be deleted`).waitFor();
      await dialog('Delete clip').getByRole('button', { name: 'Delete' }).click();
      await gone(row(name));
    }
    await page.getByText('There are no audio clips yet.').waitFor();
    assert.deepEqual(await known(), []);
  });
});
