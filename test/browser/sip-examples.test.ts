import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import type { SipDialog, SipState, TracedEvent } from '../../src/api/contract.ts';
import type { VirtualCard } from '../../src/board/virtual/card.ts';
import { type BaresipPhone, startBaresipPhone } from '../support/baresip-phone.ts';
import { choose, openStentor } from '../support/browser.ts';
import { cardSound } from '../support/card-sound.ts';
import { ruleWalk } from '../support/rule-walk.ts';
import { beep, wav } from '../support/signals.ts';
import { missingPrograms } from '../support/sip-peers.ts';
import { freePort } from '../support/sip-rig.ts';
import { eventually, type Stentor } from '../support/stentor.ts';
import { toneIn } from '../support/tone.ts';

const HZ = 1000;
const CLIP_MS = 1500;
/** Of the clip alone are samples above this; the caller is softer. */
const CLIP_PEAK = 10_000;
/** The caller says a tone for so long, and then nothing, again and again: frames at 8 kHz. */
const SAYS = 6400;
const PERIOD = 20_000;
/** The room answers with what was said so long ago: later than any echo that is cancelled, within the caller's silence. */
const ANSWERS_AFTER = 57_600;

/** Whether the tone is somewhere in what a card has played during the last seconds. */
function hasTone(card: VirtualCard): boolean {
  const sound = card.lastSpeaker(3);
  const piece = 4800;
  return Array.from({ length: Math.floor(sound.length / piece) }, (_, n) =>
    toneIn(sound.subarray(n * piece, (n + 1) * piece), HZ, 48_000),
  ).some(({ db, amplitude }) => db > 15 && amplitude > 0.02);
}

/**
 * "Stop audio with DTMF" and "Set up audio for incoming SIP calls", by the labels of the manual, with baresip as the one
 * who calls. What the manual saves with a button is saved at once here.
 */
describe('the examples of the manual with calls', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let page: Page;
  let close: () => Promise<void>;
  let phone: BaresipPhone;
  let port: number;

  before(async function () {
    const missing = missingPrograms('baresip');
    assert.equal(missing, undefined);
    ({ stentor, page, close } = await openStentor('/status'));
    port = await freePort();
    const ports = {
      'Stentor.SIP.Port': port,
      'Stentor.SIP.TLSPort': await freePort(),
      'Stentor.SIP.RTPStartPort': 25_000,
    };
    assert.ok((await stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(ports) })).ok);
    await stentor.keepGains();
    await stentor.upload('Doorbell.wav', wav(beep(CLIP_MS)));
    const says = Int16Array.from({ length: 8000 * 60 }, (_, i) =>
      i % PERIOD < SAYS ? Math.round(8000 * Math.sin((2 * Math.PI * HZ * i) / 8000)) : 0,
    );
    phone = await startBaresipPhone({ says });
  });
  after(async () => {
    await phone.stop();
    await close();
  });

  const menu = (name: string) =>
    page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name, exact: true }).click();
  const tab = (name: string) =>
    page.getByRole('navigation', { name: 'SIP', exact: true }).getByRole('link', { name, exact: true }).click();
  const dialog = () => page.getByRole('dialog');
  const turnOn = async (name: string) => {
    await page.getByRole('switch', { name }).check();
    await page.getByText('✓ Saved').first().waitFor();
  };
  const ask = async <T>(path: string) => (await (await stentor.fetch(path)).json()) as T;
  const calls = async () => (await ask<SipState>('/api/sip')).calls;
  const playing = async () => (await ask<{ playing: readonly unknown[] }>('/api/audio')).playing.length;
  const told = (type: string) => phone.events.some(event => event.type === type);
  const dial = () => phone.command('dial', `sip:speaker@127.0.0.1:${port}`);
  const hangUp = async () => {
    phone.command('hangup');
    await eventually('the call is over', async () => (await calls()).every(({ state }) => state === 'Terminated'));
    phone.forget();
  };

  it('set up audio for incoming SIP calls', async () => {
    await menu('SIP');
    await tab('SIP settings');
    await turnOn('Enable SIP');
    await turnOn('Allow incoming calls');
    await tab('SIP accounts');
    await choose(page, 'More for Peer to peer', 'Edit');
    await dialog().getByLabel('Answer automatically').uncheck();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('The account Peer to peer was changed.').waitFor();

    await menu('Events');
    const rule = ruleWalk(page);
    await rule.begin('Ring');
    await rule.pick('Condition 1', 'Condition', 'State');
    await rule.pick('Condition 1', 'State', 'Ringing');
    await rule.pick('Action', 'Action', 'Play audio clip');
    await rule.pick('Action', 'Audio clip', 'Doorbell');
    await rule.part('Action').getByLabel('Repeat', { exact: true }).fill('0');
    await rule.save('Ring');

    await rule.begin('Answer');
    await rule.pick('Condition 1', 'Condition', 'Audio clip playing');
    await rule.part('Condition 1').getByLabel('Use this condition as a trigger').check();
    await rule.part('Condition 1').getByLabel('Invert this condition').check();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await rule.pick('Condition 2', 'Condition', 'State');
    await rule.pick('Condition 2', 'State', 'Ringing');
    await rule.pick('Action', 'Action', 'Answer call');
    await rule.save('Answer');
  });

  it('plays the clip while it rings, answers when it has ended, and both hear each other', async () => {
    stentor.card.setRoom({ taps: [{ delay: ANSWERS_AFTER, gain: 1 }], noiseRms: 0 });
    const from = stentor.card.deviceTime();
    dial();
    await eventually('it rings', () => told('CALL_RINGING'));
    await eventually('the clip plays', async () => (await playing()) > 0);
    await eventually('it is answered', () => told('CALL_ESTABLISHED'));
    const until = stentor.card.deviceTime();
    // Not before the last sample: the card has played all of the clip when the caller knows that it is answered.
    const { frames, peak } = cardSound(stentor.card, from);
    assert.ok(frames >= CLIP_MS * 48, `${frames} frames of the clip, ${until - from} after the call`);
    assert.ok(peak > CLIP_PEAK);

    const trace = await ask<TracedEvent[]>('/api/rules/trace');
    const ended = trace.find(({ looks }) =>
      looks.some(({ name, verdict }) => name === 'Answer' && verdict === 'fired'),
    );
    assert.equal(ended?.event, 'audio.clip-playing');
    const { messages } = (await ask<SipDialog[]>('/api/sip/dialogs'))[0]!;
    const answer = messages.find(({ title }) => title.startsWith('200'))!;
    assert.ok(new Date(answer.at) >= new Date(ended.at), `answered at ${answer.at}, ended at ${ended.at}`);

    await eventually('the speaker says what the caller says', () => hasTone(stentor.card));
    await eventually('the caller hears the room', () => hasTone(phone.card));
    await hangUp();
  });

  it('stop audio with DTMF', async () => {
    await menu('SIP');
    await tab('SIP settings');
    assert.ok(await page.getByRole('switch', { name: 'Enable SIP' }).isChecked());
    await tab('SIP accounts');
    await choose(page, 'More for Peer to peer', 'Edit');
    await dialog().getByRole('button', { name: 'DTMF sequence' }).click();
    await dialog().getByLabel('Sequence', { exact: true }).fill('1');
    await dialog().getByLabel('Description', { exact: true }).fill('stop audio');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('The account Peer to peer was changed.').last().waitFor();

    await menu('Events');
    const rule = ruleWalk(page);
    await rule.begin('DTMF stop audio');
    await rule.pick('Condition 1', 'Condition', 'DTMF');
    await rule.pick('Condition 1', 'DTMF Event ID', 'stop audio');
    await rule.pick('Action', 'Action', 'Stop playing audio clip');
    await rule.save('DTMF stop audio');
    await rule.openTab('Rules');
    await page.getByText('DTMF: stop audio').waitFor();
  });

  it('stops the clip when the caller presses the digit 1, and nothing else', async () => {
    const [account] = (await ask<SipState>('/api/sip')).accounts;
    const dtmfSequences = [...account!.dtmfSequences, { sequence: '2', description: 'something else' }];
    const path = `/api/sip/accounts/${account!.id}`;
    assert.ok((await stentor.fetch(path, { method: 'PATCH', body: JSON.stringify({ dtmfSequences }) })).ok);
    const dialled = async () =>
      (await ask<TracedEvent[]>('/api/rules/trace'))
        .filter(({ event }) => event === 'call.dtmf')
        .map(({ data }) => data['event']);
    dial();
    await eventually('it is answered', () => told('CALL_ESTABLISHED'));
    await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
    await eventually('the clip is there', async () => (await playing()) > 0);
    phone.command('sndcode', '2');
    await eventually('the digit 2 came', async () => (await dialled()).length > 0);
    assert.equal(await playing(), 1);
    phone.command('sndcode', '1');
    await eventually('the digit 1 came', async () => (await dialled()).length > 1);
    await eventually('no clip plays', async () => (await playing()) === 0);
    assert.deepEqual(await dialled(), ['something else', 'stop audio']);
    // What waited for the end of the call would be heard again now.
    await hangUp();
    // The end of what the caller said is still under way to the card.
    const over = stentor.card.deviceTime();
    await eventually('half a second passes', () => stentor.card.deviceTime() > over + 24_000);
    const from = stentor.card.deviceTime();
    await eventually('a second passes', () => stentor.card.deviceTime() > from + 48_000);
    assert.ok(cardSound(stentor.card, from).peak < CLIP_PEAK, 'the clip, which is louder than the caller');
  });
});
