/** docs/conformance.md: the rows with how their tests went. */
import { join } from 'node:path';
import { resultsOf, type Results } from './results.ts';
import type { Chapter, Row } from './row.ts';
import { titlePattern } from './titles.ts';

export const PAGE = join(import.meta.dirname, '../../docs/conformance.md');

/** Of a row's tests: `none` where it has none. */
export type State = 'green' | 'red' | 'not run' | 'none';

const WORDS = {
  green: 'green',
  red: '**red**',
  'not run': '**not run**',
  none: '',
} as const satisfies Record<State, string>;

const HEAD = `# What the manual promises

What the manual of a network speaker says from "Find the device on the network" to "API commands", row by row in our own words, and
the tests that show that Stentor does it. Made by \`make conformance\` from the results of the tests: green is a row whose tests all passed.
Rows of the card itself (\`image/\`) are tested by \`make test-image\`, all others by \`make test\`.
`;

/** All tests of a row passed, as far as is known. */
export function stateOf({ tests }: Row, known: (file: string) => Results = resultsOf): State {
  const named = Object.entries(tests).flatMap(([file, titles]) => titles.map(title => resultOf(known(file), title)));
  if (named.length === 0) return 'none';
  if (named.includes('red')) return 'red';
  return named.every(result => result === 'green') ? 'green' : 'not run';
}

function resultOf(results: Results, title: string): State {
  const pattern = titlePattern(title);
  const found = [...results].filter(([name]) => pattern.test(name)).map(([, result]) => result);
  if (found.includes('failed')) return 'red';
  return found.length > 0 && found.every(result => result === 'passed') ? 'green' : 'not run';
}

/** The page; the same rows and states make the same page. */
export function conformancePage(chapters: readonly Chapter[], states: ReadonlyMap<string, State>): string {
  const rows = chapters.flatMap(chapter => chapter.rows);
  const state = ({ id }: Row) => states.get(id) ?? 'none';
  const whole = rows.filter(row => row.lack === undefined && state(row) === 'green').length;
  const lacking = rows.filter(({ lack }) => lack !== undefined);
  const waiting = rows.filter(row => state(row) === 'not run').length;
  return [
    HEAD,
    `${rows.length} rows: ${whole} green, ${waiting} with tests that were not run, ${lacking.length} that are not, or not wholly, as the manual says:\n`,
    table(
      ['row', '', 'why'],
      lacking.map(({ id, lack }) => [id, kindOf(lack?.kind), lack?.reason ?? '']),
    ),
    ...chapters.flatMap(chapter => [
      `\n## ${chapter.title}\n`,
      table(
        ['row', 'what must hold', '', 'shown by'],
        chapter.rows.map(row => [row.id, row.must, stateWords(row, state(row)), testsOf(row)]),
      ),
    ]),
    '',
  ].join('\n');
}

/** What the page says of the tests of each row. */
export function statesOn(page: string): ReadonlyMap<string, State> {
  const lines = page.slice(page.indexOf('\n## ')).matchAll(/^\| ([A-Z]+-[\d/]+) \|(?:[^|]|\\\|)*\| ([^|]*) \|/gmu);
  return new Map([...lines].map(([, id = '', words = '']) => [id, stateIn(words)]));
}

const stateIn = (words: string): State =>
  (['green', 'red', 'not run'] as const).find(state => words.includes(WORDS[state])) ?? 'none';

const kindOf = (kind?: string) => (kind === 'part' ? 'in part' : (kind ?? ''));
const stateWords = ({ lack }: Row, state: State) =>
  [WORDS[state], kindOf(lack?.kind)].filter(words => words !== '').join(', ');

const testsOf = ({ tests }: Row) =>
  Object.entries(tests)
    .map(([file, titles]) => `\`${file}\`: ${titles.map(title => `“${title}”`).join(', ')}`)
    .join('; ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows]
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
