import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { before, describe, it } from 'mocha';
import type { Findings } from '../support/fuzz/findings.ts';
import { noRoom } from '../support/net-room.ts';

/** `npm run -s fuzz` sends a hundred thousand. */
const COUNT = Number(process.env['FUZZ_REQUESTS'] ?? 8000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 8);
/** `free` lets the card wait for nobody, as a real one: for a machine that has nothing else to do. */
const CARD = process.env['FUZZ_CARD'] ?? 'lockstep';
const MAIN = new URL('../support/fuzz/main.ts', import.meta.url).pathname;

describe('requests that are broken on purpose, while a clip plays', function () {
  this.timeout(3_600_000);
  let findings: Findings;

  before(async function () {
    const reason = noRoom();
    if (reason !== undefined) {
      console.log(`      skipped: ${reason}`);
      this.skip();
    }
    const args = ['--net', process.execPath, '--import', 'tsx', MAIN, String(COUNT), String(SEED), CARD];
    const { stdout } = await promisify(execFile)('unshare', args, { maxBuffer: 64 * 1024 * 1024 });
    findings = JSON.parse(stdout) as Findings;
    console.log(`      ${JSON.stringify({ ...findings, wrong: findings.wrong.length })}`);
  });

  it('are answered or cut off, and none is a fault of the speaker’s', () => {
    assert.deepEqual(findings.wrong, []);
    assert.equal(findings.requests, COUNT);
  });

  it('get through to the parsers and the handlers behind them', () => {
    const { 200: ok = 0, 400: bad = 0, 404: unknown = 0 } = findings.statuses;
    assert.ok(ok > COUNT / 50 && bad > COUNT / 20 && unknown > COUNT / 100, JSON.stringify(findings.statuses));
  });

  it('get as far as playing with RTSP, too, and to each of its refusals', () => {
    const { connections, statuses } = findings.rtsp;
    assert.equal(connections, Math.ceil(COUNT / 20));
    for (const status of ['200', '400', '401', '404', '454', '461', '501'])
      assert.ok((statuses[status] ?? 0) > 0, `${status}: ${JSON.stringify(statuses)}`);
    assert.ok((statuses['200'] ?? 0) > 2 * connections, JSON.stringify(statuses));
  });

  it('break no sound: each sample that the card got was the next one', () => {
    assert.ok(findings.frames > 48_000, String(findings.frames));
    assert.equal(findings.xruns, 0);
  });

  it('cost bounded memory', () => {
    for (const [name, [first = 0, most = 0]] of Object.entries(findings.memory)) {
      assert.ok(most > 0 && most - first < 250, `${name}: ${first} MB, then ${most} MB`);
    }
  });
});
