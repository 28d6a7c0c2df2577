import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { keptOutBy } from '../../../src/firewall/lock-out.ts';
import type { FirewallPlan, FirewallRule } from '../../../src/firewall/settings.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { EVERYTHING } from '../../support/firewall-rule.ts';
import { fakeProtection } from '../../support/fake-protection.ts';

const RULE: FirewallRule = { action: 'drop', ...EVERYTHING };
const plan = (rules: readonly Partial<FirewallRule>[] = [], more: Partial<FirewallPlan> = {}): FirewallPlan => ({
  activated: true,
  policy: 'accept',
  ...more,
  rules: rules.map(rule => ({ ...RULE, ...rule })),
});
const HTTP = { protocol: 'tcp', firstPort: 80, lastPort: 80 } as const;

async function started(stored?: Parameters<typeof fakeProtection>[0]['firewall']) {
  const clock = new FakeClock();
  const rig = fakeProtection({ clock, ...(stored === undefined ? {} : { firewall: stored }) });
  const stop = await rig.firewall.start();
  return { clock, ...rig, stop, last: () => rig.fake.rulesets.at(-1) };
}
const fault = (kind: string, field?: string) => (error: unknown) =>
  error instanceof Fault && error.kind === kind && (field === undefined || error.field === field);

describe('the firewall', () => {
  it('removes what somebody left behind, where none is wanted', async () => {
    assert.equal((await started()).last(), 'end\n');
  });

  it('puts in force at the start what was confirmed, and nothing that was only tested', async () => {
    const pending = { policy: 'drop', rules: [] } as const;
    const { last, firewall } = await started({ ...plan([HTTP]), pending });
    assert.equal(last(), 'kept tcp dport 80 drop\nkept accept\nend\n');
    assert.deepEqual(firewall.pending, pending);
  });

  it('tests rules beside those that are kept, for a time', async () => {
    const { last, firewall, clock, files, told } = await started({ ...plan([HTTP]), pending: null });
    await firewall.change(plan([{ source: '2001:db8::/32' }], { policy: 'drop' }), { testS: 300 });
    assert.equal(
      last(),
      'kept tcp dport 80 drop\nkept accept\ntest 300\ntested ip6 saddr 2001:db8::/32 drop\ntested drop\nend\n',
    );
    assert.deepEqual([firewall.test?.leftS, firewall.plan.policy], [300, 'accept']);
    assert.equal(files.firewall.content.policy, 'accept', 'a restart would go back');
    await clock.advance(299_000);
    assert.equal(firewall.test?.leftS, 1);
    await clock.advance(1000);
    assert.deepEqual([firewall.test, last()], [undefined, 'kept tcp dport 80 drop\nkept accept\nend\n']);
    assert.equal(firewall.pending?.policy, 'drop');
    assert.deepEqual(
      told.map(({ def }) => def.id),
      ['firewall.reverted'],
    );
  });

  it('keeps what is confirmed, and forgets the test', async () => {
    const { last, firewall, clock, files } = await started();
    await firewall.change(plan([HTTP]), { testS: 60 });
    await firewall.confirm();
    assert.equal(last(), 'kept tcp dport 80 drop\nkept accept\nend\n');
    assert.deepEqual([files.firewall.content.rules.length, files.firewall.content.pending], [1, null]);
    await clock.advance(120_000);
    assert.equal(firewall.plan.rules.length, 1);
    await assert.rejects(firewall.confirm(), fault('conflict'));
  });

  it('takes the place of a test by another one, and goes back to what is kept after that', async () => {
    const { last, firewall, clock } = await started();
    await firewall.change(plan([HTTP]), { testS: 60 });
    await clock.advance(50_000);
    await firewall.change(plan([], { policy: 'drop' }), { testS: 60 });
    await clock.advance(20_000);
    assert.match(last() ?? '', /tested drop/);
    await clock.advance(40_000);
    assert.equal(last(), 'end\n');
  });

  it('ends a test when it is told to, and when the speaker stops', async () => {
    const { last, firewall, stop } = await started();
    await firewall.change(plan([HTTP]), { testS: 60 });
    await firewall.revert();
    assert.deepEqual([last(), firewall.pending, firewall.test], ['end\n', null, undefined]);
    await firewall.change(plan([HTTP]), { testS: 60 });
    await stop();
    assert.equal(last(), 'end\n');
  });

  it('changes nothing where the rules are not taken, or cannot be written down', async () => {
    const { last, firewall, fake, files } = await started();
    fake.refuse = new Fault('failed', 'nft is gone');
    await assert.rejects(firewall.change(plan([HTTP]), { testS: 0 }), fault('failed'));
    fake.refuse = undefined;
    files.firewall.failing = true;
    await assert.rejects(firewall.change(plan([HTTP]), { testS: 0 }), /disk full/);
    assert.deepEqual([last(), firewall.plan.activated], ['end\n', false]);
  });

  it('says by rule and field what is wrong', async () => {
    const { firewall, fake } = await started();
    const wrong = async (rule: Partial<FirewallRule>, field: string, words: RegExp) => {
      await assert.rejects(
        firewall.change(plan([{}, rule]), { testS: 0 }),
        (error: unknown) =>
          error instanceof Fault &&
          error.field === `rules.1.${field}` &&
          error.message.startsWith('rule 2: ') &&
          words.test(error.message),
        field,
      );
    };
    await wrong({ source: '10.0.0.256' }, 'source', /no IP address/);
    await wrong({ source: 'fe80::1%eth0' }, 'source', /no IP address/);
    await wrong({ source: '10.0.0.0/33' }, 'source', /from 0 to 32/);
    await wrong({ source: '10.0.0.9-10.0.0.1' }, 'source', /before it begins/);
    await wrong({ source: '10.0.0.9-::1' }, 'source', /must be IPv4, or both IPv6/);
    await wrong({ mac: '00:1B' }, 'mac', /00:1B:63/);
    await wrong({ firstPort: 80, lastPort: 80 }, 'protocol', /choose a protocol/);
    await wrong({ protocol: 'tcp', firstPort: 90, lastPort: 80 }, 'lastPort', /before it begins/);
    await wrong({ protocol: 'tcp', firstPort: 0, lastPort: 80 }, 'firstPort', /begins at 1/);
    await wrong({ action: 'limit' }, 'limit', /how much/);
    assert.equal(fake.rulesets.length, 1);
  });

  it('writes all that a rule can say', async () => {
    const { firewall, last } = await started();
    const limit = { amount: 20, period: 'minute', unit: 'connections', burst: 10 } as const;
    await firewall.change(
      plan([
        { source: '10.0.0.1 - 10.0.0.9', mac: '00-1b-63-84-45-e6', protocol: 'both', firstPort: 161, lastPort: 162 },
        { action: 'limit', limit, protocol: 'tcp', firstPort: 443, lastPort: 0 },
        { action: 'limit', limit: { ...limit, unit: 'packets' }, traffic: 'multicast', protocol: 'udp' },
        { action: 'accept', protocol: 'both' },
      ]),
      { testS: 0 },
    );
    assert.deepEqual(last()?.split('\n'), [
      'kept ip saddr 10.0.0.1-10.0.0.9 ether saddr 00:1b:63:84:45:e6 meta l4proto { tcp, udp } th dport 161-162 drop',
      'kept tcp dport 443 ct state new limit rate over 20/minute burst 10 packets drop',
      'kept meta pkttype multicast meta l4proto udp limit rate over 20/minute burst 10 packets drop',
      'kept meta l4proto { tcp, udp } accept',
      'kept accept',
      'end',
      '',
    ]);
  });

  it('tells where it is wanted and cannot be', async () => {
    const clock = new FakeClock();
    const { firewall, fake, told } = fakeProtection({ clock, firewall: { ...plan([HTTP]), pending: null } });
    fake.refuse = new Fault('failed', 'nft is gone');
    await firewall.start();
    assert.deepEqual(told.at(-1)?.data, { failed: true, reason: 'nft is gone' });
    fake.refuse = undefined;
    await firewall.change(plan([HTTP]), { testS: 0 });
    assert.deepEqual(told.at(-1)?.data, { failed: false, reason: '' });
  });

  it('warns whoever asks, by the MAC address too', async () => {
    const { firewall, fake } = await started();
    fake.macs.set('10.0.0.5', '00:00:5E:00:53:05');
    const asker = { address: '10.0.0.5', port: 443 };
    await assert.rejects(
      firewall.change(plan([{ mac: '00:00:5e:00:53:05' }]), { testS: 300, asker }),
      fault('conflict', 'asker'),
    );
    await firewall.change(plan([{ mac: '00:00:5e:00:53:06' }]), { testS: 300, asker });
  });
});

describe('being locked out', () => {
  const asker = { address: '10.0.0.5', mac: undefined, port: 443 };
  const by = (rules: readonly Partial<FirewallRule>[], more?: Partial<FirewallPlan>, who = asker) =>
    keptOutBy(plan(rules, more), who);

  it('is found by the first rule that fits', () => {
    assert.equal(by([]), undefined);
    assert.equal(by([], { policy: 'drop' }), 'policy');
    assert.equal(by([], { policy: 'drop', activated: false }), undefined);
    assert.equal(by([HTTP, { source: '10.0.0.0/8' }]), 2);
    assert.equal(by([{ source: '10.0.0.0/8', action: 'accept' }, {}]), undefined);
    assert.equal(by([{ source: '10.0.0.6-10.0.0.9' }, { protocol: 'udp' }, { traffic: 'multicast' }]), undefined);
    assert.equal(by([{ protocol: 'both', firstPort: 400, lastPort: 500 }]), 1);
    assert.equal(by([{}], {}, { ...asker, address: '127.0.0.1' }), undefined);
    assert.equal(by([{ source: '2001:db8::/32' }], {}, { ...asker, address: '2001:db8::5' }), 1);
    assert.equal(by([{ source: '::/0' }]), undefined, 'IPv4 is not IPv6');
  });
});
