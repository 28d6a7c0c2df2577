import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { propertyOf, replyOf } from '../../../src/linux/bus-reply.ts';

describe('what busctl prints', () => {
  it('is nothing for a method without a reply', () => {
    assert.deepEqual(replyOf(''), []);
    assert.deepEqual(replyOf('\n'), []);
  });

  it('is one value for each complete type', () => {
    assert.deepEqual(replyOf('{"type":"sa(iso)u","data":["x",[[2,"eth0","/a"]],7]}'), ['x', [[2, 'eth0', '/a']], 7]);
  });

  it('has its variants unpacked, also those in a dictionary that looks like one', () => {
    const text =
      '{"type":"a{sv}","data":[{"type":{"type":"s","data":"x"},"data":{"type":"v","data":{"type":"b","data":true}}}]}';
    assert.deepEqual(replyOf(text), [{ type: 'x', data: true }]);
  });

  it('is a value alone for a property', () => {
    assert.equal(propertyOf('{"type":"b","data":true}\n'), true);
    assert.deepEqual(propertyOf('{"type":"(isi)","data":[1,"x",2]}'), [1, 'x', 2]);
  });
});
