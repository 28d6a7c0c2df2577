import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import { kamailio, missingPrograms, REALM, SECRET, skipFor } from '../support/sip-peers.ts';
import { freePort, sipRig } from '../support/sip-rig.ts';
import { until } from '../support/until.ts';

type Rig = Awaited<ReturnType<typeof sipRig>>;

describe('accounts at a registrar (Kamailio)', function () {
  let server: Awaited<ReturnType<typeof kamailio>>;
  let rig: Rig;

  before(async function () {
    skipFor(this, missingPrograms('kamailio'));
    server = await kamailio({ port: await freePort(), tlsPort: await freePort() });
    await server.start();
    rig = await sipRig();
  });
  after(async () => {
    await rig.stop();
    await server.stop();
  });

  const account = (userId: string, more: object = {}) => ({
    userId,
    domain: REALM,
    registrar: `127.0.0.1:${server.port}`,
    password: SECRET,
    registered: true,
    ...more,
  });
  const state = (id: string) => rig.sip.accountStatus(id);

  for (const [transport, user, more] of [
    ['udp', '100', { authenticationId: 'auth100' }],
    ['tcp', '101', {}],
    ['tls', '102', {}],
  ] as const) {
    it(`are registered over ${transport}`, async () => {
      const registrar = `127.0.0.1:${transport === 'tls' ? server.tlsPort : server.port}`;
      const { id } = await rig.sip.accounts.add(account(user, { ...more, transport, registrar }));
      await until('it is registered', () => state(id).state === 'registered');
      assert.equal(state(id).status, 200);
    });
  }

  it('call each other through it', async () => {
    rig.happened.splice(0);
    await rig.params.update({ 'Stentor.SIP.MaxCalls': 4 });
    const [, , first, second] = rig.sip.accounts.list();
    assert.ok(first !== undefined && second !== undefined);
    rig.run('call.make', { to: second.userId, account: first.id });
    // A second call is not answered by itself.
    await until('it rings', () => rig.changes().includes('Ringing Initiated'));
    rig.run('call.answer');
    await until('it is answered', () => rig.changes().includes('Active AcceptedByRemote'));
    const incoming = rig.sip.calls.list().find(({ direction }) => direction === 'Incoming');
    assert.equal(incoming?.accountId, second.id);
    assert.equal(incoming.remoteUri, `sip:101@${REALM}`);
    rig.run('call.end');
    await until('both ends are over', () => rig.sip.calls.running.length === 0);
  });

  it('say why they are not registered', async () => {
    const failing = async (more: object) => {
      const { id } = await rig.sip.accounts.add(account('300', more));
      await until('it failed', () => state(id).state === 'failed');
      const { failure, text } = state(id);
      await rig.sip.accounts.remove(id);
      return `${failure ?? ''}: ${text}`;
    };
    assert.match(await failing({ password: 'wrong' }), /^401: /);
    assert.match(await failing({ userId: 'banned' }), /^403: 403 Forbidden/);
    assert.match(await failing({ registrar: 'no-such-host.invalid' }), /^dns: DNS knows no address/);
    assert.match(
      await failing({ registrar: `127.0.0.1:${await freePort()}`, transport: 'tcp' }),
      /^tcp: .*ECONNREFUSED/,
    );
    assert.match(await failing({ registrar: `127.0.0.1:${server.port}`, transport: 'tls' }), /^tls: /);
    const checked = { registrar: `127.0.0.1:${server.tlsPort}`, transport: 'tls', verifyServerCertificate: true };
    assert.match(await failing(checked), /^tls: .*(self.signed|certificate|altname)/i);
  });

  it('no password stands in what is logged or told', () => {
    const told = JSON.stringify([rig.logged, rig.sip.accounts.list(), rig.sip.dialogs.list()]);
    assert.ok(!told.includes(SECRET));
    assert.ok(
      rig.sip.dialogs
        .list()
        .some(({ messages }) => messages.some(({ text }) => text.includes('Authorization: Digest ***'))),
    );
  });

  it('are registered again after the registrar was restarted, and after the connection broke', async () => {
    await rig.params.update({ 'Stentor.SIP.RegisterInterval': 30 });
    await until('all are registered anew', () =>
      rig.sip.accounts.list().every(({ id, registered }) => !registered || state(id).state === 'registered'),
    );
    await server.stop();
    server = await kamailio({ port: server.port, tlsPort: server.tlsPort });
    const since = Date.now();
    await server.start();
    // TCP and TLS notice at once that their connection is gone.
    await until('those with a connection are there again', () =>
      rig.sip.accounts
        .list()
        .filter(({ transport, registered }) => registered && transport !== 'udp')
        .every(({ id }) => state(id).state === 'registered' && state(id).since.getTime() >= since),
    );
    rig.happened.splice(0);
    const [, , first, second] = rig.sip.accounts.list();
    assert.ok(first !== undefined && second !== undefined);
    rig.run('call.make', { to: second.userId, account: first.id });
    await until('it rings', () => rig.changes().includes('Ringing Initiated'));
    rig.run('call.answer');
    await until('a call is answered', () => rig.changes().includes('Active AcceptedByRemote'));
    rig.run('call.end');
    await until('it is over', () => rig.sip.calls.running.length === 0);
  });
});
