import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { CONTRACT_FILE, contractSchemas } from '../../../scripts/contract/schemas.ts';

describe('the contract as JSON Schemas', function () {
  // The compiler reads the whole program.
  this.timeout(120_000);

  it('is what the types say: else npm run -s contract', () => {
    assert.equal(readFileSync(CONTRACT_FILE, 'utf8'), contractSchemas());
  });
});
