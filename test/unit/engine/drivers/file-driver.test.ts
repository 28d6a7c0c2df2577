import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Fault } from '../../../../src/core/fault.ts';
import { CONTROL, createDeviceRings, type DeviceRings } from '../../../../src/engine/control.ts';
import { FileDriver } from '../../../../src/engine/drivers/file-driver.ts';
import { counterSignal, readCounter } from '../../../support/counter-signal.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const RING = 8192;

describe('the file driver', () => {
  let folder: string;
  let clock: FakeClock;
  let rings: DeviceRings;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-file-'));
    clock = new FakeClock();
    rings = createDeviceRings(RING);
    rings.control[CONTROL.IDLE] = 1;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (output: string, input = 'none', driver = new FileDriver({ clock })) =>
    driver.open({ output, input, callbackFrames: 480, latencyS: 0, rings });
  const fill = (signal: Int16Array) => {
    rings.output.set(signal);
    rings.control[CONTROL.OUT_WRITE] = signal.length / 2;
  };

  it('plays into a file at the pace of the clock, on past the end of the ring', async () => {
    const file = join(folder, 'played.raw');
    // The ring begins again behind these.
    const ahead = 8000;
    for (const word of [CONTROL.OUT_WRITE, CONTROL.OUT_READ]) rings.control[word] = ahead;
    const stream = open(file);
    const signal = counterSignal(4800, 2);
    signal.forEach((sample, i) => (rings.output[(ahead * 2 + i) % rings.output.length] = sample));
    rings.control[CONTROL.OUT_WRITE] = ahead + 4800;
    await clock.advance(99);
    assert.equal(rings.control[CONTROL.CALLBACKS], 9);
    assert.equal(rings.control[CONTROL.OUT_READ], ahead + 9 * 480);
    await clock.advance(11);
    assert.equal(stream.close(), true);
    await clock.advance(100);
    const bytes = await readFile(file);
    const played = new Int16Array(new Uint8Array(bytes).buffer);
    assert.equal(played.length, 11 * 480 * 2);
    assert.deepEqual(
      readCounter(
        played.filter((_, i) => i % 2 === 1),
        4800,
      ),
      { start: 0, breaks: [] },
    );
    assert.ok(played.subarray(9600).every(sample => sample === 0));
    assert.equal(rings.control[CONTROL.RING_UNDERRUNS], 0);
  });

  it('counts what is missing while the ring is not idle', async () => {
    const stream = open('silence');
    fill(counterSignal(1000, 2));
    rings.control[CONTROL.IDLE] = 0;
    await clock.advance(50);
    stream.close();
    assert.equal(rings.control[CONTROL.RING_UNDERRUNS], 3);
    assert.equal(rings.control[CONTROL.RING_UNDERRUN_FRAMES], 5 * 480 - 1000);
    assert.equal(rings.control[CONTROL.FRAMES_OUT], 5 * 480);
  });

  it('records from a file, then silence, and counts what nobody fetches', async () => {
    const file = join(folder, 'said.raw');
    await writeFile(file, counterSignal(1000));
    const stream = open('none', file);
    await clock.advance(30);
    assert.deepEqual(readCounter(rings.input, 1000), { start: 0, breaks: [] });
    assert.equal(rings.control[CONTROL.IN_WRITE], 1440);
    await clock.advance(1000);
    stream.close();
    assert.equal(rings.control[CONTROL.IN_WRITE], RING);
    assert.ok((rings.control[CONTROL.RING_OVERRUN_FRAMES] ?? 0) > 0);
    assert.equal(rings.control[CONTROL.FRAMES_OUT], 0);
  });

  it('lets a test hear what is played', async () => {
    const heard: number[] = [];
    const stream = open('default', 'none', new FileDriver({ clock, played: block => heard.push(...block) }));
    fill(counterSignal(480, 2));
    await clock.advance(10);
    stream.close();
    assert.deepEqual(heard, [...counterSignal(480, 2)]);
  });

  it('says why when it cannot write any more', async () => {
    const stream = open('/dev/full');
    assert.equal(stream.lost(), undefined);
    await clock.advance(20);
    assert.match(stream.lost() ?? '', /ENOSPC/);
    assert.equal(rings.control[CONTROL.FINISHED], 1);
    assert.equal(stream.close(), true);
    assert.equal(stream.close(), true);
    assert.equal(clock.waiting, 0);
  });

  it('refuses what is no path, and files it cannot open', () => {
    assert.throws(
      () => open('tannoy'),
      (error: Fault) => error.kind === 'unavailable' && /tannoy.*silence/.test(error.message),
    );
    assert.throws(
      () => open('silence', '/nowhere/at/all.raw'),
      (error: Fault) => error.kind === 'unavailable',
    );
  });
});
