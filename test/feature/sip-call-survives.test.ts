import { strict as assert } from 'node:assert';
import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, it } from 'mocha';
import { type Baresip, baresip, tells } from '../support/baresip.ts';
import { captureRtp } from '../support/rtp-capture.ts';
import { hugeInvite, invite, mutations } from '../support/sip-flood.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { freePort } from '../support/sip-rig.ts';
import { TORTURE } from '../support/sip-torture.ts';
import { toneFaults } from '../support/steady-tone.ts';
import { type Telephone, telephone } from '../support/telephone-rig.ts';

const HZ = 600;
/** What all of it together may take more, MB. */
const MOST_MORE = 150;
/** Whom nobody called. */
const STRANGER = '127.0.0.3';
/** The speaker takes ports from its first one on. */
const PORTS = 64;
const SRTP = ';mediaenc=srtp-mand';

describe('a call that runs while strangers do what they can', function () {
  this.timeout(120_000);
  // Packets keep real time, which a machine that stands still for a moment does not.
  this.retries(2);
  let speaker: Telephone;
  let peer: Baresip;
  let socket: Socket;
  /** MB that each process of the speaker had when the call began. */
  let usual: number;

  before(async function () {
    skipFor(this, missingPrograms('baresip', 'tcpdump'));
    speaker = await telephone();
    await speaker.ask('PATCH', '/api/sip/accounts/peer-to-peer', { mediaEncryption: 'mandatory' });
    peer = await baresip({ port: await freePort(), hz: HZ, endless: true, codec: 'PCMA/8000/1', account: SRTP });
    socket = createSocket('udp4');
    await new Promise<void>(resolve => socket.bind(0, STRANGER, resolve));
    peer.run('dial', speaker.uri());
    const { statistics } = await speaker.callIs('Active', peer.name);
    await tells(peer, 'CALL_RTPESTAB');
    assert.notEqual(statistics?.encrypted, 'none');
    usual = memoryOf(speaker);
  });
  after(async () => {
    socket.close();
    await (peer as Baresip | undefined)?.stop();
    await (speaker as Telephone | undefined)?.stop();
  });
  beforeEach(async () => {
    await speaker.callIs('Active', peer.name);
  });

  const send = (message: string | Uint8Array, port = speaker.port) =>
    new Promise<void>(resolve => socket.send(message, port, '127.0.0.1', () => resolve()));
  const rest = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

  /** What is wrong with the sound while something else happens, which takes six seconds at least. */
  async function faultsWhile(happens: () => Promise<void>): Promise<string[]> {
    const ear = speaker.listen();
    const over = rest(6500);
    await happens();
    await over;
    const wrong = toneFaults([
      { where: 'PCMA by SRTP at the card', sound: ear.stop(), rate: 48_000, hz: HZ, endless: true },
    ]);
    const more = memoryOf(speaker) - usual;
    console.log(`      ${more.toFixed(0)} MB more than before`);
    return more < MOST_MORE ? wrong : [...wrong, `${more} MB more`];
  }

  /** As fast as they can be read: what the kernel throws away tries nothing. */
  async function sendAll(count: number, message: (n: number) => string | Uint8Array): Promise<void> {
    for (let n = 0; n < count; n++) {
      await send(message(n));
      if (n % 10 === 0) await rest(5);
    }
  }

  it('is whole during the torture of RFC 4475 and ten thousand mutated messages', async () => {
    const mutation = mutations(4475);
    const wrong = await faultsWhile(async () => {
      for (const { message } of TORTURE) await send(message.replaceAll('\n', '\r\n'));
      await sendAll(10_000, () => mutation());
    });
    assert.deepEqual(wrong, []);
  });

  it('is whole during endless INVITEs, datagrams of 60 kB and a stream without an end', async () => {
    const wrong = await faultsWhile(async () => {
      await sendAll(3000, invite);
      const huge = hugeInvite();
      await sendAll(200, () => huge);
      const stream = connect(speaker.port, '127.0.0.1');
      stream.on('error', () => undefined);
      const closed = new Promise(resolve => stream.once('close', resolve));
      const pump = () => {
        while (!stream.destroyed && stream.write('X'.repeat(8192)));
      };
      stream.on('drain', pump).on('connect', pump);
      await closed;
    });
    assert.deepEqual(wrong, []);
  });

  it('is whole while strangers send sound, and its own packets once more', async () => {
    const capture = await captureRtp(speaker.rtpPort, speaker.rtpPort + PORTS);
    await rest(1000);
    const own = (await capture.stop()).filter(
      ({ toPort }) => toPort >= speaker.rtpPort && toPort <= speaker.rtpPort + PORTS,
    );
    const [first] = own;
    assert.ok(first !== undefined && own.length > 25);
    const loud = Uint8Array.from(first.datagram).fill(0xaa, 12);
    const wrong = await faultsWhile(async () => {
      for (let turn = 0; turn < 100; turn++) {
        // From elsewhere, with the very numbers that count, and as they came.
        for (const { datagram } of own.slice(0, 40)) await send(datagram, first.toPort);
        for (let n = 0; n < 40; n++) await send(loud, first.toPort + (n % 2));
        await rest(20);
      }
    });
    assert.deepEqual(wrong, []);
    const call = await speaker.callIs('Active', peer.name);
    assert.ok((call.statistics?.lostShare ?? 1) < 0.005, JSON.stringify(call.statistics));
  });
});

/** Resident memory of the supervisor and the processes that it has started, MB. */
function memoryOf({ stentor }: Telephone): number {
  const pid = stentor.process.pid!;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const of = (each: number | string) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1] ?? 0);
  return [pid, ...children].reduce((sum: number, each) => sum + of(each), 0) / 1024;
}
