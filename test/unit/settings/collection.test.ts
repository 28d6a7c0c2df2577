import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Collection } from '../../../src/settings/index.ts';
import { memoryFile } from '../../support/memory-file.ts';

interface Pet {
  id: string;
  name: string;
}

async function pets() {
  const file = memoryFile<Pet[]>([{ id: '1', name: 'cat' }]);
  const collection = new Collection<Pet>({ file, noun: 'pet' });
  await collection.load();
  return { file, collection };
}

describe('Collection', () => {
  it('adds, changes and removes records, each on disk', async () => {
    const { file, collection } = await pets();
    await collection.add({ id: '2', name: 'dog' });
    await collection.change('1', { name: 'lion' });
    await collection.remove('2');
    assert.deepEqual(collection.list(), [{ id: '1', name: 'lion' }]);
    assert.deepEqual(file.content, collection.list());
  });

  it('names the record it does not know, and the one it has already', async () => {
    const { collection } = await pets();
    assert.throws(() => collection.get('9'), { kind: 'not-found', message: 'no pet 9' });
    await assert.rejects(collection.remove('9'), { kind: 'not-found' });
    await assert.rejects(collection.add({ id: '1', name: 'x' }), {
      kind: 'conflict',
      message: 'there is a pet 1 already',
    });
  });

  it('lets simultaneous changes follow each other', async () => {
    const { collection } = await pets();
    const taken = await Promise.allSettled(['a', 'b'].map(name => collection.add({ id: '2', name })));
    assert.deepEqual(
      taken.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
  });

  it('tells watchers after a change that reached the disk only', async () => {
    const { file, collection } = await pets();
    let told = 0;
    collection.onChange(() => told++);
    file.failing = true;
    await assert.rejects(collection.remove('1'));
    assert.equal(told, 0);
    assert.ok(collection.has('1'));
  });
});
