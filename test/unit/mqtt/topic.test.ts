import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { checkFilter, checkTopic, fitsFilter } from '../../../src/mqtt/topic.ts';

describe('topics of MQTT', () => {
  for (const [filter, topic, fits] of [
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/b/c', 'a/b', false],
    ['a/+/c', 'a/b/c', true],
    ['a/+', 'a/', true],
    ['a/+', 'a', false],
    ['+', 'a', true],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'ab', false],
    ['#', 'a/b', true],
    ['#', '$SYS/load', false],
    ['+/load', '$SYS/load', false],
    ['$SYS/#', '$SYS/load', true],
    ['/a', 'a', false],
    ['$share/group/a/+', 'a/b', true],
  ] as const) {
    it(`${topic} is ${fits ? '' : 'not '}one of ${filter}`, () => assert.equal(fitsFilter(filter, topic), fits));
  }

  for (const bad of ['', 'a+', 'a/b+/c', '#/a', 'a/#/b', 'a#', 'a\0b', 'ä'.repeat(513)]) {
    it(`${JSON.stringify(bad.slice(0, 20))} is no filter`, () =>
      assert.throws(() => checkFilter(bad, 'topicFilter'), { kind: 'invalid', field: 'topicFilter' }));
  }

  for (const bad of ['', 'a/+', 'a/#', 'a\0']) {
    it(`${JSON.stringify(bad)} is no topic`, () =>
      assert.throws(() => checkTopic(bad, 'topic'), { kind: 'invalid', field: 'topic' }));
  }

  it('1024 bytes are a topic', () => checkTopic('ä'.repeat(512), 'topic'));
});
