import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { systemClock } from '../../../../src/core/clock.ts';
import { driverStates } from '../../../../src/engine/drivers/driver-states.ts';
import { createDriver } from '../../../../src/engine/drivers/index.ts';

describe('the drivers that can be chosen', () => {
  let folder: string;

  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'stentor-drivers-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const naudiodon = (folderOf?: (name: string) => string | undefined) =>
    driverStates(folderOf).find(({ name }) => name === 'naudiodon');
  const build = async (name: string) => {
    await mkdir(join(folder, name, 'build/Release'), { recursive: true });
    await writeFile(join(folder, name, `build/Release/${name}.node`), '');
  };

  it('are those whose native code was built, and the file', () => {
    const states = driverStates(() => undefined);
    assert.deepEqual(
      states.map(({ name }) => name),
      ['portaudio', 'naudiodon', 'file'],
    );
    assert.deepEqual([states[0]?.missing, states[2]?.missing], [undefined, undefined]);
  });

  it('include naudiodon where all of it was built, and say why not where it was not', async () => {
    const folderOf = (name: string) => join(folder, name);
    assert.equal(naudiodon(() => undefined)?.missing, 'it is not installed');
    assert.equal(naudiodon(folderOf)?.missing, 'it is not built on this machine; run make naudiodon');
    await build('naudiodon');
    assert.equal(naudiodon(folderOf)?.missing, 'it is not built on this machine; run make naudiodon');
    await build('segfault-handler');
    assert.deepEqual(naudiodon(folderOf), { name: 'naudiodon' });
  });

  it('can be made, and the others cannot', () => {
    for (const { name, missing } of driverStates()) {
      if (missing === undefined) assert.equal(createDriver(name, { clock: systemClock }).name, name);
      else assert.throws(() => createDriver(name, { clock: systemClock }), { kind: 'unavailable' });
    }
  });
});
