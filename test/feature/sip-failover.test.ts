import { strict as assert } from 'node:assert';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { systemClock } from '../../src/core/clock.ts';
import { type NameServer, nameServer } from '../support/dns.ts';
import { kamailio, missingPrograms, REALM, SECRET, skipFor } from '../support/sip-peers.ts';
import { freePort, sipRig } from '../support/sip-rig.ts';
import { eventually } from '../support/stentor.ts';

type Server = Awaited<ReturnType<typeof kamailio>>;
type Rig = Awaited<ReturnType<typeof sipRig>>;

/** After so long at the second registrar the first is tried again, ms. */
const FAIL_BACK_MS = 300_000;
/** A registration lasts no longer, s: it is refreshed five seconds before its end. */
const EXPIRES_S = 12;

describe('a registrar that is gone (two of Kamailio)', function () {
  this.timeout(60_000);
  let servers: Server[];
  let rig: Rig;
  let names: NameServer | undefined;
  /** ms by which the speaker's clock was put on. */
  let later = 0;

  before(function () {
    skipFor(this, missingPrograms('kamailio', 'dnsmasq'));
  });
  beforeEach(async () => {
    later = 0;
    const made = Array.from({ length: 2 }, async () =>
      kamailio({ port: await freePort(), tlsPort: await freePort(), expires: EXPIRES_S }),
    );
    servers = await Promise.all(made);
    await Promise.all(servers.map(server => server.start()));
  });
  afterEach(async () => {
    await rig.stop();
    await names?.stop();
    await Promise.all(servers.map(server => server.stop()));
  });

  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + later };
  const start = (more: object = {}) => sipRig({ clock, ...more });
  const account = async (more: object) => {
    const about = { userId: '101', domain: REALM, password: SECRET, registered: true };
    const { id } = await rig.sip.accounts.add({ ...about, ...more });
    return { status: () => rig.sip.accountStatus(id) };
  };
  /** A request of ours that this server has answered since. */
  const answered = ({ port }: Server, since: number) =>
    rig.sip.dialogs
      .list()
      .flatMap(({ messages }) => messages)
      .some(({ direction, peer, at, text }) => {
        const isIt = direction === 'in' && peer.endsWith(`:${port}`) && text.startsWith('SIP/2.0 200');
        return isIt && at.getTime() > since;
      });

  it('has the account registered at the second one, and at the first again when five minutes are over', async () => {
    rig = await start();
    const [first, second] = servers as [Server, Server];
    const [registrar, secondaryRegistrar] = servers.map(({ port }) => `127.0.0.1:${port}`);
    const { status } = await account({ registrar, secondaryRegistrar, transport: 'tcp' });
    await eventually('it is registered', () => status().state === 'registered');
    assert.equal(status().registrar, `127.0.0.1:${first.port}`);
    await first.kill();
    await eventually('it is registered elsewhere', () => {
      const { state, registrar: at } = status();
      return state === 'registered' && at === `127.0.0.1:${second.port}`;
    });
    await first.start();
    const back = Date.now();
    await eventually('it is refreshed there', () => answered(second, back));
    assert.equal(status().registrar, `127.0.0.1:${second.port}`);
    later = FAIL_BACK_MS;
    await eventually('it is registered at the first', () => {
      const { state, registrar: at } = status();
      return state === 'registered' && at === `127.0.0.1:${first.port}`;
    });
  });

  for (const transport of ['tcp', 'udp'] as const) {
    it(`is passed by where DNS knows another one for ${transport}`, async () => {
      const [first, second] = servers as [Server, Server];
      names = await nameServer(REALM, [
        { service: `_sip._${transport}`, host: 'one', port: first.port, priority: 10 },
        { service: `_sip._${transport}`, host: 'two', port: second.port, priority: 20 },
      ]);
      await first.kill();
      rig = await start({ names: names.names });
      const { status } = await account({ transport });
      const begun = Date.now();
      await eventually('it is registered', () => status().state === 'registered');
      assert.ok(answered(second, 0), JSON.stringify(status()));
      if (transport === 'udp') return;
      await first.start();
      await eventually('it is registered at the first', () => answered(first, begun));
    });
  }
});
