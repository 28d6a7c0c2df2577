import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DeviceInfo, LiveEvent } from '../../src/api/contract.ts';
import { boardJson } from '../support/boards.ts';
import { PanelFiles } from '../support/panel-files.ts';
import { eventually, PASSWORD } from '../support/stentor.ts';

const MAIN = new URL('../../dist/stentord.mjs', import.meta.url).pathname;

/** The whole supervisor on a Raspberry Pi whose files are stand-ins. There is no sound card. */
describe('a speaker on a Raspberry Pi', function () {
  this.timeout(60_000);
  let files: PanelFiles;
  let stop: () => unknown;
  beforeEach(() => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    files = new PanelFiles();
    stop = () => undefined;
  });
  afterEach(async () => {
    await stop();
    files.close();
  });

  function spawnStentor(board: unknown) {
    const file = join(files.root, 'board.json');
    writeFileSync(file, JSON.stringify(board));
    const flags = {
      'board-file': file,
      'board-root': files.root,
      state: join(files.root, 'state'),
      http: '0',
      https: '0',
    };
    const child = spawn(
      process.execPath,
      [MAIN, '--listen', '127.0.0.1', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])],
      { env: { ...process.env, PATH: `${files.bin}:${process.env['PATH'] ?? ''}` }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    const exited = once(child, 'exit');
    stop = async () => {
      child.kill('SIGTERM');
      await exited;
    };
    return { output: () => output, exited };
  }

  async function start(board: unknown = boardJson('pi4')) {
    const { output } = spawnStentor(board);
    await eventually(`it is ready: ${output()}`, () => output().includes('ready at https://'));
    const base = /https:\/\/[^\s/]+/.exec(output())?.[0] ?? '';
    const query = new URLSearchParams({ action: 'add', user: 'root', pwd: PASSWORD, grp: 'root', sgrp: 'admin' });
    await fetch(`${base}/axis-cgi/pwdgrp.cgi?${query.toString()}`);
    const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${base}${path}`, { ...init, headers: { authorization } });
    const json = async <T>(path: string) => (await (await ask(path)).json()) as T;
    return {
      output,
      ask,
      status: () => json<DeviceInfo>('/api/status'),
      told: async (id: string) => (await json<LiveEvent[]>('/api/events')).filter(event => event.id === id),
    };
  }

  it('says which board it is, and drives its panel', async () => {
    files.stand({ muted: true });
    const { ask, status, told } = await start();
    const { boardName, boardProblem, panelDriver, microphoneSwitch, virtual } = await status();
    assert.match(boardProblem ?? '', /^this card was made for Raspberry Pi 4 Model B, and runs on something unknown$/);
    assert.deepEqual([boardName, panelDriver, microphoneSwitch, virtual], ['pi4', 'evdev-leds', true, false]);
    assert.equal(files.lamps(), '01', 'green: ready');

    assert.deepEqual((await told('system.microphone-switch')).at(-1)?.data, { on: false });
    files.muted(false);
    await eventually(
      'the switch is told',
      async () => (await told('system.microphone-switch')).at(-1)?.data['on'] === true,
    );

    files.button(true, 1_000_000);
    files.button(false, 1_000_200);
    await eventually('the press is told', async () => (await told('system.control-button')).length === 1);
    assert.deepEqual((await told('system.control-button'))[0]?.data, { heldMs: 200, gesture: 'calibrate' });

    await ask('/api/actions/system.identify', { method: 'POST', body: '{"seconds":60}' });
    const seen = new Set<string>();
    await eventually('red and green flash', () => seen.add(files.lamps()).has('10') && seen.has('01'));
    await ask('/api/actions/system.identify', { method: 'POST', body: '{"seconds":0}' });
    await eventually('it is green or unlit', () => files.lamps().startsWith('0'));

    await stop();
    assert.equal(files.lamps(), '11', 'amber: going down');
  });

  it('ignores a button that was down before it looked', async () => {
    files.stand({ pressed: true });
    const { told } = await start();
    files.button(false, 5000);
    await eventually('the release is told', async () => (await told('system.control-button')).length === 1);
    assert.equal((await told('system.control-button'))[0]?.data['gesture'], 'ignored');
  });

  it('names its sound devices for ALSA', async () => {
    await start();
    assert.match(
      readFileSync(join(files.root, 'state/board/asound.conf'), 'utf8'),
      /pcm.stentor_output .*"hw:CARD=stentor,DEV=0"/,
    );
  });

  it('runs without a panel, and says so', async () => {
    files.remove('sys/class');
    files.remove('proc');
    const { status, told } = await start();
    assert.equal((await status()).panelDriver, 'none');
    const fault = (await told('system.panel-fault')).at(-1)?.data;
    assert.equal(fault?.['failed'], true);
    assert.match(String(fault['reason']), /do not work: .*the microphone is muted/);
    assert.deepEqual((await told('system.microphone-switch')).at(-1)?.data, { on: false });
  });

  it('does not start on a board.json that is wrong, and names file and field', async () => {
    const { output, exited } = spawnStentor({ ...boardJson('pi4'), kernel: 'other' });
    const [code] = (await exited) as [number];
    assert.equal(code, 1);
    assert.match(output(), /board\.json: kernel must be .*debian/);
  });
});
