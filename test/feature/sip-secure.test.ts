import { strict as assert } from 'node:assert';
import { networkInterfaces } from 'node:os';
import { after, afterEach, before, describe, it } from 'mocha';
import { type CallRoom, callRoom } from '../support/call-rig.ts';
import { iceBaresip } from '../support/ice-baresip.ts';
import { missingPrograms, type Peer, skipFor } from '../support/sip-peers.ts';
import { freePort, sipRig } from '../support/sip-rig.ts';
import { purity } from '../support/tone.ts';
import { until } from '../support/until.ts';

type Rig = Awaited<ReturnType<typeof sipRig>>;

/** One of this machine that is no loopback, which baresip leaves out of ICE. */
const ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find(each => each?.family === 'IPv4' && !each.internal)?.address;

describe('calls with baresip by DTLS-SRTP and ICE', function () {
  this.timeout(60_000);
  let room: CallRoom;
  let rig: Rig | undefined;
  let baresip: Peer | undefined;

  before(async function () {
    skipFor(this, missingPrograms('baresip', 'ffmpeg'));
    room = await callRoom();
  });
  after(async () => {
    await (room as CallRoom | undefined)?.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      console.log(baresip?.output().replace(/\[\d:\d\d:\d\d\][^[\r\n]*/g, ''));
      console.log(rig?.sip.calls.running.map(({ info }) => info));
    }
    await baresip?.stop();
    await rig?.stop();
    [baresip, rig] = [undefined, undefined];
  });

  async function speaker(address: string, settings: Record<string, unknown>, account: object): Promise<Rig> {
    const made = await sipRig({
      address,
      factory: room.media,
      settings: { 'Stentor.SIP.RTPStartPort': 26_000, 'Stentor.SIP.Codecs': 'PCMA', ...settings },
    });
    await made.sip.accounts.change('peer-to-peer', account);
    rig = made;
    return made;
  }

  const hears = () =>
    until('the tone is at the card', () => purity(room.card.card.lastSpeaker(0.4), 800, 48_000) > 0.9);

  /** Sound comes, and what is sent is understood. */
  async function talk({ sip }: Rig): Promise<void> {
    await hears();
    sip.calls.running[0]?.sendDtmf('5', 'rtp');
    await until('baresip has the key', () => baresip?.output().includes("'5'") === true);
  }

  const ways = [
    {
      title: 'DTLS with RTCP on the port of RTP',
      account: ['mediaenc=dtls_srtp'],
      rtcpMux: true,
      ice: false,
      dtls: true,
    },
    { title: 'DTLS with RTCP on its own', account: ['mediaenc=dtls_srtp'], rtcpMux: false, ice: false, dtls: true },
    { title: 'ICE with RTCP on the port of RTP', account: ['medianat=ice'], rtcpMux: true, ice: true, dtls: false },
    { title: 'ICE with RTCP on its own', account: ['medianat=ice'], rtcpMux: false, ice: true, dtls: false },
    { title: 'both', account: ['mediaenc=dtls_srtp', 'medianat=ice'], rtcpMux: true, ice: true, dtls: true },
  ];
  for (const { title, account, rtcpMux, ice, dtls } of ways) {
    for (const dials of [true, false]) {
      it(`${title}, where ${dials ? 'baresip' : 'the speaker'} calls`, async function () {
        const address = ADDRESS ?? '';
        skipFor(this, address === '' ? 'there is no network' : undefined);
        const settings = { 'Stentor.SIP.ICE': ice };
        const keys = { mediaEncryption: dtls ? 'mandatory' : 'none', keyExchange: 'dtls' };
        const made = await speaker(address, settings, keys);
        await until('all is still', () => purity(room.card.card.lastSpeaker(0.4), 800, 48_000) === 0);
        const port = await freePort();
        const own = `sip:speaker@${address}:${made.sip.status.port}`;
        baresip = await iceBaresip({ address, port, account, rtcpMux, ...(dials ? { dials: own } : {}) });
        if (!dials) {
          await until('baresip is there', () => baresip?.output().includes('ready') === true);
          await made.run('call.make', { to: `sip:bare@${address}:${port}` });
        }
        await until('the call runs', () => made.sip.calls.running[0]?.state === 'Active');
        await talk(made);
        assert.equal(made.sip.calls.running[0]?.info.statistics?.encrypted, dtls ? 'dtls' : 'none');
        made.run('call.end');
        await until('it is over', () => made.sip.calls.running.length === 0);
      });
    }
  }
});
