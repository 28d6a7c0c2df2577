import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { MAX_RULES } from '../../../src/rules/rule.ts';
import { knock, playing, rule, rulesRig, say, when } from '../../support/rules-rig.ts';

const good = () => rule([when(playing, { playing: true })], say('hi'));

describe('Rules', () => {
  it('keeps a rule with its defaults', async () => {
    const { rules, file } = await rulesRig();
    const added = await rules.add(good());
    assert.deepEqual(added, {
      id: '1',
      name: 'A rule',
      enabled: true,
      wait: 0,
      conditions: [{ event: 'playing', fields: { playing: true }, invert: false }],
      trigger: false,
      action: { id: 'say', args: { text: 'hi', loud: false }, hold: false },
      fallback: null,
    });
    assert.deepEqual(file.content, [added]);
  });

  const bad: readonly [string, object, string][] = [
    ['no name', { name: '  ' }, 'name'],
    ['a wait of a day', { wait: 86_400 }, 'wait'],
    ['no condition', { conditions: [] }, 'conditions'],
    ['an unknown event', { conditions: [when({ ...playing, id: 'nothing' })] }, 'conditions.0.event'],
    ['a field that the event does not have', { conditions: [when(playing, { loud: 1 })] }, 'conditions.0.fields.loud'],
    ['a field that all objects have', { conditions: [when(playing, { toString: 1 })] }, 'conditions.0.fields.toString'],
    ['a value of another type', { conditions: [when(playing, { playing: 'maybe' })] }, 'conditions.0.fields.playing'],
    ['an inverted pulse', { conditions: [when(knock, {}, true)], trigger: true }, 'conditions.0.invert'],
    ['a pulse that is no trigger', { conditions: [when(knock)] }, 'trigger'],
    ['a pulse behind', { conditions: [when(playing), when(knock)], trigger: true }, 'conditions.1.event'],
    ['an unknown action', { action: { id: 'sing', args: {} } }, 'action.id'],
    ['a missing argument', { action: { id: 'say', args: {} } }, 'action.args.text'],
    ['an unknown argument', { action: { id: 'say', args: { text: 'x', tune: 1 } } }, 'action.args.tune'],
    ['an action that cannot last', { action: { id: 'raise', args: { port: 1 }, hold: true } }, 'action.hold'],
    ['a fallback that lasts', { fallback: say('x', true) }, 'fallback.hold'],
    ['a bad fallback', { fallback: say('') }, 'fallback.args.text'],
    [
      'a lasting action of an instant',
      { conditions: [when(knock)], trigger: true, action: say('x', true) },
      'action.hold',
    ],
  ];
  for (const [what, change, field] of bad) {
    it(`refuses ${what} and names ${field}`, async () => {
      const { rules, file } = await rulesRig();
      await assert.rejects(rules.add({ ...good(), ...change }), { kind: 'invalid', field });
      const { id } = await rules.add(good());
      await assert.rejects(rules.change(id, change), { kind: 'invalid', field });
      assert.deepEqual(file.content, [rules.get(id)]);
    });
  }

  it('imports all or none', async () => {
    const { rules } = await rulesRig();
    await assert.rejects(rules.addAll([good(), { ...good(), wait: -1 }]), { field: 'rules.1.wait' });
    assert.equal(rules.list().length, 0);
    await rules.addAll([good(), good()]);
    assert.deepEqual(
      rules.list().map(({ id }) => id),
      ['1', '2'],
    );
  });

  it('never gives the id of a rule that is gone to another', async () => {
    const { rules } = await rulesRig();
    await rules.addAll([good(), good()]);
    await rules.remove('2');
    assert.equal((await rules.add(good())).id, '3');
  });

  it('copies a rule under another name, switched off', async () => {
    const { rules } = await rulesRig();
    const { id } = await rules.add(good());
    assert.deepEqual([(await rules.copy(id)).name, (await rules.copy(id)).name], ['A rule (2)', 'A rule (3)']);
    assert.equal(rules.get('2').enabled, false);
  });

  it('has room for 256', async () => {
    const { rules } = await rulesRig();
    await rules.addAll(Array.from({ length: MAX_RULES }, good));
    await assert.rejects(rules.add(good()), { kind: 'full' });
    await assert.rejects(rules.copy('1'), { kind: 'full' });
  });
});
