import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Account } from '../../../src/api/contract.ts';
import type { Asker } from '../../../src/ui/data/answers.ts';
import { Refusal } from '../../../src/ui/data/refusal.ts';
import { Resource } from '../../../src/ui/data/resource.ts';

/** Answers each question when the test says so. */
function slowSpeaker() {
  const waiting: ((answer: readonly Account[] | Refusal) => void)[] = [];
  const ask = () =>
    new Promise<readonly Account[]>((resolve, reject) => {
      waiting.push(answer => (answer instanceof Refusal ? reject(answer) : resolve(answer)));
    });
  const accounts = new Resource({ ask } as unknown as Asker, '/api/accounts');
  const answer = async (what: readonly Account[] | Refusal) => {
    waiting.shift()?.(what);
    await new Promise(resolve => setImmediate(resolve));
  };
  return { accounts, answer, waiting };
}

const account = (name: string): Account => ({ name, role: 'viewer', passwordSetAt: '2026-01-01', removable: true });

describe('what the page knows of an address', () => {
  it('is asked again when it changes while an answer is on its way', async () => {
    const { accounts, answer, waiting } = slowSpeaker();
    const asked = accounts.ask();
    void accounts.ask();
    void accounts.ask();
    assert.equal(waiting.length, 1);
    await answer([account('old')]);
    await answer([account('new')]);
    await asked;
    assert.equal(accounts.value.value?.[0]?.name, 'new');
    assert.equal(waiting.length, 0);
  });

  it('is asked again when a change is told before the very first answer came', async () => {
    const { accounts, answer, waiting } = slowSpeaker();
    const asked = accounts.ask();
    void accounts.refresh();
    await answer([account('old')]);
    await answer([account('new')]);
    await asked;
    assert.equal(accounts.value.value?.[0]?.name, 'new');
    assert.equal(waiting.length, 0);
  });

  it('is not taken from an answer that belongs to an earlier login', async () => {
    const { accounts, answer } = slowSpeaker();
    const asked = accounts.ask();
    accounts.forget();
    await answer([account('secret')]);
    await asked;
    assert.equal(accounts.value.value, undefined);
  });

  it('stays when asking again fails, and tells why it failed', async () => {
    const { accounts, answer } = slowSpeaker();
    void accounts.ask();
    await answer([account('a')]);
    void accounts.ask();
    await answer(new Refusal({ message: 'No answer.' }, 0));
    assert.equal(accounts.value.value?.length, 1);
    assert.equal(accounts.problem.value, 'No answer.');
  });

  it('is refreshed only where somebody has asked for it', async () => {
    const { accounts, waiting } = slowSpeaker();
    await accounts.refresh();
    assert.equal(waiting.length, 0);
  });
});
