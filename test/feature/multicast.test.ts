import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { after, before, beforeEach, describe, it } from 'mocha';
import { WebSocket } from 'ws';
import type { AudioHealth, Multicast, MulticastStatus, TalkTold } from '../../src/api/contract.ts';
import { SrtpSender } from '../../src/engine/rtp/srtp/srtp-sender.ts';
import { sounds } from '../support/card-sound.ts';
import { wav } from '../support/signals.ts';
import { type Sent, stream, tone } from '../support/rtp-rig.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const LOOPBACK = '127.0.0.1';
const HZ = 800;
const KEY = '00112233445566778899aabbccddeeff'.repeat(2).slice(0, 60);

/** How ffmpeg is told to speak each codec. */
const CODECS = {
  PCMU: '-ar 8000 -c:a pcm_mulaw',
  PCMA: '-ar 8000 -c:a pcm_alaw',
  G722: '-ar 16000 -c:a g722',
  L16: '-ar 48000 -c:a pcm_s16be',
  opus: '-ar 48000 -c:a libopus -b:a 64k',
} as const;

/** Share of the sound's power that is a tone of HZ, 0..1, in pieces of 10 ms: a seam harms one of them. */
function purity(sound: Int16Array): number {
  const piece = 480;
  const shares: number[] = [];
  for (let at = 0; at + piece <= sound.length; at += piece) {
    let [power, real, imaginary] = [0, 0, 0];
    for (let i = 0; i < piece; i++) {
      const sample = sound[at + i]!;
      power += sample * sample;
      real += sample * Math.cos((2 * Math.PI * HZ * i) / 48_000);
      imaginary += sample * Math.sin((2 * Math.PI * HZ * i) / 48_000);
    }
    shares.push(power === 0 ? 0 : (2 * (real * real + imaginary * imaginary)) / piece / power);
  }
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

describe('sound by RTP', function () {
  this.timeout(60_000);
  // Packets keep real time, which a machine that stands still for a moment does not: then the network is not what was sent.
  this.retries(2);
  let stentor: Stentor;
  let sender: Socket;
  const senders = new Set<ChildProcess>();

  before(async () => {
    // The senders keep real time, so the card must, too.
    stentor = await startStentor({ lockstep: false });
    await stentor.setUp();
    await stentor.keepGains();
    sender = createSocket('udp4');
    await new Promise<void>(resolve => sender.bind(0, LOOPBACK, resolve));
    sender.setMulticastInterface(LOOPBACK);
    sender.setMulticastTTL(0);
  });

  after(async () => {
    sender.close();
    await stentor.stop();
  });

  beforeEach(async () => {
    for (const child of senders) child.kill('SIGKILL');
    senders.clear();
    for (const { id } of (await listed()).sources) {
      await stentor.fetch(`/api/multicast/${id}`, { method: 'DELETE' });
    }
    await eventually('it is silent', () => !sounds(stentor.card));
  });

  const listed = async () => (await (await stentor.fetch('/api/multicast')).json()) as Multicast;

  const statusOf = async (id: string): Promise<MulticastStatus | undefined> =>
    (await listed()).statuses.find(each => each.id === id);

  const stateOf = async (id: string) => (await statusOf(id))?.state;

  async function add(fields: object): Promise<string> {
    const body = JSON.stringify({ name: 'Test', address: '239.78.0.1', port: 47_200, latency: 'Normal', ...fields });
    const answer = await stentor.fetch('/api/multicast', { method: 'POST', body });
    const text = await answer.text();
    assert.equal(answer.status, 201, text);
    return (JSON.parse(text) as { id: string }).id;
  }

  function ffmpeg(codec: keyof typeof CODECS, address: string, port: number): void {
    const command = `-v error -re -f lavfi -i sine=${HZ}:r=48000 -t 30 -ac 1 ${CODECS[codec]} -f rtp`;
    const url = `rtp://${address}:${port}?localaddr=${LOOPBACK}&ttl=0&pkt_size=1372`;
    senders.add(spawn('ffmpeg', [...command.split(' '), url], { stdio: 'ignore' }));
  }

  /** Sends what `prepared` says, at its times; resolves at the end. */
  async function send(prepared: readonly Sent[], address = '239.78.0.1', port = 47_200): Promise<void> {
    const begin = performance.now();
    for (const { at, datagram } of [...prepared].sort((a, b) => a.at - b.at)) {
      const wait = begin + at - performance.now();
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
      sender.send(datagram, port, address);
    }
  }

  /** Share of what was last heard that is the tone. */
  const toneIn = (seconds: number) => purity(stentor.card.lastSpeaker(seconds));
  const isTone = (seconds: number) => assert.ok(toneIn(seconds) > 0.8, `${toneIn(seconds)} of the sound is the tone`);

  for (const codec of Object.keys(CODECS) as (keyof typeof CODECS)[]) {
    it(`plays what ffmpeg sends to a group as ${codec}`, async () => {
      const id = await add({ codec });
      ffmpeg(codec, '239.78.0.1', 47_200);
      await eventually('it plays', async () => (await stateOf(id)) === 'playing' && sounds(stentor.card));
      await new Promise(resolve => setTimeout(resolve, 1500));
      isTone(1);
      const { received = 0, lost, from = '' } = (await statusOf(id)) ?? {};
      assert.ok(received > 20);
      assert.equal(lost, 0);
      assert.match(from, /^127\.0\.0\.1:\d+$/);
    });
  }

  it('plays what is sent to its own address, encrypted', async () => {
    const id = await add({ address: '0.0.0.0', port: 47_210, codec: 'L16', srtpKey: KEY });
    const srtp = new SrtpSender('AES_CM_128_HMAC_SHA1_80', Buffer.from(KEY, 'hex'));
    const packets = stream({ packets: 150, sound: tone(HZ) });
    await send(
      packets.map(each => ({ ...each, datagram: srtp.protect(each.datagram) })),
      LOOPBACK,
      47_210,
    );
    isTone(1);
    assert.equal((await statusOf(id))?.unauthentic, 0);
  });

  it('covers up loss, puts in order, drops doubles, and counts them', async () => {
    const id = await add({ codec: 'L16', latency: 'Normal' });
    const packets = stream({ packets: 300, sound: tone(HZ) });
    const mangled = packets
      .filter((_, n) => n % 20 !== 7)
      .map((each, n) => ({ ...each, at: each.at + (n % 5 === 2 ? 30 : 0) }))
      .flatMap((each, n) => (n % 10 === 0 ? [each, each] : [each]));
    await send(mangled);
    const status = await statusOf(id);
    isTone(2);
    assert.ok(status !== undefined && status.lost >= 14 && status.lost <= 16, JSON.stringify(status));
    assert.ok(status.duplicated >= 28 && status.reordered >= 50);
    assert.ok(status.concealedMs >= 250, String(status.concealedMs));
  });

  it('lets the more important source be heard, tells so, and goes back', async () => {
    const music = await add({ name: 'Music', codec: 'L16', priority: 1 });
    const page = await add({ name: 'Page', codec: 'L16', priority: 13, address: '239.78.0.2' });
    const playing = send(stream({ packets: 300, sound: tone(HZ) }));
    await eventually('music plays', async () => (await stateOf(music)) === 'playing');
    await send(stream({ packets: 100, sound: tone(2000) }), '239.78.0.2');
    assert.equal(await stateOf(page), 'playing');
    assert.equal(await stateOf(music), 'silenced');
    assert.ok(toneIn(0.5) < 0.2, String(toneIn(0.5)));
    await eventually('music plays again', async () => (await stateOf(music)) === 'playing');
    await playing;
    isTone(1);
    await eventually('all is over', async () => (await stateOf(music)) === 'idle');
    const events = (await (await stentor.fetch('/api/events')).json()) as { id: string; data: Told }[];
    const told = events.filter(({ id }) => id === 'multicast.source-state').map(({ data }) => data);
    assert.deepEqual(
      told.slice(-6).map(({ name, state }) => `${name} ${state}`),
      ['Music playing', 'Music silenced', 'Page playing', 'Music playing', 'Page idle', 'Music idle'],
    );
  });

  it('sends a clip to a group, encrypted, and hears it there', async () => {
    const id = await add({ codec: 'opus', address: '239.78.0.3', srtpKey: KEY });
    const clip = Int16Array.from({ length: 48_000 * 3 }, (_, n) => tone(HZ)(n));
    await stentor.upload('Tone.wav', wav(clip));
    const act = (name: string, body: object) =>
      stentor.fetch(`/api/actions/${name}`, { method: 'POST', body: JSON.stringify(body) });
    const target = { address: '239.78.0.3', port: 47_200, codec: 'opus', interface: LOOPBACK, ttl: 0, srtpKey: KEY };
    const wrong = await act('multicast.send-clip', { ...target, location: 'Tone.wav', address: 'nowhere' });
    assert.equal(wrong.status, 400, await wrong.text());
    const answer = await act('multicast.send-clip', { ...target, location: 'Tone.wav' });
    assert.ok(answer.ok, await answer.text());
    await eventually('it plays', async () => (await stateOf(id)) === 'playing' && sounds(stentor.card));
    await new Promise(resolve => setTimeout(resolve, 1200));
    isTone(0.7);
    await eventually('it is over', async () => (await stateOf(id)) === 'idle');
    const { received = 0, lost, unauthentic } = (await statusOf(id)) ?? {};
    assert.ok(received >= 149 && received <= 153, `${received} packets`);
    assert.deepEqual({ lost, unauthentic }, { lost: 0, unauthentic: 0 });
  });

  it('sends what somebody says through a page, and the microphone while it is on, to the group that is set', async () => {
    const id = await add({ codec: 'G722', address: '239.78.0.4', port: 47_230 });
    const group = (changes: Readonly<Record<string, unknown>>) =>
      stentor.fetch('/api/settings', {
        method: 'PATCH',
        body: JSON.stringify(
          Object.fromEntries(
            Object.entries(changes).map(([name, value]) => [`Stentor.Multicast.Group.${name}`, value]),
          ),
        ),
      });
    const sentNow = async () => ((await (await stentor.fetch('/api/audio')).json()) as AudioHealth).sent;
    const refused = await talk(stentor, 'group');
    assert.match(refused, /no group to talk to/);
    const wrong = await group({ Address: '300.1.1.1' });
    assert.equal(wrong.status, 400, await wrong.text());
    const answer = await group({ Address: '239.78.0.4', Port: 47_230, TTL: 0, Interface: LOOPBACK });
    assert.ok(answer.ok, await answer.text());
    const said = talk(stentor, 'group', 100);
    await eventually('it plays', async () => (await stateOf(id)) === 'playing' && sounds(stentor.card));
    assert.deepEqual(
      (await sentNow()).map(({ name, to }) => `${name} ${to}`),
      ['Talk from root 239.78.0.4:47230'],
    );
    await new Promise(resolve => setTimeout(resolve, 800));
    isTone(0.5);
    assert.equal(await said, 'heard');
    await eventually('it is over', async () => (await stateOf(id)) === 'idle');
    assert.deepEqual(await sentNow(), []);

    const before = (await statusOf(id))?.received ?? 0;
    await group({ Microphone: true });
    const received = async () => ((await statusOf(id))?.received ?? 0) - before;
    await eventually('the microphone is sent', async () => (await received()) > 50);
    assert.equal((await sentNow())[0]?.name, 'Microphone');
    await group({ Microphone: false });
    await eventually('it is sent no more', async () => (await sentNow()).length === 0);
    await eventually('and comes no more', async () => (await stateOf(id)) === 'idle');
  });

  it('goes on through floods, junk and thieves', async () => {
    const id = await add({ codec: 'L16' });
    const bad = Array.from({ length: 2000 }, (_, ssrc) =>
      ssrc % 3 === 0 ? Buffer.alloc(60_000, 0x80) : stream({ packets: 1, ssrc, sound: () => 30_000 })[0]!.datagram,
    );
    const good = send(stream({ packets: 200, sound: tone(HZ) }));
    const thief = createSocket('udp4');
    await new Promise<void>(resolve => thief.bind(0, LOOPBACK, resolve));
    thief.setMulticastInterface(LOOPBACK);
    thief.setMulticastTTL(0);
    await eventually('it plays', async () => (await stateOf(id)) === 'playing');
    for (const [n, datagram] of bad.entries()) {
      thief.send(datagram, 47_200, '239.78.0.1');
      if (n % 10 === 0) await new Promise(resolve => setTimeout(resolve, 10));
    }
    await good;
    thief.close();
    const status = await statusOf(id);
    isTone(1);
    assert.ok(status !== undefined && status.strangers + status.flooded > 800);
    assert.ok(status.malformed > 100);
  });

  it('is set over VAPIX as well, and goes on after the audio process died', async () => {
    const body = JSON.stringify({ data: { label: 'Hall', ipAddress: '239.78.0.9', port: 47_220, profile: 'Low' } });
    const path = '/config/rest/audio-multicast-ctrl/v1beta/sources';
    assert.equal((await stentor.fetch(path, { method: 'POST', body })).status, 201);
    ffmpeg('PCMU', '239.78.0.9', 47_220);
    await eventually('it plays', async () => (await stateOf('0')) === 'playing' && sounds(stentor.card));
    const pid = [...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1];
    process.kill(Number(pid), 'SIGKILL');
    await eventually('it is silent', () => !sounds(stentor.card));
    await eventually('it plays again', async () => (await stateOf('0')) === 'playing' && sounds(stentor.card));
  });
});

/** Says a tone, 20 ms of it in each message; resolves with the speaker's last word. */
function talk(stentor: Stentor, to: 'speaker' | 'group', packets = 1): Promise<string> {
  const socket = new WebSocket(`${stentor.https.replace('http', 'ws')}/api/talk?codec=L16&to=${to}`, {
    auth: `root:${PASSWORD}`,
    rejectUnauthorized: false,
  });
  let last = '';
  let said = 0;
  socket.on('message', (text: Buffer) => {
    const told = JSON.parse(text.toString()) as TalkTold;
    last = told.type === 'refused' ? told.message : told.type;
    if (told.type !== 'talk') return;
    const timer = setInterval(() => {
      const packet = Buffer.alloc(1920);
      for (let i = 0; i < 960; i++) packet.writeInt16BE(tone(HZ)(said * 960 + i), 2 * i);
      socket.send(packet);
      if (++said < packets) return;
      clearInterval(timer);
      socket.send('end');
    }, 20);
  });
  return new Promise((resolve, reject) => {
    socket.once('close', () => resolve(last));
    socket.once('error', reject);
  });
}

interface Told {
  readonly name: string;
  readonly state: string;
}
