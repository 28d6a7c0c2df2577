import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { systemClock } from '../../../../src/core/clock.ts';
import { Fault } from '../../../../src/core/fault.ts';
import { createDriver } from '../../../../src/engine/drivers/index.ts';
import { testCard, type TestCard } from '../../../support/virtual-card.ts';

const PROGRAM = fileURLToPath(new URL('../../../support/lose-naudiodon.ts', import.meta.url));

interface Told {
  readonly losses: readonly { readonly reason: string; readonly cpuMs: number; readonly closed: boolean }[];
  readonly refusal: string;
}

/** Runs the program until it has told what it saw. */
async function watch({ card, environment }: TestCard): Promise<Told> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, card.file], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('{')) return JSON.parse(line) as Told;
    }
    throw new Error('it ended without a word');
  } finally {
    child.kill('SIGKILL');
  }
}

describe('the naudiodon driver that loses its card', () => {
  let test: TestCard | undefined;

  before(async function () {
    try {
      createDriver('naudiodon', { clock: systemClock });
    } catch (error) {
      assert.ok(error instanceof Fault);
      console.log(`      skipped: ${error.message}`);
      this.skip();
    }
    test = await testCard();
  });
  after(async () => test?.remove());

  it('says so, idles, opens it again when it is back, and asks for a restart before it hangs', async () => {
    assert.ok(test);
    const { losses, refusal } = await watch(test);
    assert.deepEqual(
      losses.map(({ reason, closed }) => ({ reason, closed })),
      Array(2).fill({ reason: 'the sound card has moved no sample for 1000 ms', closed: false }),
    );
    for (const { cpuMs } of losses) assert.ok(cpuMs < 250, `${cpuMs} ms of CPU in 500 ms`);
    assert.match(refusal, /restart/);
  });
});
