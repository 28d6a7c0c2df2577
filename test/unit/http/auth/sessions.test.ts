import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Sessions } from '../../../../src/http/auth/sessions.ts';
import { TestAccounts } from '../../../feature/http/test-accounts.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const MINUTE = 60_000;

function setUp(most = 128) {
  const clock = new FakeClock();
  const accounts = new TestAccounts();
  const sessions = new Sessions({ accounts, clock, most });
  const open = (name = 'vera') => {
    const account = accounts.find(name);
    assert.ok(account);
    const { cookie, csrf } = sessions.open(account, true);
    return { cookie: cookie.split(';')[0] ?? '', csrf };
  };
  return { clock, accounts, sessions, open };
}

describe('Sessions', () => {
  it('knows the account again by the cookie', () => {
    const { sessions, open } = setUp();
    const { cookie, csrf } = open();
    const session = sessions.use(cookie);
    assert.equal(session?.account.name, 'vera');
    assert.equal(session.csrf, csrf);
  });

  it('gives cookies that no script, no other site and no plain connection sees', () => {
    const { sessions, accounts } = setUp();
    const account = accounts.find('vera');
    assert.ok(account);
    assert.match(
      sessions.open(account, true).cookie,
      /^stentor_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    assert.doesNotMatch(sessions.open(account, false).cookie, /Secure/);
  });

  it('finds its cookie among others', () => {
    const { sessions, open } = setUp();
    const { cookie } = open();
    assert.ok(sessions.use(`a=b; stentor_session=old; ${cookie}; x`));
    for (const other of [undefined, '', 'stentor_session=', 'stentor_session', 'x_stentor_session=1']) {
      assert.equal(sessions.use(other), undefined);
    }
  });

  it('ends 30 minutes after the last use', async () => {
    const { clock, sessions, open } = setUp();
    const { cookie } = open();
    await clock.advance(29 * MINUTE);
    assert.ok(sessions.use(cookie));
    await clock.advance(29 * MINUTE);
    assert.ok(sessions.use(cookie));
    await clock.advance(30 * MINUTE);
    assert.equal(sessions.use(cookie), undefined);
  });

  it('is not kept alive by being asked about', async () => {
    const { clock, sessions, open } = setUp();
    const { cookie } = open();
    await clock.advance(29 * MINUTE);
    assert.equal(sessions.holds(cookie), true);
    await clock.advance(2 * MINUTE);
    assert.equal(sessions.holds(cookie), false);
  });

  it('is not kept alive by what a page asks that nobody sees, but answers it', async () => {
    const { clock, sessions, open } = setUp();
    const { cookie } = open();
    await clock.advance(29 * MINUTE);
    assert.ok(sessions.use(cookie, false));
    await clock.advance(2 * MINUTE);
    assert.equal(sessions.use(cookie, false), undefined);
  });

  it('ends after 12 hours however busy', async () => {
    const { clock, sessions, open } = setUp();
    const { cookie } = open();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      await clock.advance(20 * MINUTE);
      assert.ok(sessions.use(cookie), `after ${minutes + 20} minutes`);
    }
    await clock.advance(20 * MINUTE);
    assert.equal(sessions.use(cookie), undefined);
  });

  it('ends at the logout, and only this one', () => {
    const { sessions, open } = setUp();
    const one = open();
    const other = open();
    assert.match(sessions.close(one.cookie), /^stentor_session=; .*Max-Age=0$/);
    assert.equal(sessions.use(one.cookie), undefined);
    assert.ok(sessions.use(other.cookie));
  });

  it('ends when the password or the role of its account changes, or the account goes', () => {
    for (const change of [
      (accounts: TestAccounts) => accounts.set('vera', 'viewer', 'another'),
      (accounts: TestAccounts) => accounts.set('vera', 'admin'),
      (accounts: TestAccounts) => accounts.remove('vera'),
    ]) {
      const { accounts, sessions, open } = setUp();
      const { cookie } = open();
      const other = open('olga');
      change(accounts);
      assert.equal(sessions.use(cookie), undefined);
      assert.ok(sessions.use(other.cookie));
    }
  });

  it('keeps a bounded number: the one unused for longest makes room', () => {
    const { sessions, open } = setUp(3);
    const first = open();
    const second = open();
    open();
    sessions.use(first.cookie);
    open();
    assert.equal(sessions.size, 3);
    assert.ok(sessions.use(first.cookie));
    assert.equal(sessions.use(second.cookie), undefined);
  });

  it('forgets ended ones when a new one opens', async () => {
    const { clock, sessions, open } = setUp();
    for (let index = 0; index < 5; index++) open();
    await clock.advance(31 * MINUTE);
    open();
    assert.equal(sessions.size, 1);
  });
});
