import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { endsByClosing } from '../../../src/http/endless-body.ts';
import { parseHead, valuesOf } from '../../../src/http/request-head.ts';

const head = (...lines: string[]) => parseHead(['POST /axis-cgi/audio/transmit.cgi HTTP/1.1', ...lines].join('\r\n'));

describe('parseHead', () => {
  it('reads the first line and the fields', () => {
    const parsed = parseHead('POST /x?y=1 HTTP/1.0\r\nHost: a\r\ncontent-TYPE:  audio/basic \r\nX:');
    assert.equal(parsed?.method, 'POST');
    assert.equal(parsed.target, '/x?y=1');
    assert.equal(parsed.version, '1.0');
    assert.deepEqual(valuesOf(parsed, 'content-type'), ['audio/basic']);
    assert.deepEqual(valuesOf(parsed, 'x'), ['']);
  });

  it('leaves everything unusual to the real parser', () => {
    for (const text of ['', 'POST /x', 'POST /x HTTP/2.0', 'POST /a b HTTP/1.1', 'GET', '\0\x01', 'post /x HTTP/1.1']) {
      assert.equal(parseHead(text), undefined, JSON.stringify(text));
    }
    assert.equal(head('no colon'), undefined);
    assert.equal(head('A: 1', ' folded'), undefined);
    assert.equal(head('Content-Length : 5'), undefined);
  });
});

describe('endsByClosing', () => {
  const ends = (...lines: string[]) => {
    const parsed = head(...lines);
    assert.ok(parsed);
    return endsByClosing(parsed);
  };

  it('is so without a length, and with one that may mean nothing', () => {
    assert.equal(ends('Host: a'), true);
    assert.equal(ends('Content-Length: 9999999'), true);
  });

  it('is not so for chunks, for an empty body, or for another protocol', () => {
    assert.equal(ends('Transfer-Encoding: chunked'), false);
    assert.equal(ends('Content-Length: 0'), false);
    assert.equal(ends('Upgrade: h2c'), false);
  });

  it('leaves lengths that contradict each other or are none to the real parser', () => {
    assert.equal(ends('Content-Length: 5', 'Content-Length: 6'), false);
    assert.equal(ends('Content-Length: 5', 'Transfer-Encoding: chunked'), false);
    for (const length of ['-1', '+5', '5,5', '0x10', '1e3', '99999999999999999999', '']) {
      assert.equal(ends(`Content-Length: ${length}`), false, length);
    }
  });
});
