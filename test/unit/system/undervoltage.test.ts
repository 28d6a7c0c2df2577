import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readUndervoltage } from '../../../src/board/pi/undervoltage.ts';
import { createLog } from '../../../src/core/log.ts';
import { EventBus } from '../../../src/events/index.ts';
import { undervoltage, watchUndervoltage } from '../../../src/system/undervoltage.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('undervoltage', () => {
  it('is told and logged when it begins and when it is over', async () => {
    const clock = new FakeClock();
    const logged: string[] = [];
    const log = createLog((level, _area, message) => logged.push(`${level} ${message}`));
    const events = new EventBus({ catalog: [undervoltage], clock, log });
    const told: boolean[] = [];
    events.on(undervoltage, ({ active }) => told.push(active));
    let low: boolean | undefined;
    const stop = watchUndervoltage({ power: { undervoltage: () => low }, events, clock, log });
    for (const next of [undefined, true, true, false]) {
      low = next;
      await clock.advance(2000);
    }
    assert.deepEqual(told, [true, false]);
    assert.deepEqual(
      logged.map(line => line.split(' ')[0]),
      ['warn', 'info'],
    );
    stop();
    low = true;
    await clock.advance(10_000);
    assert.deepEqual(told, [true, false]);
  });

  it('is what the sensor rpi_volt says, and unknown where there is none', async () => {
    const root = await mkdtemp(join(tmpdir(), 'hwmon-'));
    try {
      assert.equal(readUndervoltage(root), undefined);
      for (const [name, sensor] of [
        ['hwmon0', 'cpu_thermal'],
        ['hwmon1', 'rpi_volt'],
      ]) {
        await mkdir(join(root, `sys/class/hwmon/${name}`), { recursive: true });
        await writeFile(join(root, `sys/class/hwmon/${name}/name`), `${sensor}\n`);
      }
      assert.equal(readUndervoltage(root), undefined);
      const alarm = join(root, 'sys/class/hwmon/hwmon1/in0_lcrit_alarm');
      await writeFile(alarm, '0\n');
      assert.equal(readUndervoltage(root), false);
      await writeFile(alarm, '1\n');
      assert.equal(readUndervoltage(root), true);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
