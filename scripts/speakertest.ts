/** `npm run --silent speakertest`: one JSON request on each line of the input, one answer on each line of the output. */
import { createInterface } from 'node:readline';
import { answer } from '../src/speakertest/index.ts';

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') process.stdout.write(`${await answer(line)}\n`);
}
