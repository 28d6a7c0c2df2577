import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { curlOf, pathOf } from '../../../src/ui/pages/api/curl.ts';
import { exampleOf, operationsOf } from '../../../src/ui/pages/api/operations.ts';

describe('the API explorer', () => {
  it('writes a request as a command that asks for the password itself', () => {
    assert.equal(
      curlOf({ method: 'GET', path: '/api/clips', body: '' }, 'http://speaker', 'root'),
      `curl --digest -u 'root' 'http://speaker/api/clips'`,
    );
    assert.equal(
      curlOf({ method: 'POST', path: '/api/speech', body: `{"text":"It's on"}` }, 'https://speaker', `o'hara`),
      `curl --insecure --digest -u 'o'\\''hara' -X POST -H 'Content-Type: application/json' ` +
        `--data '{"text":"It'\\''s on"}' 'https://speaker/api/speech'`,
    );
  });

  it('fills in the parts of a path, and a query', () => {
    assert.equal(pathOf('/api/clips/{id}/play', { id: 'a/b' }, ''), '/api/clips/a%2Fb/play');
    assert.equal(pathOf('/axis-cgi/playclip.cgi', {}, ' ?clip=3'), '/axis-cgi/playclip.cgi?clip=3');
  });

  it('begins with what a body must have', () => {
    const schema = {
      type: 'object',
      properties: {
        text: { type: 'string' },
        kind: { enum: ['a', 'b'] },
        count: { type: 'integer', minimum: 3 },
        on: { type: 'boolean', default: true },
        list: { type: 'array', items: { type: 'string' } },
        more: { type: 'string' },
      },
      required: ['text', 'kind', 'count', 'on', 'list'],
    };
    assert.deepEqual(exampleOf(schema), { text: '', kind: 'a', count: 3, on: true, list: [''] });
  });

  it('reads operations from a description', () => {
    const told = { operationId: 'x', tags: ['clips'], 'x-role': 'viewer', parameters: [{ name: 'id' }] } as const;
    assert.deepEqual(operationsOf({ paths: { '/api/clips/{id}': { get: told } } }), [
      {
        id: 'x',
        method: 'GET',
        path: '/api/clips/{id}',
        names: ['id'],
        tag: 'clips',
        summary: '',
        role: 'viewer',
        body: undefined,
        streams: false,
      },
    ]);
  });
});
