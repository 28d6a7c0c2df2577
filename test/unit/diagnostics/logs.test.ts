import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type Errand, onErrand, presentErrand } from '../../../src/core/errand.ts';
import { createLog } from '../../../src/core/log.ts';
import { scrub } from '../../../src/core/scrub.ts';
import { Audit } from '../../../src/diagnostics/audit.ts';
import { LogBook } from '../../../src/diagnostics/log-book.ts';
import { lineText } from '../../../src/diagnostics/log-line.ts';
import { Recent } from '../../../src/diagnostics/recent.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('logs', () => {
  it('keep the last of many, in order', () => {
    const recent = new Recent<number>(3);
    for (let i = 1; i <= 7; i++) recent.add(i);
    assert.deepEqual(recent.list(), [5, 6, 7]);
    const few = new Recent<number>(3);
    few.add(1);
    assert.deepEqual(few.list(), [1]);
  });

  it('are written as devices write them', () => {
    const text = lineText(
      { kind: 'system', time: new Date('2026-03-01T10:00:00.007Z'), level: 'error', area: 'sip', text: 'gone' },
      'stentor-1',
    );
    assert.match(text, /^2026-03-01T\d\d:\d\d:00\.007[+-]\d\d:\d\d stentor-1 \[ ERR {5}\] sip: gone$/);
  });

  it('take what is logged but for what only finds bugs, one line each', () => {
    const book = new LogBook(new FakeClock());
    const log = createLog(book.sink, 'sip');
    log.debug('unseen');
    log.warn('a peer said\n2026 forged line\u001b[2J', { reason: 'x' });
    const lines = book.list('system').map(({ text }) => text);
    assert.deepEqual(lines, ['a peer said 2026 forged line [2J {"reason":"x"}']);
  });

  it('keep two thousand lines of two thousand characters at the most', () => {
    const book = new LogBook(new FakeClock());
    for (let i = 0; i < 2100; i++)
      book.write({ kind: 'access', level: 'info', area: 'http', text: `${i} `.repeat(1000) });
    const lines = book.list('access');
    assert.equal(lines.length, 2000);
    assert.match(lines[0]?.text ?? '', /^100 /);
    assert.ok(lines.every(({ text }) => text.length <= 2000));
  });

  for (const [what, text, clean] of [
    ['passwords in addresses', 'cannot open ftp://joe:s3cret@host/x', 'cannot open ftp://•••@host/x'],
    ['telling names', 'GET /?user=a&pwd=s3cret&b=1', 'GET /?user=a&pwd=•••&b=1'],
    ['JSON', '{"clientKey":"s3cret","port":1}', '{"clientKey":"•••","port":1}'],
    ['headers', 'Authorization: Digest username="joe", response="1"', 'Authorization: •••'],
    ['keys', 'a -----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY----- b', 'a ••• b'],
    [
      'nothing else',
      'http://10.0.0.1:80/a@b, root.System.RootPwdSet=yes',
      'http://10.0.0.1:80/a@b, root.System.RootPwdSet=yes',
    ],
  ] as const) {
    it(`leave out ${what}`, () => {
      assert.equal(scrub(text), clean);
    });
  }
});

describe('the audit log', () => {
  const clock = new FakeClock();
  let folder: string;
  let book: LogBook;
  let audit: Audit;
  const errandOf = (more: Partial<Errand> = {}): Errand => ({
    address: '10.0.0.9',
    account: 'joe',
    via: 'digest',
    changes: [],
    isOver: false,
    ...more,
  });
  const texts = () => book.list('audit').map(({ text }) => text);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-audit-'));
    book = new LogBook(clock);
    audit = new Audit({ book, folder, log: createLog(() => undefined) });
    await audit.load();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('tells who changed what by which request', () => {
    const errand = errandOf();
    onErrand(errand, () => {
      audit.note('rules');
      audit.note('rules');
      audit.note('Audio.A0.Name to "x"');
    });
    audit.answered({ errand, method: 'GET', path: '/axis-cgi/param.cgi', status: 200 });
    assert.deepEqual(texts(), [
      'joe at 10.0.0.9 (digest) GET /axis-cgi/param.cgi: changed rules, Audio.A0.Name to "x"',
    ]);
  });

  it('notes nothing that happens by itself, or after the answer', async () => {
    audit.note('rules');
    const errand = errandOf();
    const later = onErrand(errand, async () => {
      await Promise.resolve();
      audit.note('rules');
      return presentErrand();
    });
    errand.isOver = true;
    assert.equal(await later, undefined);
    audit.answered({ errand, method: 'GET', path: '/api/status', status: 200 });
    assert.deepEqual(texts(), []);
  });

  it('notes restarts and requests of the page that act, and no refused ones', () => {
    for (const [method, path, status] of [
      ['GET', '/axis-cgi/restart.cgi', 200],
      ['POST', '/api/restart', 204],
      ['POST', '/api/restart', 403],
      ['GET', '/api/settings', 200],
      ['POST', '/axis-cgi/basicdeviceinfo.cgi', 200],
      ['POST', '/api/login', 200],
    ] as const) {
      audit.answered({ errand: errandOf(), method, path, status });
    }
    audit.answered({
      errand: { address: '10.0.0.9', changes: ['accounts'], isOver: true },
      method: 'POST',
      path: '/api/setup',
      status: 200,
    });
    assert.deepEqual(texts(), [
      'joe at 10.0.0.9 (digest) GET /axis-cgi/restart.cgi',
      'joe at 10.0.0.9 (digest) POST /api/restart',
      'somebody at 10.0.0.9 POST /api/setup: changed accounts',
    ]);
  });

  it('survives a restart, and half a line', async () => {
    audit.write('one', 'info');
    audit.write('two', 'warn');
    await audit.written();
    await writeFile(join(folder, 'audit.jsonl'), `${await readFile(join(folder, 'audit.jsonl'), 'utf8')}{"time":"20`);
    const next = new LogBook(clock);
    await new Audit({ book: next, folder, log: createLog(() => undefined) }).load();
    assert.deepEqual(
      next.list('audit').map(({ text, level }) => `${level} ${text}`),
      ['info one', 'warn two'],
    );
  });

  it('does not grow for ever', async () => {
    for (let i = 0; i < 40; i++) audit.write(`${i} `.repeat(8000), 'info');
    for (let i = 0; i < 300; i++) audit.write('x'.repeat(1990), 'info');
    await audit.written();
    const sizes = await Promise.all(
      ['audit.jsonl', 'audit.jsonl.1'].map(async name => (await readFile(join(folder, name))).length),
    );
    assert.ok(
      sizes.every(size => size < 270_000),
      String(sizes),
    );
  });
});
