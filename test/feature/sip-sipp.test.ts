import { strict as assert } from 'node:assert';
import { after, afterEach, before, describe, it } from 'mocha';
import { decodedByFfmpeg } from '../support/codec-sounds.ts';
import { captureRtp, keysIn, streamOf } from '../support/rtp-capture.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { sipp, SIPP_CODECS, type SippPhone } from '../support/sipp.ts';
import {
  diallingCaller,
  earlyThenAnswered,
  earlyUntilCancelled,
  RINGING_CALLER,
  speakingCallee,
  speakingCaller,
} from '../support/sipp-scenarios.ts';
import { eventually } from '../support/stentor.ts';
import { heardLongEnough, toneFaults } from '../support/steady-tone.ts';
import { type Telephone, telephone } from '../support/telephone-rig.ts';

/** Of who talks near the speaker's microphone, Hz. */
const TALK_HZ = 1000;
/** The speaker takes ports from its first one on. */
const PORTS = 64;

/** Tones that are multiples of 100 Hz do not disturb each other. */
const PHONES = [
  { codec: 'PCMU', hz: 400, transport: 'udp', demuxer: ['-f', 'mulaw', '-ar', '8000', '-ac', '1'] },
  { codec: 'PCMA', hz: 500, transport: 'tcp', demuxer: ['-f', 'alaw', '-ar', '8000', '-ac', '1'] },
  { codec: 'G722', hz: 600, transport: 'tls', demuxer: ['-f', 'g722'] },
] as const;

const EARLY = { codec: 'PCMA', hz: 500, endless: true, transport: 'udp' } as const;

describe('sipp', function () {
  this.timeout(60_000);
  // Packets keep real time, which a machine that stands still for a moment does not.
  this.retries(2);
  let speaker: Telephone;
  const phones: SippPhone[] = [];

  before(async function () {
    skipFor(this, missingPrograms('sipp', 'tcpdump', 'ffmpeg'));
    speaker = await telephone();
    speaker.stentor.card.talk = { hz: TALK_HZ, gain: 0.2 };
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', {
      dtmfSequences: [
        { sequence: '12', description: 'In the sound' },
        { sequence: '34', description: 'As a relay' },
        { sequence: '5', description: 'As it is' },
      ],
    });
  });
  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.stop();
    for (const { id, state } of await speaker.calls())
      if (state !== 'Terminated') await speaker.ask('POST', `/api/sip/calls/${id}/end`, {}).catch(() => undefined);
    await speaker.idle();
  });
  after(async () => {
    await (speaker as Telephone | undefined)?.stop();
  });

  async function phone(options: Parameters<typeof sipp>[0]): Promise<SippPhone> {
    const made = await sipp(options);
    phones.push(made);
    return made;
  }

  const portOf = (transport: 'udp' | 'tcp' | 'tls') => (transport === 'tls' ? speaker.tlsPort : speaker.port);
  const capture = () => captureRtp(speaker.rtpPort, speaker.rtpPort + PORTS);
  const isOurs = (port: number) => port >= speaker.rtpPort && port <= speaker.rtpPort + PORTS;

  /** Lets all calls sound at once, and hangs up. @returns what is wrong with any */
  async function faults(): Promise<string[]> {
    const ear = speaker.listen();
    const packets = await capture();
    await ear.until(PHONES.map(({ hz }) => hz));
    const captured = await packets.stop();
    const active = (await speaker.calls()).filter(({ state }) => state === 'Active');
    for (const { id } of active) await speaker.ask('POST', `/api/sip/calls/${id}/end`, {});
    for (const each of phones) assert.equal(await each.ended, 0, each.output());
    const played = { sound: ear.stop(), rate: 48_000 };
    const atCard = PHONES.map(({ codec, hz }) => ({ where: `${codec} at the card`, hz, ...played }));
    const sent = PHONES.map(({ codec, demuxer }) => {
      const { payloadType, rate } = SIPP_CODECS[codec];
      const ofIt = captured.filter(({ toPort, packet }) => !isOurs(toPort) && packet.payloadType === payloadType);
      const { bytes, missing } = streamOf(ofIt.map(({ packet }) => packet));
      return { codec, missing, rate, sound: decodedByFfmpeg(bytes, demuxer, rate) };
    });
    const atPhones = sent.map(({ codec, ...heard }) => ({
      ...{ where: `${codec} on the way to sipp`, hz: TALK_HZ, endless: true, ...heard },
    }));
    const lost = sent.filter(({ missing }) => missing > 0);
    return [
      ...toneFaults([...atCard, ...atPhones]),
      ...lost.map(({ codec, missing }) => `${codec}: ${missing} packets are missing`),
    ];
  }

  it('calls over UDP, TCP and TLS, is heard and hears', async () => {
    for (const [n, { codec, hz, transport }] of PHONES.entries()) {
      const made = await phone({ scenario: speakingCaller, codec, hz, transport, calls: portOf(transport) });
      // A second call is not answered by itself.
      if (n > 0) await speaker.answer(made.name);
      else await speaker.callIs('Active', made.name);
    }
    assert.deepEqual(await faults(), []);
  });

  it('is called over UDP, TCP and TLS, is heard and hears', async () => {
    for (const { codec, hz, transport } of PHONES) {
      const { uri } = await phone({ scenario: speakingCallee, codec, hz, transport });
      await speaker.ask('POST', '/api/sip/calls', { to: uri });
    }
    for (const each of phones) await speaker.callIs('Active', each.name);
    assert.deepEqual(await faults(), []);
  });

  const told = async (description: string) =>
    JSON.stringify(await speaker.ask('GET', '/api/events')).includes(description);

  it('dials keys in the sound and in messages of both kinds, and hears those of the speaker', async () => {
    const keys = { rtp: '12', relay: '34', plain: '5' };
    const packets = await capture();
    const made = await phone({
      ...{ codec: 'PCMA', hz: 500, transport: 'udp', calls: speaker.port },
      scenario: sound => diallingCaller(sound, keys),
    });
    const { id } = await speaker.callIs('Active', made.name);
    for (const description of ['In the sound', 'As a relay', 'As it is'])
      await eventually(`the keys are told: ${description}`, () => told(description));
    await speaker.ask('POST', `/api/sip/calls/${id}/dtmf`, { tones: '07#' });
    await new Promise(resolve => setTimeout(resolve, 1500));
    const sent = (await packets.stop()).filter(({ toPort }) => !isOurs(toPort)).map(({ packet }) => packet);
    assert.equal(keysIn(sent, 101), '07#');
    await speaker.ask('POST', `/api/sip/calls/${id}/end`, {});
    assert.equal(await made.ended, 0, made.output());
  });

  it('is heard before it answers, and is not where the caller gives up', async () => {
    const made = await phone({ ...EARLY, scenario: earlyUntilCancelled });
    const ear = speaker.listen();
    await speaker.ask('POST', '/api/sip/calls', { to: made.uri });
    await ear.until([500]);
    const { id } = await speaker.callIs('Calling', made.name);
    assert.ok(heardLongEnough(ear.stop(), 48_000, 500));
    await speaker.ask('POST', `/api/sip/calls/${id}/end`, {});
    assert.equal(await made.ended, 0, made.output());
  });

  it('goes on without a seam when it answers', async () => {
    const made = await phone({ ...EARLY, scenario: earlyThenAnswered });
    const ear = speaker.listen();
    await speaker.ask('POST', '/api/sip/calls', { to: made.uri });
    await speaker.callIs('Active', made.name);
    await ear.until([500]);
    assert.deepEqual(toneFaults([{ where: 'PCMA at the card', sound: ear.stop(), rate: 48_000, hz: 500 }]), []);
  });

  it('hears that it rings by 180 alone, and may give up', async () => {
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', { autoAnswer: false });
    const made = await phone({
      ...{ codec: 'PCMU', hz: 400, transport: 'udp', calls: speaker.port },
      scenario: () => RINGING_CALLER,
    });
    assert.equal(await made.ended, 0, made.output());
    await speaker.callIs('Terminated', made.name);
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', { autoAnswer: true });
  });
});
