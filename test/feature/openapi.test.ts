import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import { after, before, describe, it } from 'mocha';
import type { ActionInfo, ListedRoute } from '../../src/api/contract.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

interface Operation {
  readonly 'x-role': string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { required: string[] } }>> };
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

describe('the description of the API', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let description: Description;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    description = (await (await stentor.fetch('/api/openapi.json')).json()) as Description;
  });
  after(() => stentor.stop());

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...structuredClone(description) });
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(validator.version, '3.1');
  });

  it('tells every address that answers, with its methods and roles', async () => {
    const routes = (await (await stentor.fetch('/api/routes')).json()) as ListedRoute[];
    for (const { path, methods, access } of routes.filter(route => route.path !== '/api/actions/:id')) {
      const told = description.paths[path.replaceAll(/:(\w+)/g, '{$1}')];
      for (const method of methods) assert.equal(told?.[method.toLowerCase()]?.['x-role'], access, `${method} ${path}`);
    }
    assert.ok(routes.some(({ path }) => path === '/api/openapi.json'));
  });

  it('tells every action with its arguments', async () => {
    const actions = (await (await stentor.fetch('/api/actions')).json()) as ActionInfo[];
    assert.ok(actions.length > 10);
    for (const { id, args } of actions) {
      const told = description.paths[`/api/actions/${id}`]?.['post']?.requestBody?.content['application/json'];
      assert.deepEqual(told?.schema.required ?? [], args['required'] ?? [], id);
    }
  });

  it('names fields without which the speaker refuses a body', async () => {
    const told = description.paths['/api/speech']?.['post']?.requestBody?.content['application/json'];
    assert.deepEqual(told?.schema.required, ['text']);
    const answer = await stentor.fetch('/api/speech', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    assert.equal(answer.status, 400);
  });

  it('is for those who have logged in', async () => {
    assert.equal((await fetch(`${stentor.http}/api/openapi.json`)).status, 401);
  });
});
