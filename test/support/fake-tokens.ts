import { createLog } from '../../src/core/log.ts';
import { Collection } from '../../src/settings/index.ts';
import { type TokenRecord, Tokens } from '../../src/system/tokens.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryFile } from './memory-file.ts';

/** Access tokens that live in memory. */
export function fakeTokens(clock = new FakeClock()) {
  const file = memoryFile<TokenRecord[]>([]);
  const records = new Collection({ file, noun: 'token' });
  return { tokens: new Tokens({ records, clock, log: createLog(() => undefined) }), file };
}
