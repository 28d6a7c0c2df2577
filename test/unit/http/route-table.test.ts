import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Role } from '../../../src/core/role.ts';
import { RouteTable } from '../../../src/http/route-table.ts';

interface TestRoute {
  readonly path: string;
  readonly access: Role | 'anonymous';
  readonly methods?: readonly string[];
  readonly name?: string;
}

const table = new RouteTable<TestRoute>([
  { path: '/axis-cgi/param.cgi', access: 'viewer' },
  { path: '/axis-cgi/restart.cgi', access: 'admin' },
  { path: '/axis-cgi/audio/transmit.cgi', access: 'viewer', methods: ['POST'] },
  { path: '/axis-cgi/systemready.cgi', access: 'anonymous' },
  { path: '/axis-cgi/admin/own.cgi', access: 'viewer' },
  { path: '/api/clips', access: 'viewer', methods: ['GET'], name: 'list' },
  { path: '/api/clips', access: 'operator', methods: ['POST'], name: 'add' },
  { path: '/api/clips/:id', access: 'operator', methods: ['PATCH', 'DELETE'], name: 'change' },
  { path: '/api/clips/stop', access: 'operator', methods: ['POST'], name: 'stop' },
  { path: '/api/clips/:id/file', access: 'viewer', methods: ['GET'], name: 'file' },
]);

function found(method: string, path: string) {
  const lookup = table.find(method, path);
  assert.ok(lookup !== undefined && 'found' in lookup, `${method} ${path} leads nowhere`);
  return lookup.found;
}

describe('RouteTable', () => {
  it('finds whole paths and none that are only alike', () => {
    assert.equal(found('GET', '/axis-cgi/param.cgi').route.path, '/axis-cgi/param.cgi');
    for (const path of ['/axis-cgi/param.cgi/', '/axis-cgi/paramXcgi', '/AXIS-CGI/param.cgi', '/', '']) {
      assert.equal(table.find('GET', path), undefined, path);
    }
  });

  it('tells routes of one path apart by method', () => {
    assert.equal(found('GET', '/api/clips').route.name, 'list');
    assert.equal(found('POST', '/api/clips').route.name, 'add');
  });

  it('serves HEAD where there is GET', () => {
    assert.equal(found('HEAD', '/api/clips').route.name, 'list');
  });

  it('says which methods would do', () => {
    assert.deepEqual(table.find('DELETE', '/api/clips'), { allowed: ['GET', 'HEAD', 'POST'] });
    assert.deepEqual(table.find('GET', '/axis-cgi/audio/transmit.cgi'), { allowed: ['POST'] });
  });

  it('names the parts of a path, decoded, and never across a slash', () => {
    assert.deepEqual(found('DELETE', '/api/clips/a%20b%2Fc').params, { id: 'a b/c' });
    assert.deepEqual(found('GET', '/api/clips/7/file').params, { id: '7' });
    assert.equal(table.find('DELETE', '/api/clips/7/8'), undefined);
    assert.equal(table.find('DELETE', '/api/clips/'), undefined);
  });

  it('prefers the whole path to a pattern', () => {
    assert.equal(found('POST', '/api/clips/stop').route.name, 'stop');
  });

  it('serves a CGI under the names that ask for a role, with at least that role', () => {
    assert.equal(found('GET', '/axis-cgi/admin/param.cgi').access, 'admin');
    assert.equal(found('GET', '/axis-cgi/operator/param.cgi').access, 'operator');
    assert.equal(found('GET', '/axis-cgi/view/param.cgi').access, 'viewer');
    assert.equal(found('GET', '/axis-cgi/viewer/param.cgi').access, 'viewer');
    assert.equal(found('POST', '/axis-cgi/operator/audio/transmit.cgi').access, 'operator');
  });

  it('never asks for less than the route itself', () => {
    assert.equal(found('GET', '/axis-cgi/view/restart.cgi').access, 'admin');
  });

  it('asks for the role of the alias where the route asks for none', () => {
    assert.equal(found('GET', '/axis-cgi/view/systemready.cgi').access, 'viewer');
  });

  it('prefers a route that is really called so', () => {
    assert.equal(found('GET', '/axis-cgi/admin/own.cgi').access, 'viewer');
  });
});
