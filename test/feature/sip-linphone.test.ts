import { strict as assert } from 'node:assert';
import { after, afterEach, before, describe, it } from 'mocha';
import { type Linphone, linphone } from '../support/linphone.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { freePort } from '../support/sip-rig.ts';
import { toneFaults } from '../support/steady-tone.ts';
import { eventually } from '../support/stentor.ts';
import { type Telephone, telephone } from '../support/telephone-rig.ts';

/** Of who talks near the speaker's microphone, Hz. */
const TALK_HZ = 1000;

/**
 * Tones that are multiples of 100 Hz do not disturb each other. Its G.726 is missing: it packs the code words the other way
 * round than RFC 3551, 4.5.4 says.
 */
const PHONES = [
  { codec: 'opus/48000', named: 'opus/48000/2', hz: 400, transport: 'udp', encryption: 'none' },
  { codec: 'PCMU/8000', named: 'PCMU/8000', hz: 500, transport: 'tcp', encryption: 'none' },
  { codec: 'G722/8000', named: 'G722/8000', hz: 600, transport: 'tls', encryption: 'srtp' },
  { codec: 'PCMA/8000', named: 'PCMA/8000', hz: 700, transport: 'udp', encryption: 'srtp' },
] as const;

describe('linphonec', function () {
  this.timeout(60_000);
  // Packets keep real time, which a machine that stands still for a moment does not.
  this.retries(2);
  let speaker: Telephone;
  const phones: Linphone[] = [];

  before(async function () {
    skipFor(this, missingPrograms('linphonec'));
    speaker = await telephone();
    speaker.stentor.card.talk = { hz: TALK_HZ, gain: 0.2 };
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', {
      mediaEncryption: 'best-effort',
      dtmfSequences: [{ sequence: '45*', description: 'Lights off' }],
    });
    const started = PHONES.map(async options => linphone({ port: await freePort(), ...options }));
    phones.push(...(await Promise.all(started)));
  });
  afterEach(async () => {
    for (const phone of phones) phone.run('terminate');
    await speaker.idle();
  });
  after(async () => {
    await Promise.all(phones.map(phone => phone.stop()));
    await speaker.stop();
  });

  /** Lets all calls sound at once, and ends them. @returns what is wrong with any */
  async function faults(encrypted: (encryption: 'none' | 'srtp') => string): Promise<string[]> {
    const ear = speaker.listen();
    await ear.until(PHONES.map(({ hz }) => hz));
    const told = (await speaker.calls())
      .filter(({ state }) => state === 'Active')
      .map(({ statistics }) => `${statistics?.codec ?? ''} ${statistics?.encrypted ?? ''}`);
    const expected = PHONES.map(({ named, encryption }) => `${named} ${encrypted(encryption)}`);
    assert.deepEqual(told.sort(), expected.sort());
    await Promise.all(phones.map(phone => phone.hangUp()));
    const played = { sound: ear.stop(), rate: 48_000 };
    const atCard = PHONES.map(({ codec, hz }) => ({ where: `${codec} at the card`, hz, ...played }));
    const atPhones = PHONES.map(async ({ codec }, n) => {
      const heard = await phones[n]!.heard();
      return { where: `${codec} at linphonec`, hz: TALK_HZ, endless: true, ...heard };
    });
    return toneFaults([...atCard, ...(await Promise.all(atPhones))]);
  }

  it('calls over UDP, TCP and TLS, with SRTP and without, is heard and hears with every codec that both have', async () => {
    for (const [n, { transport }] of PHONES.entries()) {
      const phone = phones[n]!;
      phone.call(speaker.uri(transport));
      // A second call is not answered by itself.
      if (n > 0) await speaker.answer(phone.name);
      else await speaker.callIs('Active', phone.name);
    }
    assert.deepEqual(await faults(encryption => (encryption === 'srtp' ? 'sdes' : 'none')), []);
  });

  it('is called over UDP, TCP and TLS, is heard and hears with every codec that both have', async () => {
    for (const phone of phones) await speaker.ask('POST', '/api/sip/calls', { to: phone.uri });
    for (const phone of phones) await speaker.callIs('Active', phone.uri);
    // Keys in an offer of RTP/AVP are a wish; linphonec does not know it.
    assert.deepEqual(await faults(() => 'none'), []);
  });

  it('dials keys in the sound and hears those of the speaker', async () => {
    const phone = phones[1]!;
    phone.call(speaker.uri('tcp'));
    const { id } = await speaker.callIs('Active', phone.name);
    for (const key of '45*') {
      phone.run(key);
      await new Promise(resolve => setTimeout(resolve, 300));
    }
    await eventually('the sequence is told', async () =>
      JSON.stringify(await speaker.ask('GET', '/api/events')).includes('Lights off'),
    );
    const heard = () => [...phone.output().matchAll(/Receiving tone (.)/g)].map(([, key]) => key).join('');
    await speaker.ask('POST', `/api/sip/calls/${id}/dtmf`, { tones: '07#' });
    await eventually('the keys came in the sound', () => heard() === '07#');
    await phone.hangUp();
  });
});
