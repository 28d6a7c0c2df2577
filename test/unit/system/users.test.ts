import assert from 'node:assert/strict';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Fault, type FaultKind } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Role } from '../../../src/core/role.ts';
import { JsonFile } from '../../../src/settings/index.ts';
import { NO_USERS, STORED_USERS, type StoredUsers, Users } from '../../../src/system/users.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A file made of memory. */
function memory(content: StoredUsers = NO_USERS) {
  const file = {
    content,
    load: async () => structuredClone(file.content),
    save: async (next: StoredUsers) => {
      await new Promise(setImmediate);
      file.content = structuredClone(next);
    },
  };
  return file;
}

async function setUp({ file = memory(), realm = 'STENTOR_1', clock = new FakeClock() } = {}) {
  const users = new Users({ file, realm, clock });
  await users.load();
  return { users, file, clock };
}

const add = (users: Users, name: string, role: Role = 'admin', password = 'secret') =>
  users.add({ name, role, password });

const refuses = (promise: Promise<unknown>, kind: FaultKind, field?: string) =>
  assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(error.kind, kind);
    assert.equal(error.field, field);
    return true;
  });

describe('Users', () => {
  it('need a first password, then keep who may do what', async () => {
    const { users } = await setUp();
    assert.equal(users.needsSetup, true);
    await add(users, 'root');
    assert.equal(users.needsSetup, false);
    await add(users, 'vera', 'viewer');
    assert.deepEqual(users.list(), [
      { id: 'root', role: 'admin', passwordSetAt: '2026-01-01T12:00:00.000Z', removable: false },
      { id: 'vera', role: 'viewer', passwordSetAt: '2026-01-01T12:00:00.000Z', removable: true },
    ]);
    assert.equal(users.find('vera')?.role, 'viewer');
    assert.equal(users.find('nobody'), undefined);
  });

  it('know right passwords from wrong ones', async () => {
    const { users } = await setUp();
    await add(users, 'root', 'admin', 'correct horse');
    assert.equal(users.verify('root', 'correct horse'), true);
    assert.equal(users.verify('root', 'Correct horse'), false);
    assert.equal(users.verify('root', ''), false);
    assert.equal(users.verify('nobody', 'correct horse'), false);
    assert.equal(users.verify('nobody', 'no such account'), false);
  });

  it('never write a password down', async () => {
    const { users, file } = await setUp();
    await add(users, 'root', 'admin', 'canary');
    await users.update('root', { password: 'canary two' });
    assert.doesNotMatch(JSON.stringify([file.content, users.list(), users.find('root')]), /canary/);
  });

  it('take any password of 1 to 64 printable ASCII characters', async () => {
    const { users } = await setUp();
    await add(users, 'root');
    const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
    for (const password of ['x', ' ', '"', all.slice(0, 64), all.slice(31)]) {
      await users.update('root', { password });
      assert.equal(users.verify('root', password), true);
    }
    for (const password of ['', 'x'.repeat(65), 'grün', 'a\tb', 'a\n', '\x7f']) {
      await refuses(users.update('root', { password }), 'invalid', 'password');
      await refuses(add(users, 'new', 'viewer', password), 'invalid', 'password');
    }
    assert.equal(users.verify('root', all.slice(31)), true);
    assert.equal(users.find('new'), undefined);
  });

  it('take names of letters, digits and three signs', async () => {
    const { users } = await setUp();
    await add(users, 'root');
    for (const name of ['a', 'Joe1', 'first.last', 'a_b-c', 'x'.repeat(32)]) await add(users, name, 'viewer');
    for (const name of ['', 'x'.repeat(33), 'a b', 'a:b', 'grün', '"', 'a\n', 'a/b']) {
      await refuses(add(users, name, 'viewer'), 'invalid', 'name');
    }
    await refuses(add(users, 'Joe1', 'viewer'), 'conflict', 'name');
  });

  it('begin with an administrator', async () => {
    const { users } = await setUp();
    await refuses(add(users, 'vera', 'viewer'), 'invalid', 'role');
    await refuses(add(users, 'olga', 'operator'), 'invalid', 'role');
    assert.equal(users.needsSetup, true);
  });

  it('make only one first account when two are asked for at once', async () => {
    const { users } = await setUp();
    const [one, other] = await Promise.allSettled([add(users, 'root'), add(users, 'thief')]);
    assert.equal(one.status, 'fulfilled');
    assert.equal(other.status, 'rejected');
    assert.deepEqual(
      users.list().map(({ id }) => id),
      ['root'],
    );
  });

  it('keep root an administrator for ever', async () => {
    const { users } = await setUp();
    await add(users, 'root');
    await add(users, 'boss');
    await refuses(users.remove('root'), 'conflict');
    await refuses(users.update('root', { role: 'viewer' }), 'conflict');
    await users.update('root', { role: 'admin', password: 'new' });
  });

  it('keep one administrator where there is no root', async () => {
    const { users } = await setUp();
    await add(users, 'boss');
    await add(users, 'chief');
    assert.deepEqual(
      users.list().map(({ removable }) => removable),
      [true, true],
    );
    const changes = await Promise.allSettled([users.remove('boss'), users.update('chief', { role: 'viewer' })]);
    assert.deepEqual(
      changes.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    await refuses(users.remove('chief'), 'conflict');
    assert.deepEqual(
      users.list().map(({ removable }) => removable),
      [false],
    );
  });

  it('change the role without the password, and the password without the role', async () => {
    const { users, clock } = await setUp();
    await add(users, 'root');
    await add(users, 'vera', 'viewer', 'one');
    await clock.advance(1000);
    await users.update('vera', { role: 'operator' });
    assert.equal(users.verify('vera', 'one'), true);
    assert.equal(users.list()[1]?.passwordSetAt, '2026-01-01T12:00:00.000Z');
    await users.update('vera', { password: 'two' });
    assert.equal(users.verify('vera', 'one'), false);
    assert.equal(users.verify('vera', 'two'), true);
    assert.equal(users.list()[1]?.role, 'operator');
    assert.equal(users.list()[1]?.passwordSetAt, '2026-01-01T12:00:01.000Z');
    await refuses(users.update('nobody', { role: 'viewer' }), 'not-found');
    await refuses(users.remove('nobody'), 'not-found');
  });

  it('change nothing where one of two changes is wrong', async () => {
    const { users } = await setUp();
    await add(users, 'root');
    await add(users, 'vera', 'viewer', 'one');
    await refuses(users.update('vera', { role: 'admin', password: '' }), 'invalid', 'password');
    assert.equal(users.find('vera')?.role, 'viewer');
  });

  it('are at most a hundred', async () => {
    const { users } = await setUp();
    await add(users, 'root');
    for (let index = 1; index < 100; index++) await add(users, `user${index}`, 'viewer');
    await refuses(add(users, 'more', 'viewer'), 'full');
    await users.remove('user1');
    await add(users, 'more', 'viewer');
  });

  it('keep the realm that their passwords were hashed with, whatever board they wake up on', async () => {
    const { file } = await setUp();
    const first = await setUp({ file, realm: 'STENTOR_1' });
    await add(first.users, 'root', 'admin', 'secret');
    const second = await setUp({ file, realm: 'STENTOR_2' });
    assert.equal(second.users.realm, 'STENTOR_1');
    assert.equal(second.users.verify('root', 'secret'), true);
    await add(second.users, 'vera', 'viewer', 'other');
    assert.equal(second.users.verify('vera', 'other'), true);
    assert.equal(file.content.realm, 'STENTOR_1');
    assert.equal((await setUp({ realm: 'STENTOR_2' })).users.realm, 'STENTOR_2');
  });

  it('tell of every change', async () => {
    const { users } = await setUp();
    let told = 0;
    const off = users.onChange(() => (told += 1));
    await add(users, 'root');
    await users.update('root', { password: 'new' });
    await assert.rejects(users.remove('root'));
    assert.equal(told, 2);
    off();
    await users.update('root', { password: 'newer' });
    assert.equal(told, 2);
  });

  it('survive a restart in a file that only its owner reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stentor-users-'));
    const log = createLog(() => undefined);
    const file = () => new JsonFile({ path: join(folder, 'users.json'), schema: STORED_USERS, empty: NO_USERS, log });
    const before = new Users({ file: file(), realm: 'R', clock: new FakeClock() });
    await before.load();
    await add(before, 'root', 'admin', 'secret');
    await add(before, 'vera', 'viewer', 'canary');
    const after = new Users({ file: file(), realm: 'Q', clock: new FakeClock() });
    await after.load();
    assert.deepEqual(after.list(), before.list());
    assert.equal(after.verify('vera', 'canary'), true);
    assert.doesNotMatch(await readFile(join(folder, 'users.json'), 'utf8'), /canary/);
    await rm(folder, { recursive: true });
  });
});
