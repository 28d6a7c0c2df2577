import { strict as assert } from 'node:assert';
import type { RuleChange } from '../../src/api/contract.ts';
import { beep, wav } from './signals.ts';
import type { Stentor } from './stentor.ts';

const hold = false;

/** Gives a speaker a clip, a recipient, a manual trigger with a name, a schedule, a holiday and two rules, of which one has run. */
export async function furnishEvents(stentor: Stentor): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await stentor.fetch(path, { method, headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return (await answer.json()) as { readonly id: string };
  };
  await stentor.upload('Doorbell.wav', wav(beep(700)));
  const fields = { to: 'a@example.com, b@example.com', from: 'speaker@example.com', host: 'mail.example.com' };
  const { id } = await send('POST', '/api/recipients', { name: 'Speaker test recipients', type: 'email', fields });
  await send('PATCH', '/api/virtual-inputs/3', { name: 'Gate' });
  const mail = { recipient: id, subject: 'Speaker test of #n', message: 'It failed on %F at %T.' };
  const gate = { event: 'rules.virtual-input', fields: { port: 3, active: true }, invert: false };
  const quiet = { event: 'audio.clip-playing', fields: { playing: true }, invert: true };
  const rules: readonly RuleChange[] = [
    {
      name: 'Announce the gate',
      wait: 60,
      conditions: [gate, quiet],
      trigger: true,
      action: { id: 'audio.play-clip', args: { location: 'Doorbell.wav' }, hold },
      fallback: { id: 'notify.email', args: mail, hold },
    },
    {
      name: 'Mail if a speaker test fails',
      conditions: [{ event: 'speakertest.result', fields: { status: 'Failed' }, invert: false }],
      trigger: true,
      action: { id: 'notify.email', args: mail, hold },
    },
  ];
  const daily = { name: 'Daily at 6pm', kind: 'interval', timeZone: 'Europe/Berlin' };
  const calendar = 'DTSTART:20260101T180000\nDTEND:20260101T180100\nRRULE:FREQ=DAILY';
  await send('POST', '/api/schedules', { ...daily, calendar });
  const holidays = [{ date: '2026-12-25', name: 'Christmas', yearly: true }];
  await send('PUT', '/api/schedules/holidays', { holidays });
  for (const rule of rules) await send('POST', '/api/rules', rule);
  await send('PATCH', '/api/virtual-inputs/3', { active: true });
}

/** Has the account of peer-to-peer calls know the key 1 by this description. */
export async function knowsDtmf(stentor: Stentor, description: string): Promise<void> {
  const body = JSON.stringify({ dtmfSequences: [{ sequence: '1', description }] });
  const answer = await stentor.fetch('/api/sip/accounts/peer-to-peer', { method: 'PATCH', body });
  assert.ok(answer.ok, await answer.text());
}
