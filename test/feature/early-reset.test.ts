import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { PanelFiles } from '../support/panel-files.ts';
import { eventually } from '../support/stentor.ts';

const PROGRAM = new URL('../../dist/early-reset.mjs', import.meta.url).pathname;
const BUTTON_HELD = new URL('../../appliance/rootfs/usr/lib/stentor/button-held', import.meta.url).pathname;

describe('early-reset', function () {
  this.timeout(60_000);
  let files: PanelFiles;
  beforeEach(() => {
    files = new PanelFiles();
  });
  afterEach(() => files.close());

  const mark = () => join(files.root, 'run/stentor/factory-reset');
  const environment = () => ({ ...process.env, PATH: `${files.bin}:${process.env['PATH'] ?? ''}` });

  function start(...more: string[]) {
    const flags = ['--device', files.device, '--leds', files.leds, '--mark', mark(), ...more];
    const child = spawn(process.execPath, [PROGRAM, ...flags], { env: environment() });
    let output = '';
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    const ended = once(child, 'exit');
    return {
      says: (words: string) => eventually(words, () => output.includes(words)),
      output: () => output,
      exited: async () => {
        const [code] = (await ended) as [number | null];
        return code;
      },
    };
  }

  it('turns unlit, amber after ten seconds, and leaves the marker when the button is let go', async () => {
    files.stand({ pressed: true });
    const program = start();
    await program.says('status LED unlit');
    assert.equal(files.lamps(), '00');
    await program.says('status LED amber');
    assert.equal(files.lamps(), '11');
    assert.ok(!existsSync(mark()), 'nothing is decided before the button is let go');
    files.button(false);
    assert.equal(await program.exited(), 0);
    assert.equal(readFileSync(mark(), 'utf8'), 'button\n');
    assert.equal(files.lamps(), '11');
  });

  it('wipes nothing where the button is let go early', async () => {
    files.stand({ pressed: true });
    const program = start();
    await program.says('status LED unlit');
    files.button(false);
    assert.equal(await program.exited(), 0);
    assert.match(program.output(), /starting as always/);
    assert.ok(!existsSync(mark()));
    assert.equal(files.lamps(), '11', 'amber again, for the start');
  });

  it('wipes nothing and starts where anything is missing', async () => {
    files.stand({ pressed: true });
    files.remove('dev/input/event3');
    const program = start();
    assert.equal(await program.exited(), 0);
    assert.match(program.output(), /cannot be opened .*; starting as always/);
    assert.ok(!existsSync(mark()));
  });

  it('does not need the LED', async () => {
    files.stand({ pressed: true });
    files.remove('sys/class/leds');
    const program = start();
    await program.says('the status LED cannot be switched');
    files.button(false);
    assert.equal(await program.exited(), 0);
    assert.ok(!existsSync(mark()));
  });

  it('is started by button-held, which looks once', () => {
    const held = () =>
      spawnSync('sh', [BUTTON_HELD], { env: { ...environment(), ROOT: files.root, TRIES: '2' } }).status;
    files.stand({ pressed: true });
    assert.equal(held(), 0);
    files.stand({ pressed: false });
    assert.equal(held(), 1);
    files.remove('sys/class/input');
    assert.equal(held(), 1);
  });
});
