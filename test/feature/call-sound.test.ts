import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { after, afterEach, before, describe, it } from 'mocha';
import { DtmfDetector, dtmfTones } from '../../src/dsp/dtmf.ts';
import { createDecoder, createEncoder } from '../../src/engine/codecs/index.ts';
import { SrtpReceiver } from '../../src/engine/rtp/srtp/srtp-receiver.ts';
import { SrtpSender } from '../../src/engine/rtp/srtp/srtp-sender.ts';
import { SDP_CODECS } from '../../src/sip/media/call-codecs.ts';
import { CALL_CODECS, type CallCodec, type MediaSession } from '../../src/sip/media/contract.ts';
import { type CallRoom, callRoom, LOOPBACK, portOf, RtpPeer, wish } from '../support/call-rig.ts';
import { purity } from '../support/tone.ts';
import { until } from '../support/until.ts';

const HZ = 800;
const PCMA = 8;

describe('the sound of calls', function () {
  this.timeout(60_000);
  // Packets keep real time, which a machine that stands still for a moment does not.
  this.retries(2);
  let room: CallRoom;
  let peer: RtpPeer;
  let dialled: string;
  let lost: string[];
  const sessions: MediaSession[] = [];
  const timers: NodeJS.Timeout[] = [];
  const children: ChildProcess[] = [];

  before(async () => {
    room = await callRoom();
  });

  after(async () => {
    await room.close();
  });

  afterEach(async () => {
    for (const session of sessions.splice(0)) session.close();
    for (const timer of timers.splice(0)) clearInterval(timer);
    for (const child of children.splice(0)) child.kill('SIGKILL');
    peer.close();
    await until('the voices are gone', () => room.engine.status?.voices.length === 0);
  });

  function open(more: Parameters<typeof wish>[0] = {}): MediaSession {
    dialled = '';
    lost = [];
    const session = room.media.open(wish(more), {
      dtmf: tone => (dialled += tone),
      connected: () => undefined,
      lost: why => lost.push(why),
    });
    sessions.push(session);
    return session;
  }

  const offer = (codec: CallCodec, more: readonly string[] = [], protocol = 'RTP/AVP') => {
    const type = SDP_CODECS[codec].payloadType ?? 98;
    return [
      `m=audio ${peer.port} ${protocol} ${type} 101`,
      `c=IN IP4 ${LOOPBACK}`,
      `a=rtpmap:${type} ${SDP_CODECS[codec].rtpmap}`,
      `a=rtpmap:101 telephone-event/8000`,
      ...more,
      'a=sendrecv',
      '',
    ].join('\r\n');
  };

  /** Sends a tone in real time. */
  function talk(port: number, codec: CallCodec, protect = (packet: Uint8Array) => packet): void {
    const { format, clockRate, payloadType = 98 } = SDP_CODECS[codec];
    const encoder = createEncoder(format);
    const samples = format.sampleRate / 50;
    let [at, due] = [0, performance.now()];
    timers.push(
      setInterval(() => {
        for (; due <= performance.now(); due += 20) {
          const block = Int16Array.from({ length: samples }, (_, i) =>
            Math.round(12_000 * Math.sin((2 * Math.PI * HZ * (at + i)) / format.sampleRate)),
          );
          at += samples;
          peer.send(protect(peer.packet(payloadType, encoder.encode(block))), port);
          peer.timestamp += clockRate / 50;
        }
      }, 5),
    );
  }

  const hears = () =>
    until('the tone is at the card', () => purity(room.card.card.lastSpeaker(0.4), HZ, 48_000) > 0.97);

  for (const codec of CALL_CODECS) {
    it(`plays ${codec} of a caller, and sends it the microphone`, async () => {
      peer = await RtpPeer.open();
      const session = open({ codecs: [codec] });
      const port = portOf(await session.answer(offer(codec)));
      talk(port, codec);
      await hears();
      await until('it sends', () => peer.heard.length > 25);
      const { format, payloadType = 98 } = SDP_CODECS[codec];
      const decoder = createDecoder(format);
      assert.ok(peer.heard.every(packet => packet.payloadType === payloadType));
      assert.equal(decoder.decode(peer.heard.at(-1)!.payload).length, format.sampleRate / 50);
      await until('it is counted', () => session.statistics().packetsReceived > 50);
      const { codec: named, mos = 0, lostShare } = session.statistics();
      assert.equal(named, SDP_CODECS[codec].rtpmap);
      assert.equal(lostShare, 0);
      assert.ok(mos > 4, `MOS ${mos}`);
    });
  }

  it('sends what the microphone hears, and digital silence while it is muted', async () => {
    peer = await RtpPeer.open();
    // In half duplex nothing is taken out of the microphone, which hears the speaker here.
    const session = open({ halfDuplex: true });
    await session.answer(offer('PCMA'));
    const live = room.engine.playLive({
      sourceClass: 'music',
      format: { codec: 'L16', sampleRate: 48_000, channels: 1 },
      gain: 1,
      bufferMs: 50,
    });
    const sound = Buffer.alloc(2 * 48_000 * 20);
    for (let i = 0; i < sound.length / 2; i++) {
      sound.writeInt16BE(Math.round(8000 * Math.sin((2 * Math.PI * HZ * i) / 48_000)), 2 * i);
    }
    let at = 0;
    timers.push(setInterval(() => void live.write(sound.subarray(at, (at += 960))), 10));
    const last = () => {
      const decoder = createDecoder(SDP_CODECS.PCMA.format);
      return Int16Array.from(peer.heard.slice(-25).flatMap(({ payload }) => [...decoder.decode(payload)]));
    };
    await until('the tone comes', () => peer.heard.length > 30 && purity(last(), HZ, 8000) > 0.8);
    session.mute(true);
    await until('silence comes', () => last().every(sample => Math.abs(sample) <= 8));
    session.mute(false);
    await until('the tone comes again', () => purity(last(), HZ, 8000) > 0.8);
    live.stop();
  });

  it('hears keys inside the sound once each, and sends them', async () => {
    peer = await RtpPeer.open();
    const session = open();
    const port = portOf(await session.answer(offer('PCMA')));
    talk(port, 'PCMA');
    await hears();
    for (const code of [1, 1, 11]) {
      const began = peer.timestamp;
      for (let i = 1; i <= 5; i++) {
        const event = peer.packet(101, Uint8Array.of(code, i === 5 ? 0x8a : 0x0a, 0, 160 * i));
        new DataView(event.buffer).setUint32(4, began);
        // The first one is lost, the last comes three times.
        if (i > 1) peer.send(event, port);
      }
      await until('time passes', () => peer.timestamp > began);
    }
    await until('three keys', () => dialled.length >= 3);
    assert.equal(dialled, '11#');
    const before = session.statistics().lostShare;
    session.sendDtmf('5*', 100);
    await until(
      'both ends',
      () => peer.heard.filter(({ payloadType, payload }) => payloadType === 101 && payload[1]! > 0x7f).length === 6,
    );
    const keys = new Map(
      peer.heard.filter(({ payloadType }) => payloadType === 101).map(p => [p.timestamp, p.payload[0]]),
    );
    assert.deepEqual([...keys.values()], [5, 10]);
    assert.ok((before ?? 0) < 0.1);
  });

  it('hears and sends keys as tones where the peer has no events for them', async () => {
    peer = await RtpPeer.open();
    const session = open({ codecs: ['PCMU'] });
    const port = portOf(
      await session.answer(
        offer('PCMU')
          .replace(/^a=rtpmap:101.*\r\n/m, '')
          .replace(' 0 101', ' 0'),
      ),
    );
    const encoder = createEncoder(SDP_CODECS.PCMU.format);
    let [sent, due] = [0, performance.now()];
    // 80 ms of each key, 80 ms of pause.
    timers.push(
      setInterval(() => {
        for (; due <= performance.now(); due += 20) {
          const block = new Int16Array(160);
          const at = sent++;
          if (at % 8 >= 4) dtmfTones('19#5'[Math.floor(at / 8)] ?? '', (at % 4) * 160, block, 8000);
          peer.send(peer.packet(0, encoder.encode(block)), port);
          peer.timestamp += 160;
        }
      }, 5),
    );
    await until('all keys are heard', () => dialled.length >= 4);
    assert.equal(dialled, '19#5');

    // Keys go out all the same, but not what the microphone hears of those before.
    session.mute(true);
    let heard = '';
    const detector = new DtmfDetector(key => (heard += key));
    const decoder = createDecoder(SDP_CODECS.PCMU.format);
    await until('silence comes', () =>
      peer.heard.slice(-25).every(({ payload }) => decoder.decode(payload).every(sample => Math.abs(sample) <= 8)),
    );
    let listened = peer.heard.length;
    session.sendDtmf('07*', 100);
    await until('they are heard at the other end', () => {
      for (; listened < peer.heard.length; listened++) {
        const block = decoder.decode(peer.heard[listened]!.payload);
        // Each sample six times: what that adds lies above all keys.
        detector.hear(
          Float32Array.from({ length: 960 }, (_, i) => (block[Math.floor(i / 6)] ?? 0) / 32_768),
          960,
        );
      }
      return heard.length >= 3;
    });
    assert.equal(heard, '07*');
  });

  it('speaks SRTP by SDES, plays no packet twice and none without the key', async () => {
    peer = await RtpPeer.open();
    const session = open({ encryption: 'mandatory' });
    const theirs = Buffer.alloc(30, 7);
    const line = `a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:${theirs.toString('base64')}|2^20`;
    const answer = await session.answer(offer('PCMA', [line], 'RTP/SAVP'));
    const ours = Buffer.from(/a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:(\S+)/.exec(answer)![1]!, 'base64');
    const port = portOf(answer);
    const sender = new SrtpSender('AES_CM_128_HMAC_SHA1_80', theirs);
    const stranger = await RtpPeer.open();
    talk(port, 'PCMA', packet => {
      const datagram = sender.protect(packet);
      setTimeout(() => {
        stranger.send(datagram, port);
        stranger.send(packet, port);
      }, 3);
      return datagram;
    });
    await hears();
    const receiver = new SrtpReceiver('AES_CM_128_HMAC_SHA1_80', ours);
    await until('it sends', () => peer.raw.length > 20);
    assert.ok(peer.raw.slice(0, 10).every(datagram => receiver.unprotect(datagram) !== undefined));
    assert.equal(session.statistics().encrypted, 'sdes');
    stranger.close();
  });

  it('is not stolen nor disturbed by strangers, and by what is no RTP', async () => {
    peer = await RtpPeer.open();
    const session = open();
    const port = portOf(await session.answer(offer('PCMA')));
    talk(port, 'PCMA');
    await hears();
    const stranger = await RtpPeer.open();
    const loud = new Uint8Array(160).fill(0xaa);
    const concealed = room.engine.status!.counters.sourceUnderruns;
    for (let burst = 0; burst < 40; burst++) {
      for (let i = 0; i < 50; i++) {
        stranger.send(stranger.packet(PCMA, loud, i), port);
        stranger.send(
          Uint8Array.from({ length: (i * 37) % 1400 }, () => (i * 31 + burst * 7) & 0xff),
          port,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    assert.equal(stranger.heard.length, 0);
    assert.ok(purity(room.card.card.lastSpeaker(1), HZ, 48_000) > 0.97);
    assert.equal(room.engine.status!.counters.sourceUnderruns, concealed);
    stranger.close();
  });

  it('goes on at the same port when the audio process was killed', async () => {
    peer = await RtpPeer.open();
    const session = open();
    const port = portOf(await session.answer(offer('PCMA')));
    talk(port, 'PCMA');
    await hears();
    const { restarts } = room.engine;
    process.kill(room.pid()!, 'SIGKILL');
    await until('another runs', () => room.engine.restarts > restarts && room.engine.status?.device.state === 'open');
    await hears();
    const count = peer.heard.length;
    await until('it sends', () => peer.heard.length > count + 25);
    assert.deepEqual(lost, []);
  });

  it('understands ffmpeg', async () => {
    peer = await RtpPeer.open();
    const session = open({ codecs: ['G722'] });
    const port = portOf(await session.answer(offer('G722')));
    const sine = `sine=frequency=${HZ}:sample_rate=16000`;
    const target = ['-f', 'rtp', `rtp://${LOOPBACK}:${port}`];
    const args = ['-v', 'error', '-re', '-f', 'lavfi', '-i', sine, '-c:a', 'g722', '-ar', '16000', ...target];
    children.push(spawn('ffmpeg', args, { stdio: 'ignore' }));
    await hears();
  });
});
