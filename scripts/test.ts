import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestResults } from '../test/support/reporter.ts';

/**
 * All tests, two files at a time. A file in which something failed runs once more, alone: what two files that share two cores
 * do to each other is told, and does not hide what is broken (decision 154).
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-tests-'));
  try {
    const first = await mocha(folder, ['--parallel', '--jobs', '2', 'test/**/*.test.ts']);
    const files = [...new Set(first.failed.map(({ file }) => file))];
    if (files.length === 0) return;
    process.stdout.write(`\nOnce more, each alone: ${files.join(' ')}\n`);
    const again = await mocha(folder, files);
    const passed = first.passed - sum(files.map(file => first.passedIn[file] ?? 0)) + again.passed;
    for (const { file, title } of first.failed) {
      const isMended = !again.failed.some(other => other.file === file && other.title === title);
      process.stdout.write(`${isMended ? 'failed beside another file only' : 'failed twice'}: ${file}: ${title}\n`);
    }
    process.stdout.write(`${passed} passed, ${again.failed.length} failed, ${first.skipped} skipped\n`);
    if (again.failed.length > 0) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @throws where mocha itself could not run */
async function mocha(folder: string, args: readonly string[]): Promise<TestResults> {
  const path = join(folder, 'results.json');
  await rm(path, { force: true });
  const env = { ...process.env, STENTOR_TEST_RESULTS: path };
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...args], { stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  const results = JSON.parse(await readFile(path, 'utf8')) as TestResults;
  // A file that cannot be loaded at all fails no test.
  if (code !== 0 && results.failed.length === 0) throw new Error(`mocha ended with ${String(code)}`);
  return results;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

await main();
