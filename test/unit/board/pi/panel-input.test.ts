import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { PanelInput } from '../../../../src/board/pi/panel-input.ts';
import { queryByEvtest } from '../../../../src/board/pi/query-panel.ts';
import { polled, watchReadable } from '../../../../src/board/pi/watch-readable.ts';
import type { Off } from '../../../../src/core/clock.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { PanelFiles } from '../../../support/panel-files.ts';
import { until } from '../../../support/until.ts';

describe('PanelInput', () => {
  let files: PanelFiles;
  let stop: Off;
  let told: unknown[];
  let state: { pressed: boolean; muted: boolean };
  beforeEach(() => {
    files = new PanelFiles();
    stop = () => undefined;
    told = [];
    state = { pressed: false, muted: false };
  });
  afterEach(() => {
    stop();
    files.close();
  });

  const listener = {
    button: (pressed: boolean, timeMs: number | undefined) => void told.push({ pressed, timeMs }),
    muted: (muted: boolean) => void told.push({ muted }),
    lost: (reason: string) => void told.push({ lost: reason }),
  };
  const start = async (watch = polled(new FakeClock())) => {
    const query = async (_: string, what: string) => (what === 'button' ? state.pressed : state.muted);
    const input = await PanelInput.open({ device: files.device, hasSwitch: true, query, watch });
    stop = input.start(listener);
    return input;
  };

  it('tells the kernel’s times, also of what waited while the process was busy', async () => {
    const clock = new FakeClock();
    await start(polled(clock));
    files.button(true, 1_700_000_000_123.25);
    files.button(false, 1_700_000_000_323.5);
    files.muted(true);
    await clock.advance(50);
    assert.deepEqual(told, [
      { pressed: true, timeMs: 1_700_000_000_123.25 },
      { pressed: false, timeMs: 1_700_000_000_323.5 },
      { muted: true },
    ]);
  });

  it('asks how things stand where the kernel lost events, and knows no time of that', async () => {
    const clock = new FakeClock();
    const input = await start(polled(clock));
    files.button(true, 1000);
    await clock.advance(50);
    state = { pressed: false, muted: true };
    files.drop(); // with its report, so that the flow is sound again
    await clock.advance(50);
    assert.deepEqual(told.slice(1), [{ pressed: false, timeMs: undefined }, { muted: true }]);
    assert.deepEqual([input.pressed, input.muted], [false, true]);
  });

  it('believes what it hears more than an answer that it waited for', async () => {
    const clock = new FakeClock();
    let answer: () => void = () => undefined;
    let asked = 0;
    const input = await PanelInput.open({
      device: files.device,
      hasSwitch: true,
      query: async (_, what) => {
        asked++;
        if (asked === 3) await new Promise<void>(resolve => (answer = resolve));
        return asked > 4 && what === 'button';
      },
      watch: polled(clock),
    });
    stop = input.start(listener);
    files.drop();
    await clock.advance(50);
    files.button(true, 5000);
    await clock.advance(50);
    answer();
    await clock.advance(50);
    assert.deepEqual(told, [{ pressed: true, timeMs: 5000 }]);
  });

  it('says when the device is gone, once', async () => {
    const clock = new FakeClock();
    // A folder opens like a device and fails when it is read.
    files.remove('dev/input/event3');
    mkdirSync(files.device);
    await start(polled(clock));
    await clock.advance(500);
    assert.equal(told.length, 1);
    assert.match((told[0] as { lost: string }).lost, /EISDIR/);
    assert.equal(clock.waiting, 0);
  });

  it('does not ask for a switch that the board does not have', async () => {
    const asked: string[] = [];
    const query = async (_: string, what: string) => asked.push(what) > 0;
    const input = await PanelInput.open({
      device: files.device,
      hasSwitch: false,
      query,
      watch: polled(new FakeClock()),
    });
    stop = input.start(listener);
    assert.deepEqual(asked, ['button']);
    assert.deepEqual([input.pressed, input.muted], [true, false]);
  });

  it('cannot be opened where there is no device or no answer', async () => {
    const watch = polled(new FakeClock());
    const failing = async () => Promise.reject(new Error('no evtest'));
    await assert.rejects(
      PanelInput.open({ device: files.device, hasSwitch: true, query: failing, watch }),
      /no evtest/,
    );
    files.remove('dev');
    await assert.rejects(PanelInput.open({ device: files.device, hasSwitch: true, query: failing, watch }), {
      kind: 'unavailable',
      message: /ENOENT.*group input/,
    });
  });

  for (const [how, watch] of [
    ['waits for the device', watchReadable(systemClock)],
    ['looks at the device now and then', polled(systemClock, 5)],
  ] as const) {
    it(`${how}, in real time`, async () => {
      await start(watch);
      files.button(true, 1);
      await until('the press is told', () => told.length === 1);
      files.button(false, 2);
      await until('the release is told', () => told.length === 2);
      stop();
      stop = () => undefined;
      files.button(true, 3);
      await new Promise(resolve => setTimeout(resolve, 30));
      assert.equal(told.length, 2);
    });
  }
});

describe('queryByEvtest', () => {
  it('takes the exit code for the answer, and everything else for a fault', async () => {
    const files = new PanelFiles();
    const path = process.env['PATH'];
    process.env['PATH'] = `${files.bin}:${path ?? ''}`;
    try {
      const query = queryByEvtest(systemClock);
      files.stand({ pressed: true, muted: false });
      assert.equal(await query(files.device, 'button'), true);
      assert.equal(await query(files.device, 'switch'), false);
      writeFileSync(join(files.bin, 'evtest'), '#!/bin/sh\nexit 1\n');
      await assert.rejects(query(files.device, 'button'), { message: /the button stands \(exit code 1\)/ });
      process.env['PATH'] = '';
      await assert.rejects(query(files.device, 'button'), { kind: 'unavailable' });
    } finally {
      process.env['PATH'] = path;
      files.close();
    }
  });
});
