import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RuleAction, RuleCondition } from '../../../../src/api/contract.ts';
import type { Choices } from '../../../../src/ui/events/choices.ts';
import { ruleSentence, sentenceText } from '../../../../src/ui/events/rules/sentence.ts';
import { speak } from '../../../../src/ui/language/translate.ts';
import { CATALOG } from '../../../support/events-catalog.ts';

const choices: Choices = refers => {
  if (refers.to === 'schedule') return [{ value: '7', label: 'Daily at 6pm' }];
  if (refers.to === 'input') return [{ value: '3', label: 'Gate (3)' }];
  return refers.to === 'clip-file' ? [{ value: 'ding.wav', label: 'Ding' }] : [];
};
const condition = (event: string, fields: RuleCondition['fields'] = {}, invert = false): RuleCondition => ({
  event,
  fields,
  invert,
});
const action = (id: string, args: RuleAction['args'] = {}, hold = false): RuleAction => ({ id, args, hold });

const gate = condition('rules.virtual-input', { port: 3, active: true });
const ringing = condition('call.state', { state: 'Ringing' });
const clip = condition('audio.clip-playing', { playing: true });
const failed = condition('speakertest.result', { status: 'Failed' });
const answer = action('call.answer');
const ding = action('audio.play-clip', { location: 'ding.wav', repeat: 0, volume: 50 });

const told = (conditions: RuleCondition[], more: object = {}) =>
  sentenceText(
    ruleSentence({ wait: 0, conditions, trigger: false, action: answer, fallback: null, ...more }, CATALOG, choices),
  );

describe('the sentence of a rule', () => {
  it('has the quotation marks of the language', () => {
    speak('de', { '“{text}”': '„{text}“', 'When {start}': 'Wenn {start}' });
    try {
      assert.match(told([ringing]), /^Wenn „State: Ringing“ begins, do „Answer call“\.$/);
    } finally {
      speak('en', {});
    }
  });

  for (const [what, sentence, text] of [
    ['a state', told([ringing]), 'When “State: Ringing” begins, do “Answer call”.'],
    ['a state that ends', told([{ ...clip, invert: true }]), 'When “Audio clip playing” ends, do “Answer call”.'],
    [
      'a pulse',
      told([failed], { trigger: true }),
      'When “Speaker test result: Didn’t pass the test” happens, do “Answer call”.',
    ],
    [
      'a trigger and what must hold besides',
      told([failed, gate, { ...ringing, invert: true }], { trigger: true }),
      'When “Speaker test result: Didn’t pass the test” happens and while ' +
        '“Virtual input: Gate (3)” holds and “State: Ringing” does not hold, do “Answer call”.',
    ],
    [
      'states that must come together',
      told([gate, ringing]),
      'As soon as “Virtual input: Gate (3)” holds and at the same time “State: Ringing” holds, do “Answer call”.',
    ],
    [
      'what may be anything',
      told([condition('rules.virtual-input')]),
      'When “Virtual input” begins, do “Answer call”.',
    ],
    [
      'a state that is waited for not to be so',
      told([condition('audio.clip-playing', { playing: false })]),
      'When “Audio clip playing: playing no” begins, do “Answer call”.',
    ],
    [
      'arguments that are not the usual ones, a fallback and a wait',
      told([ringing], { action: { ...ding, hold: true }, fallback: answer, wait: 65 }),
      'When “State: Ringing” begins, do “Play audio clip: Ding, volume 50” for as long as the rule is active; ' +
        'if that fails, do “Answer call”; then wait “00:01:05”.',
    ],
    ['a rule that is only begun', told([condition('')], { action: action('') }), 'When “…” begins, do “…”.'],
    [
      'what this speaker does not know',
      told([condition('x.y', { z: 1 })], { action: action('a.b', { c: 1 }) }),
      'When “x.y” begins, do “a.b”.',
    ],
  ] as const) {
    it(`tells ${what}`, () => assert.equal(sentence, text));
  }

  it('shortens what is long', () => {
    const text = told([ringing], { action: action('notify.email', { recipient: '1', message: 'ha '.repeat(100) }) });
    assert.ok(text.length < 150, text);
  });
});
