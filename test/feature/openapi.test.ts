import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { Validator } from '@seriousme/openapi-schema-validator';
import { after, before, describe, it } from 'mocha';
import { ANSWERS } from '../../src/api/answers.ts';
import type { ActionInfo, ListedRoute } from '../../src/api/contract.ts';
import { furnishEvents } from '../support/furnish-events.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly 'x-role': string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { required: string[] } }>> };
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json };
}

/** A schema of the description, seen from outside of it. */
const within = (id: string, schema: Json) => JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${id}#/`)) as Json;

describe('the description of the API', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let description: Description;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    await furnishEvents(stentor);
    await stentor.fetch('/api/actions/audio.play-clip', {
      method: 'POST',
      body: JSON.stringify({ location: 'Doorbell.wav' }),
    });
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

  it('tells what is answered: as it is, and nothing else', async () => {
    // An address that cannot be asked as it stands: it needs more to be said, is for this machine alone, or takes seconds.
    const apart = ['/api/equalizer', '/api/health', '/api/speakers'];
    const ajv = new Ajv({ strict: false, schemas: [{ $id: 'api', ...structuredClone(description) }] });
    let asked = 0;
    for (const [path, { get }] of Object.entries(description.paths)) {
      const schema = get?.responses['2XX']?.content?.['application/json']?.schema;
      if (schema === undefined || path.includes('{') || apart.includes(path)) continue;
      const validate = ajv.compile(within('api', schema));
      const answer: unknown = await (await stentor.fetch(path)).json();
      assert.ok(validate(answer), `${path}: ${JSON.stringify(validate.errors)}`);
      asked += 1;
    }
    assert.ok(asked > 30, String(asked));
  });

  it('names answers of addresses that there are, and types that there are', async () => {
    const routes = (await (await stentor.fetch('/api/routes')).json()) as ListedRoute[];
    const known = new Set(routes.flatMap(({ path, methods }) => methods.map(method => `${method} ${path}`)));
    assert.deepEqual(
      Object.keys(ANSWERS).filter(each => !known.has(each)),
      [],
    );
    const names = Object.values(ANSWERS).map(name => name.replace('[]', ''));
    assert.deepEqual(
      names.filter(name => !(name in description.components.schemas)),
      [],
    );
  });

  it('is for those who have logged in', async () => {
    assert.equal((await fetch(`${stentor.http}/api/openapi.json`)).status, 401);
  });
});
