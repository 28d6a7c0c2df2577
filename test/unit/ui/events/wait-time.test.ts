import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { waitSeconds, waitText } from '../../../../src/ui/events/rules/wait-time.ts';

describe('the wait between actions', () => {
  for (const [text, seconds] of [
    ['00:00:00', 0],
    ['00:05:00', 300],
    ['23:59:59', 86_399],
    ['5:00', 300],
    [' 90 ', 90],
    ['90:00', 5400],
  ] as const) {
    it(`reads ${text} as ${seconds} s`, () => assert.equal(waitSeconds(text), seconds));
  }

  for (const text of ['', 'soon', '24:00:00', '0:60', '1:2:3:4', '-5', '1.5', '00:00:', '999999'])
    it(`does not take “${text}”`, () => assert.equal(waitSeconds(text), undefined));

  it('writes hours, minutes and seconds', () => {
    assert.equal(waitText(0), '00:00:00');
    assert.equal(waitText(3723), '01:02:03');
    assert.equal(waitText(86_399), '23:59:59');
  });
});
