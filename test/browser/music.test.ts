import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { after, before, describe, it } from 'mocha';
import { card, openStentor, PHONE, visit } from '../support/browser.ts';
import { FakeSnapserver } from '../support/fake-snapserver.ts';
import { look } from '../support/page-checks.ts';
import { babble, soundFolder, wavFile } from '../support/sounds.ts';
import { eventually, type Stentor } from '../support/stentor.ts';

describe('the page Music stream', function () {
  this.timeout(120_000);
  const folder = soundFolder();
  let station: Server;
  let address: string;
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  before(async () => {
    const file = wavFile(folder.file('music.wav'), babble(30));
    execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-b:a', '64k', folder.file('music.mp3')]);
    const song = readFileSync(folder.file('music.mp3'));
    station = createServer((request, answer) => {
      if (request.url !== '/live') answer.writeHead(404).end();
      else answer.writeHead(200, { 'Content-Type': 'audio/mpeg', 'icy-name': 'Radio Lighthouse' }).write(song);
    });
    await new Promise<void>(resolve => station.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(station.address() as AddressInfo).port}`;
    ({ stentor, browser, page, close } = await openStentor('/audio/music'));
  });
  after(async () => {
    await close();
    station.closeAllConnections();
    station.close();
    folder.remove();
  });

  const url = () => card(page, 'Station').getByLabel('Address of the stream');
  const onOff = () => card(page, 'Station').getByRole('switch');
  const line = (name: string) => card(page, name).getByRole('status').last();
  const sounds = () => stentor.card.lastSpeaker(0.5).some(sample => Math.abs(sample) > 200);

  it('plays the station whose address is typed in, and tells its name', async () => {
    await url().fill(`${address}/live`);
    await url().press('Enter');
    await onOff().click();
    await line('Station').getByText('Playing').waitFor();
    await line('Station').filter({ hasText: 'Radio Lighthouse' }).waitFor();
    await eventually('it sounds', sounds);
  });

  it('shows on the page Status how loud it comes, and what is done about it', async () => {
    const status = await visit(browser, stentor);
    await card(status, 'Now playing').getByText('music').waitFor();
    await card(status, 'Now playing')
      .getByText(/loudness −\d+\.\d LUFS, gain [+−]?\d+\.\d dB/)
      .waitFor();
    await look(status, 'status-gain');
    await status.close();
  });

  it('refuses what is no address, keeps what was typed, and says why a station is not heard', async () => {
    await url().fill('file:///etc/shadow');
    await url().press('Enter');
    await card(page, 'Station').locator('.field-error').first().waitFor();
    assert.equal(await url().inputValue(), 'file:///etc/shadow');
    await url().fill(`${address}/nothing`);
    await url().press('Enter');
    await line('Station').filter({ hasText: '404' }).waitFor();
    await onOff().click();
    await line('Station').getByText('Stopped').waitFor();
    await eventually('it is silent', () => !sounds());
  });

  it('tells how it goes with a Snapcast server', async () => {
    const server = await FakeSnapserver.start();
    const snapcast = card(page, 'Snapcast');
    const fill = async (label: string, text: string) => {
      await snapcast.getByLabel(label, { exact: true }).fill(text);
      await snapcast.getByLabel(label, { exact: true }).press('Enter');
    };
    await fill('Snapcast server', '127.0.0.1');
    await fill('Port of the Snapcast server', String(server.port));
    await fill('Port of its control interface', '0');
    await snapcast.getByRole('switch').click();
    await line('Snapcast').filter({ hasText: 'Connected; the server plays nothing' }).waitFor();
    const timer = setInterval(() => server.chunk(server.now()), 20);
    await line('Snapcast')
      .filter({ hasText: /Playing: PCM, 48 kHz, volume 100 %, the server’s buffer 600 ms/ })
      .waitFor();
    clearInterval(timer);
    server.close();
    await line('Snapcast').filter({ hasText: 'Broke off; will be tried again' }).waitFor();
    await snapcast.getByRole('switch').click();
    await line('Snapcast').getByText('Stopped').waitFor();
  });

  it('fits a phone and everybody', async () => {
    await look(page, 'music-desk');
    const phone = await visit(browser, stentor, { ...PHONE, place: '/audio/music' });
    await card(phone, 'Snapcast').waitFor();
    await look(phone, 'music-phone');
    await phone.close();
  });
});
