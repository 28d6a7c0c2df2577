import { strict as assert } from 'node:assert';
import { after, afterEach, before, describe, it } from 'mocha';
import { type Baresip, baresip, tells } from '../support/baresip.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { freePort } from '../support/sip-rig.ts';
import { eventually } from '../support/stentor.ts';
import { toneFaults } from '../support/steady-tone.ts';
import { type Telephone, telephone } from '../support/telephone-rig.ts';

/** Of who talks near the speaker's microphone, Hz. */
const TALK_HZ = 1000;

/**
 * Tones that are multiples of 100 Hz do not disturb each other. L16's are sharp: baresip cuts 3 1/3 ms into whole samples and
 * leaves the rest out. Its G.726 is missing: it packs the code words the other way round than RFC 3551, 4.5.4 says.
 */
const CODECS = [
  { codec: 'PCMU/8000/1', named: 'PCMU/8000', hz: 400, sharp: 1, transport: 'udp' },
  { codec: 'PCMA/8000/1', named: 'PCMA/8000', hz: 500, sharp: 1, transport: 'tcp' },
  { codec: 'G722/16000/1', named: 'G722/8000', hz: 600, sharp: 1, transport: 'tls' },
  { codec: 'opus/48000/1', named: 'opus/48000/2', hz: 700, sharp: 1, transport: 'udp' },
  { codec: 'L16/16000/1', named: 'L16/16000', hz: 800, sharp: 160 / 3 / 53, transport: 'tcp' },
  { codec: 'L16/8000/1', named: 'L16/8000', hz: 1100, sharp: 80 / 3 / 26, transport: 'tls' },
] as const;

describe('baresip', function () {
  this.timeout(60_000);
  // Packets keep real time, which a machine that stands still for a moment does not.
  this.retries(2);
  let speaker: Telephone;
  const peers: Baresip[] = [];

  before(async function () {
    skipFor(this, missingPrograms('baresip'));
    speaker = await telephone();
    speaker.stentor.card.talk = { hz: TALK_HZ, gain: 0.2 };
    const started = CODECS.map(async ({ codec, hz, transport }) =>
      baresip({ port: await freePort(), codec, hz, transport }),
    );
    peers.push(...(await Promise.all(started)));
  });
  afterEach(async () => {
    for (const peer of peers) {
      peer.run('hangup');
      peer.events.splice(0);
    }
    await speaker.idle();
  });
  after(async () => {
    await Promise.all(peers.map(peer => peer.stop()));
    await speaker.stop();
  });

  /** Lets all calls sound at once, and ends them. @returns what is wrong with any */
  async function faults(): Promise<string[]> {
    await Promise.all(peers.map(peer => tells(peer, 'CALL_RTPESTAB')));
    const ear = speaker.listen();
    await ear.until(CODECS.map(({ hz }) => hz));
    const named = (await speaker.calls()).map(({ statistics }) => statistics?.codec);
    for (const peer of peers) peer.run('hangup');
    await eventually('all are over', () => peers.every(peer => peer.events.some(({ type }) => type === 'CALL_CLOSED')));
    const played = { sound: ear.stop(), rate: 48_000 };
    const atCard = CODECS.map(({ codec, hz, sharp }) => ({ where: `${codec} at the card`, hz, sharp, ...played }));
    const atPeers = CODECS.map(async ({ codec }, n) => {
      const heard = (await peers[n]!.heard()).at(-1) ?? { sound: new Int16Array(), rate: 8000 };
      return { where: `${codec} at baresip`, hz: TALK_HZ, endless: true, ...heard };
    });
    const unnamed = CODECS.filter(({ named: name }) => !named.includes(name));
    return [
      ...toneFaults([...atCard, ...(await Promise.all(atPeers))]),
      ...unnamed.map(({ codec }) => `${codec}: the speaker tells of ${named.join(', ')}`),
    ];
  }

  it('calls over UDP, TCP and TLS, and is heard and hears with every codec that it has', async () => {
    for (const [n, { transport }] of CODECS.entries()) {
      const peer = peers[n]!;
      peer.run('dial', speaker.uri(transport));
      // A second call is not answered by itself.
      if (n > 0) await speaker.answer(peer.name);
      else await speaker.callIs('Active', peer.name);
    }
    assert.deepEqual(await faults(), []);
  });

  it('is called over UDP, TCP and TLS, and is heard and hears with every codec that it has', async () => {
    for (const peer of peers) await speaker.ask('POST', '/api/sip/calls', { to: peer.uri });
    for (const peer of peers) await speaker.callIs('Active', peer.uri);
    assert.deepEqual(await faults(), []);
  });

  it('dials keys in the sound, and hears those of the speaker in the sound and in messages', async () => {
    const [peer] = peers;
    assert.ok(peer !== undefined);
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', {
      dtmfSequences: [{ sequence: '12#', description: 'Open the gate' }],
    });
    peer.run('dial', speaker.uri());
    const { id } = await speaker.callIs('Active', peer.name);
    await tells(peer, 'CALL_RTPESTAB');
    for (const key of '12#') {
      peer.run('sndcode', key);
      await new Promise(resolve => setTimeout(resolve, 250));
    }
    await eventually('the sequence is told', async () =>
      JSON.stringify(await speaker.ask('GET', '/api/events')).includes('Open the gate'),
    );

    const keys = () =>
      peer.events
        .filter(({ type }) => type === 'CALL_DTMF_START')
        .map(({ param }) => param)
        .join('');
    await speaker.ask('POST', `/api/sip/calls/${id}/dtmf`, { tones: '35*' });
    await eventually('the keys came in the sound', () => keys() === '35*');
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', { dtmfByRtp: false });
    await speaker.ask('POST', `/api/sip/calls/${id}/dtmf`, { tones: '8' });
    await eventually('the key came in a message', () => keys() === '35*8');
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', { dtmfByRtp: true });
  });
});
