import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Configuration } from '../../../src/configuration/index.ts';
import { Fault, invalid } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import type { ConfigPart } from '../../../src/settings/index.ts';

type Things = { name: string; type?: string; password?: string; size?: number }[];

/** A part that keeps a list in memory. */
function things(name: string, content: Things, fails: () => boolean = () => false) {
  const kept = { content };
  const part: ConfigPart = {
    name,
    title: name,
    read: () => kept.content,
    check: given => {
      if (!Array.isArray(given)) throw invalid(`${name} must be a list`, name);
      const all = given as Things;
      all.forEach((each, index) => {
        if ((each.size ?? 0) < 0) throw invalid('size is below 0', `${index}.size`);
        if (each.type === 'open' && each.password !== undefined)
          throw invalid('it has no password', `${index}.password`);
      });
      return all;
    },
    replace: async given => {
      if (fails()) throw new Fault('conflict', 'it is taken', { field: '0.name' });
      kept.content = given as Things;
    },
  };
  return { part, kept };
}

function configurationOf(parts: readonly ConfigPart[]) {
  const notes: string[] = [];
  let written: object | undefined;
  const configuration = new Configuration({
    parts,
    speaker: () => ({ model: 'M', hostName: 'gate', serialNumber: 'B827EB', version: '1' }),
    undo: {
      write: async before => void (written = before),
      read: async () => written as never,
      clear: async () => void (written = undefined),
    },
    log: createLog((_level, _area, message) => notes.push(message)),
  });
  return { configuration, notes, left: () => written };
}

const document = (parts: object) => ({ format: 'stentor-configuration', version: 1, ...parts });

describe('a configuration', () => {
  it('tells what is added, removed, changed, and in another order', async () => {
    const { part } = things('boxes', [{ name: 'a', size: 1 }, { name: 'b' }, { name: 'c' }]);
    const { configuration } = configurationOf([part]);
    const { changes } = await configuration.outlook({
      document: document({ boxes: [{ name: 'c' }, { name: 'a', size: 2 }, { name: 'd' }] }),
    });
    assert.deepEqual(
      changes.map(({ kind, text }) => `${kind} ${text}`),
      ['removed “b”', 'changed a › size: 1 → 2', 'added “d”', 'changed order'],
    );
  });

  it('keeps things of one name apart', async () => {
    const { part, kept } = things('boxes', [
      { name: 'a', password: 'one' },
      { name: 'a', password: 'two' },
    ]);
    const { configuration } = configurationOf([part]);
    const written = (await configuration.export()) as { boxes: Things };
    assert.deepEqual(written.boxes, [{ name: 'a' }, { name: 'a' }]);
    assert.deepEqual((await configuration.apply({ document: written })).changes, []);
    assert.deepEqual(
      kept.content.map(({ password }) => password),
      ['one', 'two'],
    );
  });

  it('does not give the secret of a thing to one of another type', async () => {
    const { part, kept } = things('boxes', [{ name: 'a', type: 'shut', password: 'one' }]);
    const { configuration } = configurationOf([part]);
    await configuration.apply({ document: document({ boxes: [{ name: 'a', type: 'open' }] }) });
    assert.deepEqual(kept.content, [{ name: 'a', type: 'open' }]);
  });

  it('undoes all parts where one fails, and says where', async () => {
    const first = things('boxes', [{ name: 'a' }]);
    let failing = true;
    const second = things('bags', [{ name: 'x' }], () => failing && !(failing = false));
    const { configuration, left } = configurationOf([first.part, second.part]);
    const wanted = document({ boxes: [{ name: 'b' }], bags: [{ name: 'y' }] });
    await assert.rejects(configuration.apply({ document: wanted }), { kind: 'conflict', field: 'bags.0.name' });
    assert.deepEqual([first.kept.content, second.kept.content], [[{ name: 'a' }], [{ name: 'x' }]]);
    assert.equal(left(), undefined);
    await configuration.apply({ document: wanted });
    assert.deepEqual(second.kept.content, [{ name: 'y' }]);
  });

  it('changes nothing where any part is wrong', async () => {
    const first = things('boxes', [{ name: 'a' }]);
    const second = things('bags', [{ name: 'x' }]);
    const { configuration } = configurationOf([first.part, second.part]);
    for (const [bags, field] of [
      [[{ name: 'y', size: -1 }], 'bags.0.size'],
      ['y', 'bags'],
    ] as const) {
      const wanted = document({ boxes: [{ name: 'b' }], bags });
      await assert.rejects(configuration.apply({ document: wanted }), { kind: 'invalid', field });
    }
    assert.deepEqual(first.kept.content, [{ name: 'a' }]);
  });

  it('goes back at the next start where the power went in between', async () => {
    const { part, kept } = things('boxes', [{ name: 'new' }]);
    const { configuration, left, notes } = configurationOf([part]);
    await configuration.mend();
    assert.deepEqual(notes, []);
    const half = things('boxes', [{ name: 'new' }]);
    const cut = new Configuration({
      parts: [half.part],
      speaker: () => ({ model: 'M', hostName: 'gate', serialNumber: 'B827EB', version: '1' }),
      undo: {
        write: async () => undefined,
        read: async () => ({ boxes: [{ name: 'old' }] }),
        clear: async () => undefined,
      },
      log: createLog(() => undefined),
    });
    await cut.mend();
    assert.deepEqual(half.kept.content, [{ name: 'old' }]);
    assert.deepEqual([kept.content, left()], [[{ name: 'new' }], undefined]);
  });
});
