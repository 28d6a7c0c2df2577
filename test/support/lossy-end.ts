/** Run by a test at the speaker's end of a network that loses datagrams; prints what became of the calls. */
import { lossyCalls } from './lossy-calls.ts';
import type { LossyNet } from './lossy-net.ts';

const [text = '{}'] = process.argv.slice(2);
console.log(`\n${JSON.stringify(await lossyCalls(JSON.parse(text) as LossyNet))}`);
process.exit(0);
