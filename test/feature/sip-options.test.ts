import { strict as assert } from 'node:assert';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { after, before, describe, it } from 'mocha';
import { freePort, sipRig } from '../support/sip-rig.ts';
import { until } from '../support/until.ts';

type Rig = Awaited<ReturnType<typeof sipRig>>;
/** Where a router shows the speaker to others. */
const SHOWN = { host: '203.0.113.7', port: 40_000 };

/** A request as it came. */
interface Said {
  readonly protocol: 'udp' | 'tcp';
  readonly text: string;
}

/** A registrar that lets everybody in, over UDP and TCP, and says that they come from behind a router. */
async function lenientRegistrar() {
  const port = await freePort();
  const requests: Said[] = [];
  const answer = (text: string) => {
    const head = (name: string) => new RegExp(`^${name}:.*$`, 'im').exec(text)?.[0] ?? '';
    const via = head('Via').replace(';rport', `;rport=${SHOWN.port};received=${SHOWN.host}`);
    const to = `${head('To')};tag=registrar`;
    return [
      'SIP/2.0 200 OK',
      via,
      head('From'),
      to,
      head('Call-ID'),
      head('CSeq'),
      head('Contact'),
      'Content-Length: 0',
      '\r\n',
    ].join('\r\n');
  };
  const take = (protocol: 'udp' | 'tcp', text: string) => {
    // Others are signs of life.
    if (/^[A-Z]+ sip:/.test(text)) requests.push({ protocol, text });
    return /^(REGISTER|CANCEL|BYE) /.test(text) ? answer(text) : '';
  };
  const udp = createSocket('udp4');
  udp.on('message', (bytes, from) => {
    const text = bytes.toString();
    const said = take('udp', text);
    if (said !== '') udp.send(said, from.port, from.address);
  });
  udp.bind(port, '127.0.0.1');
  const tcp = createServer(socket => {
    socket.on('error', () => undefined);
    socket.on('data', bytes => void socket.write(take('tcp', bytes.toString())));
  }).listen(port, '127.0.0.1');
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
  return {
    port,
    requests,
    stop() {
      udp.close();
      tcp.close();
    },
  };
}

describe('the options of SIP', function () {
  this.timeout(60_000);
  let registrar: Awaited<ReturnType<typeof lenientRegistrar>>;
  let rig: Rig;
  let other: Rig;

  it('tells that more addresses may come (RFC 8840), and takes them', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const heard: string[] = [];
    socket.on('message', bytes => heard.push(bytes.toString()));
    const { port } = socket.address();
    const send = (method: string, to: string, [type, body]: readonly [string, string]) => {
      const own = `sip:peer@127.0.0.1:${port}`;
      const head = [
        `${method} sip:speaker@127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${method}trickle;rport`,
        `From: <${own}>;tag=1`,
        `To: ${to}`,
        `Call-ID: trickle${port}`,
        `CSeq: ${method === 'INVITE' ? 1 : 2} ${method}`,
        `Contact: <${own}>`,
        `Content-Type: ${type}`,
        `Content-Length: ${body.length}`,
      ];
      socket.send(`${head.join('\r\n')}\r\n\r\n${body}`, rig.sip.status.port, '127.0.0.1');
    };
    const answerTo = async (method: string) => {
      const isIt = (text: string) =>
        text.startsWith('SIP/2.0 200') && new RegExp(`^CSeq: \\d ${method}`, 'm').test(text);
      await until(`${method} is answered`, () => heard.some(isIt));
      return heard.find(isIt)!;
    };
    const sdp = 'v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 9999 RTP/AVP 8\r\n';
    send('INVITE', '<sip:speaker@127.0.0.1>', ['application/sdp', sdp]);
    const answer = await answerTo('INVITE');
    assert.match(answer, /^Recv-Info: trickle-ice\r$/m);
    assert.match(answer, /^Supported: trickle-ice\r$/m);
    const fragment = 'a=ice-ufrag:abcd\r\nm=audio 9 RTP/AVP 8\r\na=candidate:1 1 UDP 9 192.0.2.7 5000 typ host\r\n';
    send('INFO', /^To: (.*)\r$/m.exec(answer)![1]!, ['application/trickle-ice-sdpfrag', fragment]);
    await answerTo('INFO');
    const [section = ''] = rig.media.at(-1)!.trickled;
    assert.match(section, /candidate:1 1 UDP 9 192.0.2.7 5000[^]*ice-ufrag:abcd/);
    rig.sip.calls.endAll();
    socket.close();
  });

  before(async () => {
    registrar = await lenientRegistrar();
    [rig, other] = [await sipRig(), await sipRig()];
  });
  after(async () => {
    await Promise.all([rig.stop(), other.stop()]);
    registrar.stop();
  });

  /** All that an account says from when it is added until it is registered as it should be, and removed again. */
  async function registered(isEnough: () => boolean = () => registrar.requests.length > 0): Promise<Said[]> {
    registrar.requests.splice(0);
    const { id } = await rig.sip.accounts.add({
      userId: 'gate',
      domain: 'pbx.test',
      registrar: `127.0.0.1:${registrar.port}`,
      registered: true,
    });
    await until('it is registered', () => isEnough() && rig.sip.accountStatus(id).state === 'registered');
    const said = [...registrar.requests];
    await rig.sip.accounts.remove(id);
    await until('it says farewell', () => registrar.requests.length > said.length);
    return said;
  }
  const uriOf = (to: Rig) => `sip:127.0.0.1:${to.sip.status.port}`;
  const call = async (to: string) => {
    rig.happened.splice(0);
    other.happened.splice(0);
    await rig.run('call.make', { to });
  };
  const idle = () => until('both are idle', () => [rig, other].every(({ sip }) => sip.calls.running.length === 0));

  it('asks for registrations that last as long as is set', async () => {
    await rig.params.update({ 'Stentor.SIP.RegisterInterval': 90 });
    const [first] = await registered();
    assert.match(first?.text ?? '', /^Expires: 90$/im);
  });

  it('tells the router’s address, or its own where rewriting is allowed', async () => {
    const shown = `${SHOWN.host}:${SHOWN.port}`;
    const own = `127.0.0.1:${rig.sip.status.port}`;
    const last = async (isEnough?: () => boolean) => {
      const text = (await registered(isEnough)).at(-1)?.text ?? '';
      return [/^Via: SIP\/2\.0\/UDP ([^;]+)/im, /^Contact: .*@([^;>]+)/im].map(pattern => pattern.exec(text)?.[1]);
    };
    // The first answer says how the router shows it; what it says next is with that address.
    const isShown = () => registrar.requests.some(({ text }) => text.includes(`@${shown}`));
    assert.deepEqual(await last(isShown), [shown, shown]);
    await rig.params.update({ 'Stentor.SIP.ViaRewrite': true });
    assert.deepEqual(await last(), [own, shown]);
    await rig.params.update({ 'Stentor.SIP.ContactRewrite': true });
    assert.deepEqual(await last(), [own, own]);
  });

  it('sends a long request by TCP, and a short one or where that is off by UDP', async () => {
    // An offer with all codecs and a long address is longer than a datagram should be.
    const to = (length: number) => `sip:${'x'.repeat(length)}@127.0.0.1:${registrar.port}`;
    const invited = async (length: number) => {
      registrar.requests.splice(0);
      await call(to(length));
      const invite = () => registrar.requests.find(({ text }) => text.startsWith('INVITE'));
      await until('the call is offered', () => invite() !== undefined);
      rig.run('call.end');
      await idle();
      return invite();
    };
    const short = await invited(1);
    assert.deepEqual([short?.protocol, (short?.text.length ?? 0) < 1300], ['udp', true]);
    const long = await invited(400);
    assert.deepEqual([long?.protocol, (long?.text.length ?? 0) > 1300], ['tcp', true]);
    await rig.params.update({ 'Stentor.SIP.UDPToTCP': false });
    assert.equal((await invited(400))?.protocol, 'udp');
  });

  it('gives up a call that nobody answers, there and here', async () => {
    const [account] = other.sip.accounts.list();
    await other.sip.accounts.change(account?.id ?? '', { autoAnswer: false });
    await rig.params.update({ 'Stentor.SIP.CallingTimeout': 1 });
    await call(uriOf(other));
    await until('it rings', () => other.changes().includes('Ringing Initiated'));
    await idle();
    assert.match(rig.changes().at(-1) ?? '', /^Terminated /);
    await rig.params.update({ 'Stentor.SIP.CallingTimeout': 60 });
    await other.params.update({ 'Stentor.SIP.RingingTimeout': 1 });
    await call(uriOf(other));
    await until('it rings', () => other.changes().includes('Ringing Initiated'));
    await idle();
    assert.match(other.changes().at(-1) ?? '', /^Terminated /);
  });

  it('refuses calls where incoming ones are not allowed', async () => {
    await other.params.update({ 'Stentor.SIP.AllowIncoming': false });
    await call(uriOf(other));
    await idle();
    assert.deepEqual(other.changes(), []);
    const [dialog] = rig.sip.dialogs.list();
    assert.ok(
      dialog?.messages.some(({ title }) => /^(403|480) /.test(title)),
      dialog?.messages.map(({ title }) => title).join(', '),
    );
  });

  it('closes its ports when SIP is switched off', async () => {
    const { port, tlsPort } = rig.sip.status;
    const isOpen = (to: number) =>
      new Promise<boolean>(resolve => {
        const socket = connect(to, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      });
    assert.deepEqual([await isOpen(port), await isOpen(tlsPort)], [true, true]);
    await rig.params.update({ 'Stentor.SIP.Enabled': false });
    await until('SIP is off', () => rig.sip.status.state === 'off');
    assert.deepEqual([await isOpen(port), await isOpen(tlsPort)], [false, false]);
    await rig.params.update({ 'Stentor.SIP.Enabled': true });
    await until('SIP is on', () => rig.sip.status.state === 'on');
    assert.deepEqual([await isOpen(port), await isOpen(tlsPort)], [true, true]);
  });
});
