import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { after, before, describe, it } from 'mocha';
import { cardEar } from '../support/card-ear.ts';
import { type CallRoom, callRoom, LOOPBACK, portOf, RtpPeer, wish } from '../support/call-rig.ts';
import { decodedByFfmpeg } from '../support/codec-sounds.ts';
import { punctual } from '../support/punctual.ts';
import { streamOf } from '../support/rtp-capture.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { toneFaults } from '../support/steady-tone.ts';
import { until } from '../support/until.ts';

const HZ = 800;
const TALK_HZ = 1000;
const TYPE = 98;
/** 20 ms each. */
const PACKETS = 350;
const raw = (name: string) => ['-f', name, '-code_size', '4', '-ar', '8000'];

/**
 * The first sample stands in the lowest bits of a byte (RFC 3551, 4.5.4), which ffmpeg calls `g726le`. baresip, linphone and
 * all others of Debian that are built on spandsp's default pack as ITU-T's AAL2 does.
 */
describe('G.726 as RFC 3551 packs it, with ffmpeg', function () {
  this.timeout(60_000);
  // Packets keep real time, which a machine that stands still for a moment does not.
  this.retries(2);
  let room: CallRoom;
  let peer: RtpPeer;
  let child: ChildProcess | undefined;

  before(async function () {
    skipFor(this, missingPrograms('ffmpeg'));
    room = await callRoom();
    room.card.card.setRoom({ taps: [], noiseRms: 0 });
    room.card.card.talk = { hz: TALK_HZ, gain: 0.2 };
  });
  after(async () => {
    await (room as CallRoom | undefined)?.close();
  });

  /** Talks with whoever is at the peer's port. */
  async function talk() {
    peer = await RtpPeer.open();
    const session = room.media.open(wish({ codecs: ['G726-32'] }), {
      ...{ dtmf: () => undefined, connected: () => undefined, lost: () => undefined },
    });
    const offer = [`m=audio ${peer.port} RTP/AVP ${TYPE}`, `c=IN IP4 ${LOOPBACK}`, `a=rtpmap:${TYPE} G726-32/8000`, ''];
    return { session, port: portOf(await session.answer(offer.join('\r\n'))) };
  }

  it('is understood when it comes', async () => {
    const { session, port } = await talk();
    const tone = ['-f', 'lavfi', '-i', `sine=frequency=${HZ}:sample_rate=8000`, '-c:a', 'g726le', '-b:a', '32k'];
    const target = ['-payload_type', `${TYPE}`, '-f', 'rtp', `rtp://${LOOPBACK}:${port}?pkt_size=92`];
    child = spawn(...spawning('ffmpeg', ['-v', 'error', '-re', ...tone, ...target]));
    const ear = cardEar(room.card.card);
    await ear.until([HZ]);
    const faults = toneFaults([{ where: 'G726-32 at the card', sound: ear.stop(), rate: 48_000, hz: HZ }]);
    child.kill('SIGKILL');
    session.close();
    peer.close();
    assert.deepEqual(faults, []);
  });

  it('is understood when we send it, and would not be in the other packing', async () => {
    const { session } = await talk();
    await until('it sends', () => peer.heard.length > PACKETS);
    session.close();
    peer.close();
    const { bytes, missing } = streamOf(peer.heard.filter(({ payloadType }) => payloadType === TYPE));
    assert.equal(missing, 0);
    const heard = (name: string) => ({
      ...{ where: `as ${name}`, rate: 8000, hz: TALK_HZ, endless: true },
      sound: decodedByFfmpeg(bytes, raw(name), 8000),
    });
    assert.deepEqual(toneFaults([heard('g726le')]), []);
    assert.notDeepEqual(toneFaults([heard('g726')]), []);
  });
});

const spawning = (program: string, args: readonly string[]) => {
  const [first, rest] = punctual('telephone', program, args);
  return [first, rest, { stdio: 'ignore' }] as const;
};
