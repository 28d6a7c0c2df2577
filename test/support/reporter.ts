import { relative } from 'node:path';
import Mocha from 'mocha';

const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_END } = Mocha.Runner.constants;
/** How many of the files that take longest are named. */
const SLOWEST = 20;

/** mocha's spec report, with the files that took longest and the closing line that says how many passed and failed. */
export default class Reporter extends Mocha.reporters.Spec {
  readonly #ms = new Map<string, number>();

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const count = ({ file, duration = 0 }: Mocha.Runnable) => {
      if (file !== undefined) this.#ms.set(file, (this.#ms.get(file) ?? 0) + duration);
    };
    runner.on(EVENT_TEST_END, count);
    runner.on(EVENT_HOOK_END, count);
    runner.once(EVENT_RUN_END, () => {
      this.#tellSlowest();
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`);
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
