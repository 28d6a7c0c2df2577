import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { cleanText } from '../../../src/speech/clean-text.ts';
import { fillTemplate } from '../../../src/speech/template.ts';

describe('cleanText', () => {
  it('takes out what no program should be given, and keeps every language', () => {
    assert.equal(cleanText(' The\tdoor \u0000\u0001is\r\n\r\nopen.\u200b\u202e '), 'The door is open.');
    assert.equal(cleanText('Grüße, 你好, שלום, ठीक 5 €'), 'Grüße, 你好, שלום, ठीक 5 €');
    assert.equal(cleanText('Cafe\u0301 \ud800!'), 'Café !');
  });

  it('refuses what has nothing to say', () => {
    for (const text of ['', ' \n\t ', '\u0000\u0007', '… !?']) {
      assert.throws(() => cleanText(text), { kind: 'invalid', field: 'text', message: /nothing to say/ }, text);
    }
  });

  it('refuses 100 kB, control characters or not, and says what is the most', () => {
    const text = 'ab\u0003 '.repeat(25_600);
    assert.throws(() => cleanText(text), {
      kind: 'too-large',
      field: 'text',
      message: 'the text has 102400 characters, 5000 is the most; say it in parts',
    });
    assert.equal(cleanText('é'.repeat(5000)).length, 5000);
    assert.throws(() => cleanText('é'.repeat(5001)), { kind: 'too-large' });
  });
});

describe('fillTemplate', () => {
  const facts = {
    now: new Date('2026-03-09T22:05:00Z'),
    timeZone: 'Europe/Stockholm',
    language: 'en-gb',
    name: 'Gate 4',
    address: '192.168.0.90',
  };

  it('fills in date and time of the speaker’s time zone, in the language of the voice', () => {
    // Versions of ICU differ in their commas.
    assert.match(fillTemplate('It is {{time}} on {{date}}.', facts), /^It is 23:05 on Monday,? 9 March 2026\.$/);
    const tokyo = { ...facts, language: 'de', timeZone: 'Asia/Tokyo' };
    assert.match(fillTemplate('{{ date }}: {{time}}', tokyo), /^Dienstag, 10\. März 2026: 07:05$/);
  });

  it('fills in name and address', () => {
    assert.equal(fillTemplate('{{name}} at {{address}}', facts), 'Gate 4 at 192.168.0.90');
    assert.equal(fillTemplate('{{address}}', { ...facts, address: undefined }), 'no address');
  });

  it('speaks of the time whatever the language, also one that nobody knows', () => {
    for (const language of ['jbo', 'en-gb-x-gbclan', 'chr-US-Qaaa-x-west', 'x y', ''])
      assert.match(fillTemplate('{{time}}', { ...facts, language }), /\d/, language);
  });

  it('refuses a word it does not know, and names those it does', () => {
    for (const word of ['weather', 'constructor', ''])
      assert.throws(() => fillTemplate(`Hi {{${word}}}`, facts), {
        kind: 'invalid',
        field: 'text',
        message: `there is no {{${word}}}; a text may hold {{date}}, {{time}}, {{name}}, {{address}}`,
      });
  });

  it('leaves other braces alone', () => {
    assert.equal(fillTemplate('{a} {{b} c}}', facts), '{a} {{b} c}}');
  });
});
