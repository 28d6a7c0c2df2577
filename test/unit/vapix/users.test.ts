import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { fakeVapix } from '../../support/vapix.ts';

const admin = { role: 'admin', name: 'root' } as const;
const cgi = (args: string) => `GET /axis-cgi/pwdgrp.cgi?${args}`;

describe('pwdgrp.cgi of a new device', () => {
  const fresh = () => fakeVapix({ accounts: {} });
  const first = 'action=add&user=root&pwd=pass&grp=root&sgrp=admin:operator:viewer:ptz';

  it('makes the first administrator without a login', async () => {
    const { ask, users } = fresh();
    const { status, type, text } = await ask(cgi(first));
    assert.deepEqual([status, type, text], [200, 'text/html', 'Created account root.']);
    assert.deepEqual(
      users.list().map(({ id, role }) => `${id} ${role}`),
      ['root admin'],
    );
    assert.equal(users.passwords.get('root'), 'pass');
  });

  it('takes any name, and the arguments in a body', async () => {
    const { ask, users } = fresh();
    const body = 'action=add&user=installer&pwd=pass&grp=root&sgrp=ptz:viewer:operator:admin';
    assert.equal((await ask('POST /axis-cgi/pwdgrp.cgi', { body })).text, 'Created account installer.');
    assert.equal(users.list()[0]?.role, 'admin');
  });

  it('does nothing else before', async () => {
    const { ask, users } = fresh();
    for (const args of ['action=get', 'action=remove&user=root', '']) {
      const { status, type, text } = await ask(cgi(args));
      assert.deepEqual([status, type, text], [401, 'text/html', 'Error: initial admin user must be created first.']);
    }
    const { status, text } = await ask(cgi('action=add&user=joe&pwd=pass&grp=users&sgrp=viewer'));
    assert.deepEqual([status, text], [401, 'Error: not a valid initial admin user.']);
    assert.deepEqual(users.list(), []);
  });

  it('makes no second one without a login', async () => {
    const { ask, users } = fresh();
    await ask(cgi(first));
    const { status, challenged } = await ask(cgi(first.replace('root', 'evil')));
    assert.deepEqual([status, challenged], [401, true]);
    assert.equal(users.list().length, 1);
  });
});

describe('pwdgrp.cgi', () => {
  it('adds an account with the highest of its groups', async () => {
    const { ask, users } = fakeVapix();
    const groups = { 'viewer:ptz': 'viewer', 'operator:viewer': 'operator', 'viewer:operator:admin': 'admin' };
    for (const [i, [sgrp, role]] of Object.entries(groups).entries()) {
      const { type, text } = await ask(cgi(`action=add&user=joe${i}&pwd=p&grp=users&sgrp=${sgrp}&comment=x`), admin);
      assert.deepEqual([type, text], ['text/html', `Created account joe${i}.`]);
      assert.equal(users.list().at(-1)?.role, role);
    }
  });

  it('takes a password as it stands in the query', async () => {
    const { ask, users } = fakeVapix();
    await ask(cgi('action=add&user=joe&pwd=D2fK$xFpBaxtH@RQ5j%&grp=users&sgrp=viewer'), admin);
    assert.equal(users.passwords.get('joe'), 'D2fK$xFpBaxtH@RQ5j%');
  });

  it('changes password and groups, each alone', async () => {
    const { ask, users } = fakeVapix({ accounts: { root: 'admin', joe: 'viewer' } });
    assert.equal((await ask(cgi('action=update&user=joe&pwd=new'), admin)).text, 'Modified account joe.');
    assert.equal(users.list()[1]?.role, 'viewer');
    assert.equal(users.passwords.get('joe'), 'new');
    assert.equal((await ask(cgi('action=update&user=joe&sgrp=operator:viewer'), admin)).text, 'Modified account joe.');
    assert.equal(users.list()[1]?.role, 'operator');
    assert.equal(users.passwords.get('joe'), 'new');
  });

  it('removes an account', async () => {
    const { ask, users } = fakeVapix({ accounts: { root: 'admin', joe: 'viewer' } });
    assert.equal((await ask(cgi('action=remove&user=joe'), admin)).text, 'Removed account joe.');
    assert.equal(users.list().length, 1);
  });

  it('lists who is in which group', async () => {
    const { ask } = fakeVapix({ accounts: { root: 'admin', op: 'operator', joe: 'viewer' } });
    const { type, text } = await ask(cgi('action=get'), admin);
    assert.equal(type, 'text/plain');
    assert.equal(
      text,
      'admin="root"\r\noperator="root,op"\r\nviewer="root,op,joe"\r\nptz="root"\r\ndigusers="root,op,joe"\r\n',
    );
  });

  const refusals: Readonly<Record<string, string>> = {
    'user=joe': 'Error: action operation type.',
    'action=dance&user=joe': 'Error: malformed action operation, dance.',
    'action=%3Cb%3E': 'Error: malformed action operation, &lt;b&gt;.',
    'action=toString&user=joe': 'Error: malformed action operation, toString.',
    'action=add&pwd=x&sgrp=viewer': 'Error: account user name.',
    'action=add&user=no%20blanks&pwd=x&sgrp=viewer': 'Error: account user name.',
    'action=add&user=root&pwd=x&sgrp=viewer': 'Error: this user name already exists, consult the system log file.',
    'action=add&user=joe&pwd=x': 'Error: consult the system log file.',
    'action=add&user=joe&pwd=x&sgrp=boss': 'Error: consult the system log file.',
    'action=add&user=joe&sgrp=viewer': 'Error: consult the system log file.',
    'action=update&user=nobody&pwd=x': 'Error: consult the system log file.',
    'action=update&user=root&sgrp=boss': 'Error: consult the system log file.',
    'action=remove&user=root': 'Error: consult the system log file.',
    'action=remove&user=nobody': 'Error: consult the system log file.',
  };
  for (const [args, expected] of Object.entries(refusals)) {
    it(`refuses "${args}"`, async () => {
      const { ask, users } = fakeVapix();
      const { status, type, text } = await ask(cgi(args), admin);
      assert.deepEqual([status, type, text], [200, 'text/html', expected]);
      assert.deepEqual(
        users.list().map(({ id, role }) => `${id} ${role}`),
        ['root admin'],
      );
    });
  }

  it('logs the reason that its answer points to, but no password', async () => {
    const { ask, logged } = fakeVapix();
    await ask(cgi('action=remove&user=root'), admin);
    assert.match(logged.join('\n'), /root cannot be removed/);
    await ask(cgi('action=add&user=root&pwd=canary&sgrp=viewer'), admin);
    assert.doesNotMatch(logged.join('\n'), /canary/);
  });

  it('is for administrators', async () => {
    const { ask, users } = fakeVapix();
    const add = cgi('action=add&user=evil&pwd=x&sgrp=admin');
    assert.equal((await ask(add)).challenged, true);
    for (const role of ['viewer', 'operator'] as const) {
      assert.equal((await ask(add, { role })).status, 401);
      assert.equal((await ask(cgi('action=get'), { role })).status, 401);
    }
    assert.equal(users.list().length, 1);
  });
});

describe('usergroup.cgi', () => {
  it('tells the caller’s name and groups', async () => {
    const { ask } = fakeVapix();
    const group = 'GET /axis-cgi/usergroup.cgi';
    assert.equal((await ask(group, admin)).text, 'root\nroot admin operator ptz viewer\n');
    assert.equal((await ask(group, { role: 'operator', name: 'op' })).text, 'op\nusers operator viewer\n');
    assert.equal((await ask(group, { role: 'viewer', name: 'joe' })).text, 'joe\nusers viewer\n');
    assert.equal((await ask(group)).status, 401);
  });
});

describe('restart.cgi', () => {
  it('answers before it restarts', async () => {
    const { ask, clock, restarts } = fakeVapix();
    const { status, type, text } = await ask('GET /axis-cgi/restart.cgi', admin);
    assert.deepEqual([status, type], [200, 'text/html']);
    assert.equal(
      text,
      '<html><head><meta http-equiv="refresh" content="0;URL=/admin/restartMessage.shtml?server=10.0.0.2"></head><body></body></html>',
    );
    assert.equal(restarts.length, 0);
    await clock.advance(1000);
    assert.equal(restarts.length, 1);
  });

  it('gives a browser a page that waits for another boot, and programs what they know', async () => {
    const { ask, device } = fakeVapix();
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const { status, type, text, headers } = await ask('GET /axis-cgi/restart.cgi', { ...admin, headers: { accept } });
    assert.deepEqual([status, type], [200, 'text/html']);
    assert.match(text, /<h1>The speaker restarts<\/h1>/);
    assert.ok(text.includes(`data-boot="${device.bootId}"`), text);
    assert.match(text, /restartMessage/);
    assert.match(headers['Content-Security-Policy'] ?? '', /script-src 'sha256-[^']+'; connect-src 'self'/);
    for (const other of ['*/*', 'application/json, text/plain, */*', ''])
      assert.match(
        (await ask('GET /axis-cgi/restart.cgi', { ...admin, headers: { accept: other } })).text,
        /^<html><head><meta http-equiv="refresh"/,
      );
  });

  it('tells the address without the port, also one of IPv6', async () => {
    const { ask } = fakeVapix();
    const { text } = await ask('GET /axis-cgi/restart.cgi', { ...admin, host: '[fe80::1]:443' });
    assert.match(text, /server=\[fe80::1\]"/);
    const odd = await ask('GET /axis-cgi/restart.cgi', { ...admin, host: '"><script>' });
    assert.doesNotMatch(odd.text, /<script>/);
  });

  it('is for administrators', async () => {
    const { ask, clock, restarts } = fakeVapix();
    assert.equal((await ask('GET /axis-cgi/restart.cgi')).status, 401);
    assert.equal((await ask('GET /axis-cgi/restart.cgi', { role: 'operator' })).status, 401);
    await clock.advance(1000);
    assert.equal(restarts.length, 0);
  });
});

describe('an unknown CGI', () => {
  it('is not there', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask('GET /axis-cgi/io/port.cgi', admin)).status, 404);
  });
});

describe('factorydefault.cgi and hardfactorydefault.cgi', () => {
  for (const [name, kind, message] of [
    ['factorydefault.cgi', 'soft', 'factoryMessage'],
    ['hardfactorydefault.cgi', 'hard', 'factoryMessage2'],
  ] as const) {
    it(`${name} orders a ${kind} reset, answers, and restarts`, async () => {
      const { ask, clock, restarts, resets } = fakeVapix();
      const { status, type, text } = await ask(`GET /axis-cgi/${name}`, admin);
      assert.deepEqual([status, type], [200, 'text/html']);
      assert.equal(
        text,
        `<html><head><meta http-equiv="refresh" content="0;URL=/admin/${message}.shtml?server=10.0.0.2"></head><body></body></html>`,
      );
      assert.deepEqual(resets, [kind]);
      assert.equal(restarts.length, 0);
      await clock.advance(1000);
      assert.equal(restarts.length, 1);
    });
  }

  it('are for administrators', async () => {
    const { ask, clock, restarts, resets } = fakeVapix();
    for (const name of ['factorydefault.cgi', 'hardfactorydefault.cgi']) {
      assert.equal((await ask(`GET /axis-cgi/${name}`, { role: 'operator' })).status, 401);
    }
    await clock.advance(1000);
    assert.deepEqual([resets, restarts], [[], []]);
  });
});
