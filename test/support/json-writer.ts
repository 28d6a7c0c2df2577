/** Saves ever higher numbers into the JSON file of the first argument and prints each that is on the disk, until killed. */
import { createLog } from '../../src/core/log.ts';
import { integer, object } from '../../src/core/schema.ts';
import { JsonFile } from '../../src/settings/index.ts';

const file = new JsonFile({
  path: process.argv[2] ?? '',
  schema: object({ count: integer() }),
  empty: { count: 0 },
  log: createLog(() => undefined),
});
for (let { count } = await file.load(); ;) {
  await file.save({ count: ++count });
  process.stdout.write(`${count}\n`);
}
