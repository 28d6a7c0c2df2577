import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Configuration } from '../../../src/configuration/index.ts';
import { invalid } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import { dot1xConfigPart } from '../../../src/dot1x/index.ts';
import { firewallConfigPart } from '../../../src/firewall/index.ts';
import type { ConfigPart, NamedElsewhere } from '../../../src/settings/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeProtection } from '../../support/fake-protection.ts';

const CERTIFICATES: NamedElsewhere = {
  toName: id => id.replace('certificate-', 'Name '),
  toId: (name, field) => {
    if (name === 'Nobody') throw invalid('there is none', field);
    return name.replace('Name ', 'certificate-');
  },
};
const RULE = { action: 'drop', protocol: 'tcp', firstPort: 80, lastPort: 80 };
const PLAN = { activated: true, policy: 'accept', rules: [RULE] };
const CLOSED = 'kept tcp dport 80 drop\nkept accept\nend\n';
const document = (parts: object) => ({ format: 'stentor-configuration', version: 1, ...parts });

async function rig(more: readonly ConfigPart[] = []) {
  const clock = new FakeClock();
  const protection = fakeProtection({ clock });
  await protection.firewall.start();
  const configuration = new Configuration({
    parts: [firewallConfigPart(protection.firewall), dot1xConfigPart(protection.dot1x, CERTIFICATES), ...more],
    speaker: () => ({ model: 'M', hostName: 'gate', serialNumber: 'B827EB', version: '1' }),
    undo: { write: async () => undefined, read: async () => undefined, clear: async () => undefined },
    log: createLog(() => undefined),
  });
  return { clock, configuration, ...protection, inForce: () => protection.fake.rulesets.at(-1) };
}

describe('the firewall in a configuration', () => {
  it('is tested, and told so; without a confirmation the former rules are back', async () => {
    const { configuration, firewall, clock, inForce } = await rig();
    const { notes } = await configuration.apply({ document: document({ firewall: PLAN }) });
    assert.match(notes.join(), /tested for 120 s: confirm them at System › Security/);
    assert.deepEqual([firewall.test?.leftS, firewall.plan.activated], [120, false]);
    await clock.advance(120_000);
    assert.deepEqual([firewall.test, inForce()], [undefined, 'end\n']);
  });

  it('stays once it is confirmed, and then nothing differs', async () => {
    const { configuration, firewall, clock, inForce } = await rig();
    await configuration.apply({ document: document({ firewall: PLAN }) });
    await firewall.confirm();
    await clock.advance(121_000);
    assert.equal(inForce(), CLOSED);
    assert.deepEqual(await configuration.outlook({ document: document({ firewall: PLAN }) }), {
      changes: [],
      notes: [],
    });
  });

  it('is in force for good where that is asked for', async () => {
    const { configuration, firewall, inForce } = await rig();
    const { notes } = await configuration.apply({ document: document({ firewall: PLAN }), final: true });
    assert.deepEqual([notes, firewall.test, inForce()], [[], undefined, CLOSED]);
  });

  it('is not tested any longer where a later part fails', async () => {
    const failing: ConfigPart = {
      name: 'last',
      title: 'Last',
      read: () => 1,
      check: content => content,
      replace: async content => {
        if (content !== 1) throw invalid('it is not possible', '');
      },
    };
    const { configuration, firewall, inForce } = await rig([failing]);
    await assert.rejects(configuration.apply({ document: document({ firewall: PLAN, last: 2 }) }), /not possible/);
    assert.deepEqual([firewall.test, firewall.pending, inForce()], [undefined, null, 'end\n']);
  });

  it('says which rule is wrong', async () => {
    const { configuration } = await rig();
    const firewall = { ...PLAN, rules: [RULE, { ...RULE, source: '10.0.0.300' }] };
    const asked = configuration.apply({ document: document({ firewall }) });
    await assert.rejects(asked, { kind: 'invalid', field: 'firewall.rules.1.source' });
  });
});

describe('802.1X in a configuration', () => {
  const SETTINGS = { enabled: true, method: 'tls', identity: 'gate', certificate: 'Name 3', authorities: ['Name 4'] };

  it('names certificates, and keeps their ids', async () => {
    const { configuration, dot1x } = await rig();
    await configuration.apply({ document: document({ dot1x: SETTINGS }) });
    assert.deepEqual([dot1x.settings.certificate, dot1x.settings.authorities], ['certificate-3', ['certificate-4']]);
    const written = (await configuration.export({ personal: true })) as { dot1x: typeof SETTINGS };
    assert.deepEqual([written.dot1x.certificate, written.dot1x.authorities], ['Name 3', ['Name 4']]);
    assert.equal('dot1x' in (await configuration.export()), false);
  });

  it('is refused where a certificate or a password is missing', async () => {
    const { configuration, dot1x } = await rig();
    for (const [wrong, field] of [
      [{ ...SETTINGS, authorities: ['Name 4', 'Nobody'] }, 'dot1x.authorities.1'],
      [{ ...SETTINGS, certificate: '' }, 'dot1x.certificate'],
      [{ enabled: true, method: 'peap', identity: 'gate' }, 'dot1x.password'],
    ] as const)
      await assert.rejects(configuration.apply({ document: document({ dot1x: wrong }) }), { field });
    assert.equal(dot1x.settings.enabled, false);
  });

  it('has its password among the secrets', async () => {
    const { configuration, dot1x } = await rig();
    await dot1x.change({ method: 'peap', identity: 'gate', password: 'four words are enough' });
    const written = JSON.stringify(await configuration.export({ personal: true }));
    assert.equal(written.includes('four words'), false);
    assert.match(written, /"omitted":\["\/dot1x\/password"\]/);
  });
});
