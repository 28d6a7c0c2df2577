import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { conformancePage, PAGE, type State, stateOf, statesOn } from '../conformance/page.ts';
import type { Results } from '../conformance/results.ts';
import { row } from '../conformance/row.ts';
import { CHAPTERS } from '../conformance/rows/index.ts';
import { isTest, titlePattern } from '../conformance/titles.ts';

const rows = CHAPTERS.flatMap(chapter => chapter.rows);

describe('docs/conformance.md', () => {
  it('names tests that exist', () => {
    const missing = rows.flatMap(({ id, tests }) =>
      Object.entries(tests).flatMap(([file, titles]) =>
        titles.filter(title => !isTest(file, title)).map(title => `${id}: ${file}: ${title}`),
      ),
    );
    assert.deepEqual(missing, []);
  });

  it('has each row once, with a test or a reason', () => {
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    const bare = rows.filter(({ tests, lack }) => Object.keys(tests).length === 0 && lack === undefined);
    assert.deepEqual(bare, []);
  });

  it('is made of the rows, and no row is red', () => {
    const page = readFileSync(PAGE, 'utf8');
    const states = statesOn(page);
    assert.equal(page, conformancePage(CHAPTERS, states), 'make it anew: make conformance');
    const red = rows.filter(({ id }) => states.get(id) === 'red').map(({ id }) => id);
    assert.deepEqual(red, []);
  });

  it('tells red from green and from what was not run', () => {
    const known = (results: Results) =>
      stateOf(row('X-1', 'it works', { 'x.test.ts': ['plays', 'is `${as}` loud'] }), () => results);
    const results = (...loud: [string, 'passed' | 'failed' | 'skipped'][]): Results =>
      new Map([['plays', 'passed'], ...loud]);
    const states: [State, Results][] = [
      ['green', results(['is `very` loud', 'passed'], ['is `not` loud', 'passed'])],
      ['red', results(['is `very` loud', 'passed'], ['is `not` loud', 'failed'])],
      ['not run', results(['is `very` loud', 'skipped'])],
      ['not run', results()],
    ];
    for (const [state, of] of states) assert.equal(known(of), state);
    assert.ok(titlePattern('a (b) ${c}.').test('a (b) 12.'));
    assert.ok(!titlePattern('a.').test('ab'));
    assert.ok(!isTest('unit/conformance.test.ts', 'was never written'));
  });
});
