/** Writes docs/conformance.md from how the tests went: npx tsx scripts/conformance.ts. Fails where a row is red or was not run. */
import { writeFileSync } from 'node:fs';
import { conformancePage, PAGE, stateOf } from '../test/conformance/page.ts';
import { CHAPTERS } from '../test/conformance/rows/index.ts';

const rows = CHAPTERS.flatMap(chapter => chapter.rows);
const states = new Map(rows.map(row => [row.id, stateOf(row)]));
writeFileSync(PAGE, conformancePage(CHAPTERS, states));
const open = [...states].filter(([, state]) => state === 'red' || state === 'not run');
for (const [id, state] of open) process.stdout.write(`${id}: ${state}\n`);
process.stdout.write(`docs/conformance.md: ${rows.length} rows, ${open.length} red or not run\n`);
if (open.length > 0) process.exitCode = 1;
