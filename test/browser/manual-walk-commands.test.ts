import { strict as assert } from 'node:assert';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from '../support/browser.ts';
import { beep, wav } from '../support/signals.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const LOG_IN = ['-sS', '--anyauth', '-u', `root:${PASSWORD}`];
/** In the network of the virtual board. */
const FIXED = '192.168.0.77';

/**
 * The manual's "API commands", each as it is written there, by curl and in the address bar of a browser that asks for name
 * and password.
 */
describe('the manual, API commands', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    await stentor.setUp();
    page = await openPage(browser, { httpCredentials: { username: 'root', password: PASSWORD } });
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const url = (command: string) => `${stentor.http}/axis-cgi/${command}`;
  async function curl(command: string, ...options: string[]): Promise<Buffer> {
    const run = promisify(execFile)('curl', [...LOG_IN, ...options, url(command)], {
      encoding: 'buffer',
      maxBuffer: 50_000_000,
    });
    return (await run).stdout;
  }
  const text = async (command: string, ...options: string[]) => (await curl(command, ...options)).toString();
  const param = async (name: string) => (await text(`param.cgi?action=list&group=${name}`)).trim().split('=')[1];
  async function typed(command: string): Promise<string> {
    const answer = await page.goto(url(command));
    assert.equal(answer?.status(), 200);
    return page.locator('body').innerText();
  }
  /** The system is ready, after another start than before. */
  async function startsAnew(command: () => Promise<unknown>): Promise<{ needsetup: string }> {
    const state = async () => {
      const body = JSON.stringify({ apiVersion: '1.0', method: 'systemready' });
      const answer = await stentor.fetch('/axis-cgi/systemready.cgi', { method: 'POST', body });
      return ((await answer.json()) as { data: { systemready: string; needsetup: string; bootid: string } }).data;
    };
    const before = await state();
    await command();
    let now = before;
    await eventually('it has started anew', async () => {
      now = await state().catch(() => before);
      return now.systemready === 'yes' && now.bootid !== before.bootid;
    });
    return now;
  }
  /** A fixed address and a gain that are not those of the factory. */
  async function changeSettings(): Promise<void> {
    const changes = `Network.BootProto=none&Network.IPAddress=${FIXED}&Network.SubnetMask=255.255.255.0`;
    assert.equal(await text(`param.cgi?action=update&${changes}&AudioSource.A0.OutputGain=-9`), 'OK');
    assert.deepEqual([await param('Network.IPAddress'), await param('AudioSource.A0.OutputGain')], [FIXED, '-9']);
  }

  it('lists all parameters', async () => {
    const list = await text('param.cgi?action=list', '-i');
    assert.match(list, /^content-type: text\/plain/im);
    for (const lines of [list.split('\r\n\r\n').at(-1) ?? '', await typed('param.cgi?action=list')]) {
      assert.match(lines, /^root\.Brand\.Brand=Stentor$/m);
      assert.match(lines, /^root\.Properties\./m);
      const wrong = lines.split('\n').filter(line => line !== '' && !/^root(\.\w+)+=/.test(line));
      assert.deepEqual(wrong, []);
    }
  });

  it('takes a clip and plays it', async () => {
    const file = join(stentor.state, 'ding.wav');
    await writeFile(file, wav(beep(5000)));
    assert.match(await text('mediaclip.cgi?action=upload&media=audio&name=ding', '-F', `file=@${file}`), /uploaded=0/);
    const isPlaying = async () => (await (await stentor.fetch('/api/audio')).text()).includes('"name":"ding"');
    for (const [play, stop] of [
      ['playclip.cgi?location=ding.wav&repeat=0&volume=100&audiodeviceid=0&audiooutputid=0', 'stopclip.cgi'],
      ['mediaclip.cgi?action=play&clip=0', 'mediaclip.cgi?action=stop'],
    ] as const) {
      await text(play);
      await eventually('it plays', isPlaying);
      await text(stop);
      await eventually('it is silent', async () => !(await isPlaying()));
    }
  });

  it('gives a debug archive and a server report', async () => {
    const names = promisify(execFile)('tar', ['-tzf', '-'], { encoding: 'utf8' });
    names.child.stdin?.end(await curl('debug/debug.tgz'));
    assert.match((await names).stdout, /parameters\.txt/);
    const download = page.waitForEvent('download');
    await page.goto(url('debug/debug.tgz')).catch(() => undefined);
    assert.match((await download).suggestedFilename(), /\.tgz$/);
    for (const report of [await text('serverreport.cgi'), await typed('serverreport.cgi')]) {
      assert.match(report, /----- System log -----/i);
      assert.ok(!report.includes(PASSWORD));
    }
  });

  it('captures a network trace', async function () {
    skipFor(this, missingPrograms('tcpdump'));
    // Five minutes of it are begun; two seconds are awaited.
    const long = spawn('curl', [...LOG_IN, '-N', url('debug/debug.tgz?cmd=pcapdump&duration=300')]);
    const [head] = (await once(long.stdout, 'data')) as [Buffer];
    assert.ok(['d4c3b2a1', 'a1b2c3d4'].includes(head.subarray(0, 4).toString('hex')));
    assert.equal(long.exitCode, null);
    long.kill();
    // Whatever else this machine sends in the meantime is in it.
    const short = promisify(execFile)('tcpdump', ['-n', '-r', '-'], { encoding: 'utf8', maxBuffer: Infinity });
    short.child.stdin?.end(await curl('debug/debug.tgz?cmd=pcapdump&duration=2'));
    await short;
  });

  it('restarts', async () => {
    await startsAnew(async () => assert.match(await typed('restart.cgi'), /^The speaker restarts/));
    await page.getByRole('heading', { name: 'This page needs HTTPS' }).waitFor();
    assert.equal(await param('Brand.Brand'), 'Stentor');
    await startsAnew(() => text('restart.cgi'));
    assert.match(await text('param.cgi?action=list&group=MediaClip.M0.Name'), /=ding/, 'it keeps what it had');
  });

  it('restores most settings, and keeps the address', async () => {
    await changeSettings();
    const { needsetup } = await startsAnew(() => text('factorydefault.cgi'));
    assert.equal(needsetup, 'yes');
    await stentor.setUp();
    assert.deepEqual([await param('Network.IPAddress'), await param('AudioSource.A0.OutputGain')], [FIXED, '0']);
    assert.ok(!(await text('param.cgi?action=list')).includes('MediaClip.M0'));
  });

  it('resets all settings, the address too', async () => {
    await changeSettings();
    const { needsetup } = await startsAnew(async () =>
      assert.match(await typed('hardfactorydefault.cgi'), /returns to its factory default[^]*asks for a new password/),
    );
    assert.equal(needsetup, 'yes');
    await stentor.setUp();
    assert.equal(await param('Network.BootProto'), 'dhcp');
    assert.notEqual(await param('Network.IPAddress'), FIXED);
    assert.equal(await param('AudioSource.A0.OutputGain'), '0');
  });
});
