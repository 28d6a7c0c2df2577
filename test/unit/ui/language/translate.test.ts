import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { declared, titled } from '../../../../src/ui/language/declared.ts';
import { told } from '../../../../src/ui/language/told.ts';
import { listed, midSentence, number, plural, speak, t, weave } from '../../../../src/ui/language/translate.ts';
import { sentence } from '../../../../src/ui/text/sentence.ts';

const SWEDISH = {
  'Output gain': 'Utgångsförstärkning',
  '{name} was added.': 'Nu finns {name}.',
  'Every day|Every {count} days': 'Varje dag|Var {count}:e dag',
  'Hold @call': 'Parkera',
  'When {start}': 'När {start}',
  'there is no clip {1}': 'det finns inget klipp {1}',
  'nothing can be recorded: {1}': 'inget kan spelas in: {1}',
  'the microphone switch is off': 'mikrofonbrytaren är av',
  'there is no {{{1}}}; a text may hold {2}': '{{{1}}} finns inte; en text får ha {2}',
};

describe('the language of the page', () => {
  afterEach(() => speak('en', {}));

  it('is English where nothing else is known', () => {
    assert.equal(t('{name} was added.', { name: 'Bell' }), 'Bell was added.');
    assert.equal(t('Hold @call'), 'Hold');
    assert.equal(told('there is no clip 7'), 'there is no clip 7');
    assert.deepEqual(
      [1, 2, 1000].map(count => plural('Every day', 'Every {count} days', count)),
      ['Every day', 'Every 2 days', 'Every 1,000 days'],
    );
  });

  it('puts values into the words of another language', () => {
    speak('sv-SE', SWEDISH);
    assert.equal(t('{name} was added.', { name: '{name} & $1' }), 'Nu finns {name} & $1.');
    assert.equal(t('Hold @call'), 'Parkera');
    assert.equal(plural('Every day', 'Every {count} days', 1), 'Varje dag');
    assert.equal(plural('Every day', 'Every {count} days', 3), 'Var 3:e dag');
    assert.deepEqual(weave('When {start}', { start: 7 }), ['När ', 7]);
  });

  it('knows again what the speaker says, with whatever it says it about', () => {
    speak('sv', SWEDISH);
    assert.equal(told('there is no clip (a+b).wav'), 'det finns inget klipp (a+b).wav');
    assert.equal(told('there is no {{who}}; a text may hold {{date}}'), '{{who}} finns inte; en text får ha {{date}}');
    assert.equal(sentence('there is no clip 7'), 'Det finns inget klipp 7.');
    assert.equal(told('constructor'), 'constructor');
  });

  it('translates what stands within what the speaker says, but no name', () => {
    speak('sv', { ...SWEDISH, Bell: 'Klocka' });
    const why = 'nothing can be recorded: the microphone switch is off';
    assert.equal(told(why), 'inget kan spelas in: mikrofonbrytaren är av');
    assert.equal(told('there is no clip Bell'), 'det finns inget klipp Bell');
  });

  it('translates the words of declarations and nothing that people wrote', () => {
    speak('sv', SWEDISH);
    const settings = [{ path: 'Output gain', title: 'Output gain', value: 'Output gain' }];
    assert.deepEqual(declared(settings), [{ ...settings[0], title: 'Utgångsförstärkning' }]);
    assert.deepEqual(titled([{ title: 'Output gain', data: { title: 'Output gain' } }]), [
      { title: 'Utgångsförstärkning', data: { title: 'Output gain' } },
    ]);
  });

  it('writes numbers, lists and titles as the language does', () => {
    assert.deepEqual([number(1234.56, 1), listed(['a', 'b', 'c'])], ['1,234.6', 'a, b and c']);
    assert.deepEqual(['Audio clip', 'DTMF'].map(midSentence), ['audio clip', 'DTMF']);
    speak('de', {});
    assert.deepEqual([number(1234.56, 1), listed(['a', 'b', 'c'])], ['1.234,6', 'a, b und c']);
    assert.equal(midSentence('Tonsignal'), 'Tonsignal');
  });
});
