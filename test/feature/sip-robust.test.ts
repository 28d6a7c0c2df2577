import { strict as assert } from 'node:assert';
import { createSocket, type Socket } from 'node:dgram';
import { connect } from 'node:net';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'mocha';
import { missingPrograms, skipFor, startPeer } from '../support/sip-peers.ts';
import { sipRig } from '../support/sip-rig.ts';
import { TORTURE } from '../support/sip-torture.ts';
import { until } from '../support/until.ts';

type Rig = Awaited<ReturnType<typeof sipRig>>;

/** Why a network of its own cannot be had here. */
function noNamespace(): string | undefined {
  try {
    execFileSync('unshare', ['-n', 'true'], { stdio: 'ignore' });
    return missingPrograms('nft', 'ip', 'sipp');
  } catch {
    return 'network namespaces are not allowed here';
  }
}

describe('SIP and what the network does to it', () => {
  it('sets up all calls that come and nearly all that go where three of ten datagrams are lost', async function () {
    this.timeout(280_000);
    skipFor(this, noNamespace());
    const script = new URL('../support/sip-loss.ts', import.meta.url).pathname;
    const run = startPeer('unshare', ['-n', process.execPath, '--import', 'tsx', script]);
    await run.ended;
    const last = run.output().trim().split('\n').at(-1) ?? '';
    assert.match(last, /^\{/, run.output());
    const { incoming, outgoing } = JSON.parse(last) as { incoming: number; outgoing: number };
    console.log(`      incoming ${incoming} of 60, outgoing ${outgoing} of 60`);
    assert.equal(incoming, 60);
    assert.ok(outgoing >= 58, String(outgoing));
  });
});

describe('SIP and hostile peers', () => {
  let rig: Rig;
  let other: Rig;
  let socket: Socket;
  const answers: string[] = [];

  before(async () => {
    rig = await sipRig({ settings: { 'Stentor.SIP.MaxCalls': 4 } });
    other = await sipRig({ address: '127.0.0.2' });
    socket = createSocket('udp4');
    await new Promise<void>(resolve => socket.bind(0, '127.0.0.3', resolve));
    socket.on('message', message => answers.push(message.toString().split('\r\n')[0] ?? ''));
  });
  after(async () => {
    socket.close();
    await rig.stop();
    await other.stop();
  });

  const send = (message: string | Buffer) =>
    new Promise<void>(resolve => socket.send(message, rig.sip.status.port, '127.0.0.1', () => resolve()));
  const breathe = () => new Promise<void>(resolve => setImmediate(resolve));

  /** That a call can be had: the proof that all is well. */
  async function worksStill(): Promise<void> {
    other.happened.splice(0);
    await until('no call runs', () => {
      rig.sip.calls.endAll();
      return rig.sip.calls.running.length === 0;
    });
    let asked = 0;
    await until('a call is answered', () => {
      const idle = other.sip.calls.running.length === 0;
      // A flood before may still be counted.
      if (idle && asked++ % 50 === 0) other.sip.calls.make(`sip:127.0.0.1:${rig.sip.status.port}`);
      return other.changes().includes('Active AcceptedByRemote');
    });
    other.sip.calls.endAll();
    await until('it is over', () => other.sip.calls.running.length + rig.sip.calls.running.length === 0);
  }

  it('answers the torture of RFC 4475 as it should and lives', async function () {
    this.timeout(60_000);
    const wrong: string[] = [];
    for (const { name, message, status } of TORTURE) {
      answers.splice(0);
      await send(message.replaceAll('\n', '\r\n'));
      const isRight = () => status === undefined || answers.some(line => status.test(line));
      for (let asked = 0; asked < 200 && !isRight(); asked++) await new Promise(resolve => setTimeout(resolve, 5));
      if (!isRight()) wrong.push(`${name}: ${answers.join(', ')}`);
      await until('no call is left', () => {
        rig.sip.calls.endAll();
        return rig.sip.calls.running.length === 0;
      });
    }
    assert.deepEqual(wrong, []);
    await worksStill();
  });

  it('lives through ten thousand mutated messages', async function () {
    this.timeout(200_000);
    const before = process.memoryUsage().rss;
    const random = generator(4475);
    for (let sent = 0; sent < 10_000; sent++) {
      const { message } = TORTURE[Math.floor(random() * TORTURE.length)]!;
      await send(mutated(Buffer.from(message.replaceAll('\n', '\r\n')), random));
      if (sent % 20 === 0) await breathe();
    }
    await worksStill();
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    assert.ok(grown < 250, `${grown} MB`);
  });

  it('lives through endless INVITEs, datagrams of 60 kB and streams without an end', async function () {
    this.timeout(120_000);
    for (let call = 0; call < 3000; call++) {
      await send(invite(call));
      if (call % 20 === 0) await breathe();
    }
    const huge = invite(9999).replace('Max-Forwards', `X-Filler: ${'a<"'.repeat(18_000)}\r\nMax-Forwards`);
    for (let sent = 0; sent < 200; sent++) await send(huge.slice(0, 60_000));
    const stream = connect(rig.sip.status.port, '127.0.0.1');
    stream.on('error', () => undefined);
    const closed = new Promise(resolve => stream.once('close', resolve));
    const pump = () => {
      while (!stream.destroyed && stream.write('X'.repeat(8192)));
    };
    stream.on('drain', pump).on('connect', pump);
    await closed;
    assert.ok(rig.sip.calls.list().length <= 60);
    await worksStill();
  });
});

const invite = (call: number) =>
  [
    'INVITE sip:speaker@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.3:9;branch=z9hG4bKflood${call};rport`,
    'Max-Forwards: 70',
    `From: <sip:flood@127.0.0.3>;tag=${call}`,
    'To: <sip:speaker@127.0.0.1>',
    `Call-ID: flood-${call}`,
    'CSeq: 1 INVITE',
    'Contact: <sip:flood@127.0.0.3:9>',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Some bytes changed, left out, doubled, or the end cut off. */
function mutated(bytes: Buffer, random: () => number): Buffer {
  let result = Buffer.from(bytes);
  const at = () => Math.floor(random() * result.length);
  for (let change = 0; change < 1 + random() * 6; change++) {
    const kind = random();
    if (kind < 0.5) result[at()] = Math.floor(random() * 256);
    else if (kind < 0.7) result = Buffer.concat([result.subarray(0, at()), result.subarray(at())]);
    else if (kind < 0.9) result = Buffer.concat([result.subarray(0, at()), Buffer.from('\r\n'), result.subarray(at())]);
    else result = result.subarray(0, 1 + at());
  }
  return result.subarray(0, 16_000);
}
