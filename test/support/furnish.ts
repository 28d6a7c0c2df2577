import { strict as assert } from 'node:assert';
import { beep, music, wav } from './signals.ts';
import type { Stentor } from './stentor.ts';

/** Gives a speaker three clips and two more accounts; returns the number of the longest clip. */
export async function furnish(stentor: Stentor): Promise<string> {
  await stentor.upload('Doorbell.wav', wav(beep(700)));
  const concert = await stentor.upload('Evening concert.wav', wav(music(20)));
  await stentor.upload('Please leave by the gate on the left and close it behind you.wav', wav(music(7)));
  for (const [name, role] of [
    ['camera', 'viewer'],
    ['caretaker', 'operator'],
  ]) {
    const body = JSON.stringify({ name, role, password: 'kuTh-93 Vlom' });
    assert.equal((await stentor.fetch('/api/accounts', { method: 'POST', body })).status, 201);
  }
  return concert;
}
