import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';
import { keepResults } from '../conformance/results.ts';

const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_END, EVENT_TEST_FAIL, EVENT_TEST_PASS } = Mocha.Runner.constants;
/** How many of the files that take longest are named. */
const SLOWEST = 20;
/** Where what became of the run is written for scripts/test.ts, if anywhere. */
const RESULTS = process.env['STENTOR_TEST_RESULTS'];

/** What became of a run, file by file. */
export interface TestResults {
  readonly passed: number;
  readonly skipped: number;
  readonly failed: readonly { readonly file: string; readonly title: string }[];
  /** How many passed in each file. */
  readonly passedIn: Readonly<Record<string, number>>;
}

/**
 * mocha's spec report, with the files that took longest and the closing line that says how many passed and failed. How each
 * test went is kept for docs/conformance.md.
 */
export default class Reporter extends Mocha.reporters.Spec {
  readonly #ms = new Map<string, number>();
  readonly #passedIn: Record<string, number> = {};
  readonly #failed: { file: string; title: string }[] = [];

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    keepResults(runner);
    const count = ({ file, duration = 0 }: Mocha.Runnable) => {
      if (file !== undefined) this.#ms.set(file, (this.#ms.get(file) ?? 0) + duration);
    };
    runner.on(EVENT_TEST_END, count);
    runner.on(EVENT_HOOK_END, count);
    runner.on(EVENT_TEST_PASS, test => (this.#passedIn[nameOf(test)] = (this.#passedIn[nameOf(test)] ?? 0) + 1));
    runner.on(EVENT_TEST_FAIL, test => this.#failed.push({ file: nameOf(test), title: test.fullTitle() }));
    runner.once(EVENT_RUN_END, () => {
      this.#tellSlowest();
      const { passes: passed = 0, failures = 0, pending: skipped = 0 } = runner.stats ?? {};
      const results: TestResults = { passed, skipped, failed: this.#failed, passedIn: this.#passedIn };
      if (RESULTS !== undefined) writeFileSync(RESULTS, JSON.stringify(results));
      for (const { file, title } of this.#failed) process.stdout.write(`failed: ${file}: ${title}\n`);
      process.stdout.write(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
    });
  }

  #tellSlowest(): void {
    const slowest = [...this.#ms].sort(([, a], [, b]) => b - a).slice(0, SLOWEST);
    if (this.#ms.size < SLOWEST) return;
    process.stdout.write('The files that took longest (s):\n');
    for (const [file, ms] of slowest) {
      process.stdout.write(`${(ms / 1000).toFixed(1).padStart(7)} ${relative(process.cwd(), file)}\n`);
    }
  }
}

const nameOf = ({ file = '' }: Mocha.Runnable) => relative(process.cwd(), file);
