import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Lines } from '../../../src/ftp/lines.ts';
import { factsLine, longLine } from '../../../src/ftp/listing.ts';
import { isFolder, nameIn } from '../../../src/ftp/shelf.ts';
import { instant } from '../../../src/core/clock.ts';

describe('paths over FTP', () => {
  it('are names in one folder', () => {
    for (const path of ['', '/', '.', '..', '/../..', './', '/a/..']) assert.ok(isFolder(path), path);
    for (const path of ['a.wav', '/a.wav', './a.wav', '../../a.wav', '/b/../a.wav']) {
      assert.equal(nameIn(path), 'a.wav', path);
    }
    for (const path of ['/', 'b/a.wav', '/etc/passwd', '../etc/passwd']) assert.equal(nameIn(path), undefined, path);
  });
});

describe('lines of the control connection', () => {
  const take = (...pieces: readonly Uint8Array[]) => {
    const lines = new Lines();
    return pieces.flatMap(piece => lines.take(Buffer.from(piece)));
  };

  it('are complete with their end, however they come', () => {
    assert.deepEqual(take(Buffer.from('NO'), Buffer.from('OP\r\nQUIT\n')), ['NOOP', 'QUIT']);
  });

  it('are UTF-8, without what Telnet puts in front', () => {
    assert.deepEqual(take(Buffer.from('DELE größer.wav\r\n')), ['DELE größer.wav']);
    assert.deepEqual(take(Buffer.from([0xff, 0xf4, 0xff, 0xf2]), Buffer.from('ABOR\r\n')), ['ABOR']);
  });

  it('are bounded, and forgotten when TLS begins', () => {
    assert.throws(() => take(Buffer.alloc(1100, 'x')), /too long/);
    assert.throws(() => take(Buffer.from(`${'x'.repeat(1100)}\n`)), /too long/);
    const lines = new Lines();
    lines.take(Buffer.from('AUTH TLS\r\nUSER ev'));
    lines.forget();
    assert.deepEqual(lines.take(Buffer.from('NOOP\r\n')), ['NOOP']);
  });
});

describe('lists over FTP', () => {
  const file = { location: 'ding.wav', bytes: 1234, addedAt: '2026-03-05T04:03:02.000Z' };

  it('look like those of ls, with the year where it is not this one', () => {
    const line = '-rw-r--r-- 1 stentor stentor       1234 Mar  5';
    assert.equal(longLine(file, instant('2026-04-01T00:00:00Z')), `${line} 04:03 ding.wav`);
    assert.equal(longLine(file, instant('2027-04-01T00:00:00Z')), `${line}  2026 ding.wav`);
  });

  it('tell facts for programs', () => {
    assert.equal(factsLine(file), 'type=file;size=1234;modify=20260305040302;perm=dr; ding.wav');
  });
});
