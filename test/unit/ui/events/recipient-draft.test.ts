import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Recipient, RecipientKind } from '../../../../src/api/contract.ts';
import { changeOf, draftOf, newRecipient } from '../../../../src/ui/events/recipients/recipient-draft.ts';

const field = (name: string, schema: object, more: object = {}) => ({
  name,
  title: name,
  schema: schema as Record<string, unknown>,
  needed: false,
  secret: false,
  long: false,
  ...more,
});
const KIND: RecipientKind = {
  type: 'https',
  title: 'HTTPS',
  fields: [
    field('url', { type: 'string' }, { needed: true }),
    field('port', { type: 'integer', minimum: 1, maximum: 65_535, default: 443 }),
    field('validate', { type: 'boolean', default: true }),
    field('method', { enum: ['GET', 'POST'], default: 'POST' }),
    field('password', { type: 'string' }, { secret: true }),
  ],
};
const stored: Recipient = {
  id: '1',
  name: 'Camera',
  type: 'https',
  fields: { url: 'https://a', validate: false, method: 'GET' },
  secrets: ['password'],
};

describe('a recipient that is being written', () => {
  it('begins with the defaults of its type', () => {
    const draft = { ...newRecipient(KIND, 'Door'), texts: { ...newRecipient(KIND).texts, url: ' https://b ' } };
    assert.deepEqual(changeOf(KIND, draft), {
      name: 'Door',
      type: 'https',
      fields: { url: 'https://b', port: 443, validate: true, method: 'POST' },
    });
  });

  it('says nothing of a secret that stays, and empties what was emptied', () => {
    const draft = draftOf(KIND, stored);
    assert.deepEqual(changeOf(KIND, draft).fields, { url: 'https://a', port: '', validate: false, method: 'GET' });
    const set = { ...draft, secrets: { password: { kind: 'set', text: 'x' } as const } };
    assert.equal(changeOf(KIND, set).fields?.['password'], 'x');
    const gone = { ...draft, secrets: { password: { kind: 'remove' } as const } };
    assert.equal(changeOf(KIND, gone).fields?.['password'], '');
  });

  for (const [what, change, name] of [
    ['a missing name', { name: '' }, 'name'],
    ['a missing field', { texts: { url: '', port: '443' } }, 'url'],
    ['a bad number', { texts: { url: 'https://a', port: '70000' } }, 'port'],
  ] as const) {
    it(`refuses ${what} at its field`, () => {
      assert.throws(() => changeOf(KIND, { ...draftOf(KIND, stored), ...change }), { field: name });
    });
  }
});
