/** Titles of tests as they are written in their files, and as mocha tells them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TESTS = join(import.meta.dirname, '..');

const plain = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** Fits every title that a template makes. */
export const titlePattern = (title: string): RegExp =>
  new RegExp(
    `^${title
      .split(/\$\{[^}]*\}/u)
      .map(plain)
      .join('.+')}$`,
    'u',
  );

/** Whether there is such a test; `it` alone counts, so none that is skipped for good. */
export function isTest(file: string, title: string): boolean {
  const path = join(TESTS, file);
  if (!existsSync(path)) return false;
  const source = readFileSync(path, 'utf8');
  return new RegExp(`^\\s*it\\(\\s*(['"\`])${plain(title)}\\1,`, 'mu').test(source);
}
