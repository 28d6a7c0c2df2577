import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'mocha';
import { escapeFor, fillText } from '../../../src/actions/fill-text.ts';
import { TIME_MODIFIERS } from '../../../src/actions/modifiers.ts';

const facts = {
  now: new Date('2026-01-02T03:04:05.670Z'),
  hostName: 'hall',
  address: '192.0.2.7',
  macAddress: 'B8:27:EB:12:34:56',
};
const cause = {
  def: { id: 'call.state', title: 'Call', topic: 'tnsaxis:Call/State' },
  data: { from: 'a "b"', count: 3, ok: true },
  at: new Date('2025-12-31T23:59:59Z'),
};

describe('texts of notifications', () => {
  it('fills the time like strftime of the C library', () => {
    const signs = Object.keys(TIME_MODIFIERS).filter(sign => !'fZ'.includes(sign));
    const times = ['2026-01-02T03:04:05Z', '2024-12-30T12:00:00Z', '2027-01-01T23:59:59Z', '2026-07-05T00:30:00Z'];
    for (const time of times) {
      const text = signs.map(sign => `${sign}=%${sign}`).join('|');
      const expected = execFileSync('date', ['-d', time, `+${text}`], { env: { ...process.env, LC_ALL: 'C' } });
      assert.equal(fillText(text, { ...facts, now: new Date(time) }), expected.toString().trimEnd());
    }
    assert.equal(fillText('%f', facts), '67');
  });

  it('fills device and event, and leaves what it does not know', () => {
    assert.equal(fillText('#i #n #m #M ## #x %Q 100 %', facts), '192.0.2.7 hall 123456 B827EB123456 # #x %Q 100 %');
    assert.equal(
      fillText('{{event}} {{ from }} {{count}} {{ok}} {{nothing}}', { ...facts, cause }),
      'Call a "b" 3 true ',
    );
    assert.equal(fillText('{{from}}', facts), '');
    assert.equal(fillText('%Y', { ...facts, cause: { ...cause, at: new Date('2025-06-01T12:00:00Z') } }), '2025');
  });

  it('does not let an event end a string of JSON, nor fill twice', () => {
    const body = '{"from": "{{from}}"}';
    assert.deepEqual(JSON.parse(fillText(body, { ...facts, cause }, escapeFor(body))), { from: 'a "b"' });
    const sly = { ...cause, data: { from: '%F #i {{topic}}' } };
    assert.equal(fillText('{{from}}', { ...facts, cause: sly }), '%F #i {{topic}}');
  });
});
