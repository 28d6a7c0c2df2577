import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { integer, nullable, object } from '../../../src/core/schema.ts';
import { JsonFile } from '../../../src/settings/index.ts';

const SCHEMA = object({ count: integer() });

describe('JsonFile', () => {
  let folder: string;
  let path: string;
  let complaints: string[];

  const file = (migrations: ((content: unknown) => unknown)[] = []) =>
    new JsonFile({
      path,
      schema: SCHEMA,
      empty: { count: 0 },
      migrations,
      log: createLog((level, _area, message) => level === 'error' && complaints.push(message)),
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-json-'));
    path = join(folder, 'state.json');
    complaints = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is empty where there is no file', async () => {
    assert.deepEqual(await file().load(), { count: 0 });
    assert.deepEqual(complaints, []);
  });

  it('gives back what was saved, and only the owner may read it', async () => {
    await file().save({ count: 7 });
    assert.deepEqual(await file().load(), { count: 7 });
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('gives back null where that was saved, and not what was there before', async () => {
    const nothing = () =>
      new JsonFile<unknown>({ path, schema: nullable(SCHEMA), empty: null, log: createLog(() => undefined) });
    await nothing().save({ count: 7 });
    await nothing().save(null);
    assert.equal(await nothing().load(), null);
  });

  it('keeps the order of writes that overlap', async () => {
    const one = file();
    await Promise.all([1, 2, 3, 4, 5].map(count => one.save({ count })));
    assert.deepEqual(await file().load(), { count: 5 });
  });

  for (const [what, text] of [
    ['cut short', '{"version":1,"content":{"cou'],
    ['empty', ''],
    ['of another shape', '{"version":1,"content":{"count":"many"}}'],
  ] as const) {
    it(`takes the last good copy where the file is ${what}, and complains`, async () => {
      const one = file();
      await one.save({ count: 1 });
      await one.save({ count: 2 });
      await writeFile(path, text);
      assert.deepEqual(await file().load(), { count: 1 });
      assert.equal(complaints.length, 1);
    });
  }

  it('starts empty where file and copy are both broken', async () => {
    await writeFile(path, 'x');
    await writeFile(`${path}.bak`, 'y');
    assert.deepEqual(await file().load(), { count: 0 });
    assert.equal(complaints.length, 2);
  });

  it('leads the content of an older version to the present one', async () => {
    await writeFile(path, JSON.stringify({ version: 1, content: { number: 3 } }));
    const migrations = [
      (content: unknown) => ({ amount: (content as { number: number }).number }),
      (content: unknown) => ({ count: (content as { amount: number }).amount + 1 }),
    ];
    assert.deepEqual(await file(migrations).load(), { count: 4 });
    await file(migrations).save({ count: 9 });
    assert.equal((JSON.parse(await readFile(path, 'utf8')) as { version: number }).version, 3);
  });

  it('goes back to its own file where a newer program wrote one, and keeps the newer one', async () => {
    const toTwo = [(content: unknown) => ({ count: (content as { count: number }).count + 100 })];
    await file().save({ count: 5 });
    const newer = file(toTwo);
    await newer.save(await newer.load());
    await newer.save({ count: 106 });
    assert.deepEqual(await file().load(), { count: 5 });
    await file().save({ count: 6 });
    assert.deepEqual(await file().load(), { count: 6 }, 'and goes on from there');
    assert.deepEqual(JSON.parse(await readFile(`${path}.v2`, 'utf8')), { version: 2, content: { count: 106 } });
    assert.deepEqual(await file(toTwo).load(), { count: 106 }, 'which the newer program is led to again');
  });

  it('finds its own file also where the power went before it was taken up again', async () => {
    await writeFile(`${path}.v1`, JSON.stringify({ version: 1, content: { count: 5 } }));
    await writeFile(`${path}.bak`, JSON.stringify({ version: 2, content: { count: 105 } }));
    assert.deepEqual(await file().load(), { count: 5 });
  });

  it('takes the last good copy, else starts empty, where a newer program left nothing older behind', async () => {
    await writeFile(path, JSON.stringify({ version: 4, content: { other: true } }));
    await writeFile(`${path}.bak`, JSON.stringify({ version: 1, content: { count: 2 } }));
    assert.deepEqual(await file().load(), { count: 2 });
    await writeFile(path, JSON.stringify({ version: 4, content: { other: true } }));
    await writeFile(`${path}.bak`, JSON.stringify({ version: 3, content: { other: true } }));
    assert.deepEqual(await file().load(), { count: 0 });
    assert.deepEqual(complaints, []);
  });

  it('loses at most the write in flight when the process is killed at any moment', async function () {
    this.timeout(60_000);
    const writer = new URL('../../support/json-writer.ts', import.meta.url).pathname;
    for (let round = 0; round < 8; round++) {
      const child = spawn(process.execPath, ['--import', 'tsx', writer, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const told: number[] = [];
      let rest = '';
      await new Promise<void>(resolve => {
        child.stdout.on('data', (text: Buffer) => {
          const lines = (rest + text.toString()).split('\n');
          rest = lines.pop() ?? '';
          told.push(...lines.map(Number));
          // Killed after a number of writes that differs from round to round, wherever it is then.
          if (told.length > 5 + round * 3) child.kill('SIGKILL');
        });
        child.on('exit', () => resolve());
      });
      const { count } = await file().load();
      const last = told.at(-1) ?? 0;
      assert.ok(count >= last && count <= last + 1, `written ${last}, found ${count}`);
    }
    assert.deepEqual(complaints, []);
  });
});
