/** How the tests went when they last ran: a file for each of their files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Mocha from 'mocha';

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;
const TESTS = join(import.meta.dirname, '..');
const RESULTS = join(TESTS, '../.cache/results');

type Result = 'passed' | 'failed' | 'skipped';
/** By title; of several tests of one name that one counts that failed. */
export type Results = ReadonlyMap<string, Result>;

const placeOf = (file: string) => join(RESULTS, `${file}.json`);

/** Writes down how the tests of a run go, when it ends. */
export function keepResults(runner: Mocha.Runner): void {
  const all = new Map<string, Map<string, Result>>();
  const keep = (result: Result) => (test: Mocha.Runnable) => {
    const file = relative(TESTS, test.file ?? '');
    const results = all.get(file) ?? new Map<string, Result>();
    all.set(file, results);
    if (results.get(test.title) !== 'failed') results.set(test.title, result);
  };
  runner.on(EVENT_TEST_PASS, keep('passed'));
  runner.on(EVENT_TEST_FAIL, keep('failed'));
  runner.on(EVENT_TEST_PENDING, keep('skipped'));
  runner.once(EVENT_RUN_END, () => {
    for (const [file, results] of all) {
      mkdirSync(dirname(placeOf(file)), { recursive: true });
      writeFileSync(placeOf(file), JSON.stringify(Object.fromEntries(results), null, 2));
    }
  });
}

/** @param file in test/; empty where it never ran */
export function resultsOf(file: string): Results {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(placeOf(file), 'utf8')) as Record<string, Result>));
  } catch {
    return new Map();
  }
}
