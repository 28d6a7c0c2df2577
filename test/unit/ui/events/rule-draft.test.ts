import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Refusal } from '../../../../src/ui/data/refusal.ts';
import { exampleData } from '../../../../src/ui/events/rules/example-data.ts';
import {
  actionKind,
  addCondition,
  beginsWithPulse,
  chooseAction,
  chooseEvent,
  conditionKind,
  draftOf,
  lasts,
  mayBePulse,
  newRule,
  removeCondition,
  type RuleDraft,
  ruleOf,
  withCondition,
} from '../../../../src/ui/events/rules/rule-draft.ts';
import { problemFields } from '../../../../src/ui/events/rules/problem-fields.ts';
import { CATALOG } from '../../../support/events-catalog.ts';

const kind = (event: string) => conditionKind(CATALOG, event)!;
const act = (id: string) => chooseAction(actionKind(CATALOG, id)!);
const choose = (draft: RuleDraft, index: number, event: string) => chooseEvent(draft, index, kind(event));
const named = (change: Partial<RuleDraft> = {}): RuleDraft => ({
  ...choose(newRule(), 0, 'call.state'),
  name: 'Door',
  action: act('call.answer'),
  ...change,
});
const refusal = (draft: RuleDraft) => {
  try {
    ruleOf(draft, CATALOG);
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return error;
  }
  throw new assert.AssertionError({ message: 'was taken' });
};

describe('a rule that is being written', () => {
  it('becomes what the speaker takes, and comes back', () => {
    const draft = named({
      wait: '1:05',
      action: { ...act('audio.play-clip'), args: { location: 'a.wav', repeat: '-1', volume: '50' }, hold: true },
    });
    const rule = ruleOf(withCondition(draft, 0, { ...draft.conditions[0]!, fields: { state: 'Ringing' } }), CATALOG);
    assert.deepEqual(rule, {
      name: 'Door',
      enabled: true,
      wait: 65,
      conditions: [{ event: 'call.state', fields: { state: 'Ringing' }, invert: false }],
      trigger: false,
      action: { id: 'audio.play-clip', args: { location: 'a.wav', repeat: -1, volume: 50 }, hold: true },
      fallback: null,
    });
    assert.deepEqual(ruleOf(draftOf(rule), CATALOG), rule);
  });

  it('leaves out what may be anything, and reads numbers and flags', () => {
    const draft = choose(named(), 0, 'rules.virtual-input');
    assert.deepEqual(ruleOf(draft, CATALOG).conditions[0]?.fields, { active: true });
    const third = withCondition(draft, 0, { ...draft.conditions[0]!, fields: { port: '3', active: 'false' } });
    assert.deepEqual(ruleOf(third, CATALOG).conditions[0]?.fields, { port: 3, active: false });
  });

  it('puts a pulse in front and makes it the trigger', () => {
    const draft = choose(addCondition(named()), 1, 'speakertest.result');
    assert.deepEqual(
      draft.conditions.map(({ key, event }) => [key, event]),
      [
        [2, 'speakertest.result'],
        [1, 'call.state'],
      ],
    );
    assert.equal(draft.trigger, true);
    assert.equal(beginsWithPulse(draft, CATALOG), true);
  });

  it('takes one pulse only', () => {
    const draft = addCondition(choose(named(), 0, 'speakertest.result'));
    assert.equal(mayBePulse(draft, CATALOG, 0), true);
    assert.equal(mayBePulse(draft, CATALOG, 1), false);
  });

  it('takes the trigger away with its condition, and only then', () => {
    const draft = addCondition(choose(named(), 0, 'speakertest.result'));
    assert.equal(removeCondition(draft, 1).trigger, true);
    assert.equal(removeCondition(draft, 0).trigger, false);
  });

  it('gives every condition a key of its own', () => {
    const draft = addCondition(removeCondition(addCondition(addCondition(named())), 1));
    assert.equal(new Set(draft.conditions.map(({ key }) => key)).size, 3);
  });

  it('lets an action last only where the rule does', () => {
    const hold = { ...act('audio.play-clip'), args: { location: 'a.wav', repeat: '0', volume: '100' }, hold: true };
    assert.equal(ruleOf(named({ action: hold }), CATALOG).action.hold, true);
    assert.equal(ruleOf(named({ action: hold, trigger: true }), CATALOG).action.hold, false);
    assert.equal(lasts(addCondition(named({ trigger: true }))), true);
  });

  it('does not invert a pulse', () => {
    const draft = choose(named(), 0, 'speakertest.result');
    const inverted = withCondition(draft, 0, { ...draft.conditions[0]!, invert: true });
    assert.equal(ruleOf(inverted, CATALOG).conditions[0]?.invert, false);
  });

  for (const [what, draft, field] of [
    ['the name', named({ name: ' ' }), 'name'],
    ['the wait', named({ wait: '1 h' }), 'wait'],
    ['a condition', addCondition(named()), 'conditions.1.event'],
    ['the action', named({ action: { id: '', args: {}, hold: false } }), 'action.id'],
    ['a clip', named({ action: act('audio.play-clip') }), 'action.args.location'],
    ['a fallback’s recipient', named({ fallback: act('notify.email') }), 'fallback.args.recipient'],
    [
      'a number',
      named({ action: { ...act('audio.play-clip'), args: { location: 'a', repeat: '-2', volume: '1' } } }),
      'action.args.repeat',
    ],
    [
      'a condition’s number',
      withCondition(choose(named(), 0, 'rules.virtual-input'), 0, {
        key: 1,
        event: 'rules.virtual-input',
        fields: { port: 'x' },
        invert: false,
      }),
      'conditions.0.fields.port',
    ],
  ] as const) {
    it(`says where ${what} is wrong, at a field of the form`, () => {
      assert.equal(refusal(draft).field, field);
      assert.ok(problemFields(draft, CATALOG).includes(field));
    });
  }

  it('may have empty subjects and messages', () => {
    const action = { ...act('notify.email'), args: { recipient: '0', subject: '', message: '' } };
    assert.deepEqual(ruleOf(named({ action }), CATALOG).action.args, action.args);
  });
});

describe('an event to try a rule with', () => {
  const example = (event: string, fields: object, invert = false) =>
    exampleData(kind(event), { fields: fields as Record<string, unknown>, invert });

  it('is as the condition wants it', () => {
    assert.deepEqual(example('rules.virtual-input', { port: 3, active: true }), { port: '3', active: 'true' });
    assert.deepEqual(example('speakertest.result', { status: 'Failed' }), { status: 'Failed', reason: '' });
  });

  it('is another where the condition is inverted, of the same thing', () => {
    assert.deepEqual(example('rules.virtual-input', { port: 3, active: true }, true), { port: '3', active: 'false' });
    assert.deepEqual(example('call.state', { state: 'Idle' }, true), { source: 'NetworkSpeaker', state: 'Ringing' });
  });

  it('is made up where the condition leaves it open', () => {
    assert.deepEqual(example('rules.virtual-input', {}), { port: '1', active: 'true' });
    assert.deepEqual(example('audio.clip-playing', {}), { playing: 'true', clip: '', name: '' });
  });
});
