import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { after, afterEach, before, describe, it } from 'mocha';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { documentsIn, RtspClient } from '../support/rtsp-client.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const PATH = '/axis-media/media.amp';
const INPUT =
  /<wsnt:Topic [^>]*>tns1:Device\/tnsaxis:IO\/VirtualInput<.*PropertyOperation="Changed".*Name="port" Value="5".*Name="active" Value="1"/s;

describe('events over RTSP', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  const children: ChildProcess[] = [];
  const clients: RtspClient[] = [];

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(() => stentor.stop());
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const client of clients.splice(0)) client.close();
    await change(false);
  });

  const root = { user: 'root', password: PASSWORD };
  const urlOf = (query = 'video=0&audio=0&event=on') => `${stentor.rtsp}${PATH}?${query}`;
  const open = async () => {
    const client = await RtspClient.open(stentor.rtsp);
    clients.push(client);
    return client;
  };
  const change = (isActive: boolean) =>
    stentor.fetch(`/axis-cgi/virtualinput/${isActive ? '' : 'de'}activate.cgi?schemaversion=1&port=5`);

  /** A program that receives, and what came out of it. */
  function receive(program: string, args: readonly string[]): () => string {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let heard = '';
    child.stdout.on('data', (data: Buffer) => (heard += data.toString('utf8')));
    return () => heard;
  }

  async function hears(heard: () => string): Promise<void> {
    await eventually('the present states come', () => heard().includes('PropertyOperation="Initialized"'));
    assert.match(heard(), /<tt:MetadataStream [^>]*\/>/);
    await change(true);
    await eventually('the change comes', () => INPUT.test(heard()));
  }

  for (const protocol of ['tcp', 'udp']) {
    it(`GStreamer hears them over ${protocol}`, async () => {
      const source = ['rtspsrc', `location=${urlOf()}`, `protocols=${protocol}`, 'user-id=root', `user-pw=${PASSWORD}`];
      await hears(receive('gst-launch-1.0', ['-q', ...source, '!', 'fdsink', 'fd=1']));
    });
  }

  it('ffmpeg hears them through HTTP', async () => {
    const url = new URL(stentor.http.replace('http', 'rtsp'));
    const address = `rtsp://root:${encodeURIComponent(PASSWORD)}@${url.host}${PATH}?event=on`;
    const input = ['-rtsp_transport', 'http', '-analyzeduration', '100000', '-i', address];
    const output = ['-map', '0:d', '-c', 'copy', '-flush_packets', '1', '-f', 'data', '-'];
    await hears(receive('ffmpeg', ['-v', 'error', ...input, ...output]));
  });

  it('a client like that of Home Assistant hears them over UDP', async () => {
    const client = await open();
    const url = urlOf('event=on&eventtopic=onvif:Device/axis:IO/VirtualInput');
    const options = await client.ask('OPTIONS', url);
    assert.match(options.headers.get('public') ?? '', /DESCRIBE.*GET_PARAMETER/);
    const challenged = await client.ask('DESCRIBE', url, ['Accept: application/sdp']);
    assert.equal(challenged.status, 401);
    assert.match(
      challenged.headers.get('www-authenticate') ?? '',
      /^Digest realm="[^"]+", nonce="[^"]+", stale=FALSE$/,
    );
    const described = await client.login('DESCRIBE', url, root);
    assert.equal(described.status, 200);
    const control = /m=application 0 RTP\/AVP 98\r\n.*a=rtpmap:98 vnd.onvif.metadata\/90000\r\na=control:(\S+)/s.exec(
      described.body,
    )?.[1];
    assert.equal(control, url.replace(PATH, `${PATH}/stream=0`));
    await playsOverUdp(client, url, control);
  });

  async function playsOverUdp(client: RtspClient, url: string, control: string): Promise<void> {
    const [rtp, packets] = [createSocket('udp4'), [] as Buffer[]];
    rtp.on('message', packet => packets.push(packet));
    await new Promise<void>(resolve => rtp.bind(0, '127.0.0.1', resolve));
    const port = rtp.address().port;
    // It signs the address of the whole in SETUP too.
    const setUp = await client.login('SETUP', control, {
      ...root,
      signed: url,
      headers: [`Transport: RTP/AVP;unicast;client_port=${port}-${port + 1}`],
    });
    assert.equal(setUp.status, 200);
    assert.match(
      setUp.headers.get('transport') ?? '',
      /^RTP\/AVP;unicast;client_port=\d+-\d+;server_port=\d*[02468]-\d+/,
    );
    const session = /^([\w-]+);timeout=60$/.exec(setUp.headers.get('session') ?? '')?.[1] ?? '';
    assert.equal((await client.login('PLAY', url, { ...root, headers: [`Session: ${session}`] })).status, 200);
    await eventually('the state comes', () => documentsIn(packets).length >= 2);
    assert.match(documentsIn(packets)[0] ?? '', /<tt:MetadataStream [^>]*\/>/);
    await change(true);
    await eventually('the change comes', () => INPUT.test(documentsIn(packets).at(-1) ?? ''));
    assert.equal((await client.ask('OPTIONS', url, [`Session: ${session}`])).status, 200);
    assert.equal((await client.ask('TEARDOWN', url, [`Session: ${session}`])).status, 200);
    const before = packets.length;
    await change(false);
    assert.equal((await client.ask('OPTIONS', url)).status, 200);
    assert.equal(packets.length, before);
    rtp.close();
  }

  async function play(client: RtspClient, who = root): Promise<string> {
    const url = urlOf();
    await client.ask('DESCRIBE', url);
    assert.equal((await client.login('DESCRIBE', url, who)).status, 200);
    const transport = ['Blocksize: 64000', 'Transport: RTP/AVP/TCP;unicast;interleaved=2-3'];
    const setUp = await client.ask('SETUP', url, transport);
    assert.match(setUp.headers.get('transport') ?? '', /interleaved=2-3/);
    const session = setUp.headers.get('session')?.split(';')[0] ?? '';
    const played = await client.ask('PLAY', url, [`Session: ${session}`, 'Range: npt=0-']);
    assert.match(played.headers.get('rtp-info') ?? '', /^url=rtsp:.*;seq=\d+;rtptime=\d+$/);
    await eventually('the states come', () => client.documents(2).length > 3);
    return session;
  }

  it('a stream can be paused and go on, with the present states anew', async () => {
    const client = await open();
    const session = await play(client);
    assert.equal((await client.ask('PAUSE', urlOf(), [`Session: ${session}`])).status, 200);
    const before = client.documents(2).length;
    await change(true);
    assert.equal((await client.ask('GET_PARAMETER', urlOf(), [`Session: ${session}`])).status, 200);
    assert.equal(client.documents(2).length, before);
    assert.equal((await client.ask('PLAY', urlOf(), [`Session: ${session}`])).status, 200);
    await eventually('the states come again', () =>
      /port" Value="5".*active" Value="1"/s.test(client.documents(2).slice(before).join('')),
    );
  });

  it('what cannot be done is said so', async () => {
    const client = await open();
    const url = urlOf();
    await client.ask('DESCRIBE', url);
    assert.equal((await client.login('DESCRIBE', url, { ...root, password: 'wrong' })).status, 401);
    assert.equal((await client.login('DESCRIBE', url, root)).status, 200);
    const status = async (method: string, address: string, ...headers: string[]) =>
      (await client.ask(method, address, headers)).status;
    assert.equal(await status('DESCRIBE', `${stentor.rtsp}/other`), 404);
    assert.equal(await status('DESCRIBE', urlOf('video=0&audio=1')), 404);
    assert.equal(await status('DESCRIBE', urlOf('event=on&eventtopic=nowhere:X')), 400);
    assert.equal(await status('DESCRIBE', urlOf('event=on&eventcontent=count(x)')), 400);
    assert.equal(await status('PLAY', url, 'Session: none'), 454);
    assert.equal(await status('RECORD', url), 501);
    assert.equal(await status('OPTIONS', url, 'Require: www.onvif.org/ver20/backchannel'), 551);
    for (const transport of ['RTP/AVP;multicast', 'RTP/SAVP;unicast', 'RTP/AVP;unicast;client_port=0-1', 'x', '']) {
      assert.equal(await status('SETUP', url, `Transport: ${transport}`), 461, transport);
    }
    const offers = 'Transport: RTP/AVP;multicast,RTP/AVP/TCP;unicast;interleaved=0-1';
    assert.equal(await status('SETUP', url, offers), 200);
    assert.equal(await status('SETUP', url, offers), 455);
  });

  it('a stream ends with its account', async () => {
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=add&user=vera&pwd=secret99&grp=users&sgrp=viewer');
    const client = await open();
    await play(client, { user: 'vera', password: 'secret99' });
    await stentor.fetch('/axis-cgi/pwdgrp.cgi?action=remove&user=vera');
    await eventually('it is cut', () => client.closed);
  });

  /** The two requests of a tunnel. */
  async function tunnel(headers: Readonly<Record<string, string>> = {}) {
    const cookie = Math.random().toString(36).slice(2);
    const common = { 'x-sessioncookie': cookie, ...headers };
    const agent = new Agent();
    const down = await new Promise<IncomingMessage>((resolve, reject) => {
      const accept = { ...common, accept: 'application/x-rtsp-tunnelled' };
      request(`${stentor.http}${PATH}?event=on`, { headers: accept, agent }, resolve).on('error', reject).end();
    });
    const up = (length = '32767'): ClientRequest => {
      const type = { ...common, 'content-type': 'application/x-rtsp-tunnelled', 'content-length': length };
      const sent = request(`${stentor.http}${PATH}?event=on`, { method: 'POST', headers: type, agent });
      sent.on('error', () => undefined);
      return sent;
    };
    return { down, up };
  }

  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const options = (sequence: number) => `OPTIONS ${urlOf()} RTSP/1.0\r\nCSeq: ${sequence}\r\n\r\n`;

  it('a tunnel is not chunked, takes one way up after the other, and any pieces of base64', async () => {
    const { down, up } = await tunnel();
    assert.deepEqual(
      [down.statusCode, down.headers['content-type'], down.headers['transfer-encoding'], down.headers.connection],
      [200, 'application/x-rtsp-tunnelled', undefined, 'close'],
    );
    let heard = '';
    down.on('data', (data: Buffer) => (heard += data.toString()));
    const first = up();
    first.write(base64(options(1)) + base64(options(2)).slice(0, 7));
    await eventually('the first is answered', () => heard.includes('CSeq: 1'));
    for (const letter of base64(options(2)).slice(7)) first.write(letter);
    await eventually('the second is answered', () => heard.includes('CSeq: 2'));
    first.destroy();
    const text = base64(options(3));
    up(String(text.length)).end(text);
    await eventually('the third is answered', () => heard.includes('CSeq: 3'));
    down.destroy();
  });

  it('a tunnel asks for the login where somebody logs in wrongly, and has no second cookie', async () => {
    const authorization = `Basic ${Buffer.from('root:wrong').toString('base64')}`;
    const { down } = await tunnel({ authorization });
    assert.equal(down.statusCode, 401);
    assert.match(String(down.headers['www-authenticate']), /Digest/);
    assert.equal((await stentor.fetch(PATH)).status, 400);
    const lost = await stentor.fetch(PATH, { method: 'POST', headers: { 'x-sessioncookie': 'none' }, body: 'x' });
    assert.equal(lost.status, 404);
  });

  it('tunnels in which nobody logs in make room for others', async () => {
    const many: Awaited<ReturnType<typeof tunnel>>[] = [];
    for (let i = 0; i < 20; i++) many.push(await tunnel());
    assert.ok(many.every(({ down }) => down.statusCode === 200));
    const ended = new Promise(resolve => many[0]?.down.once('end', resolve).resume());
    await ended;
    for (const { down } of many) down.destroy();
  });

  it('nothing that a peer sends harms the speaker', async () => {
    const noise = (seed: number) => {
      let state = seed;
      return Buffer.from(Array.from({ length: 300 }, () => (state = (state * 1103515245 + 12345) % 2 ** 31) >> 16));
    };
    const pieces: (string | Buffer)[] = [
      'x'.repeat(100_000),
      'GET / HTTP/1.1\r\n\r\n',
      `DESCRIBE ${urlOf()} RTSP/2.0\r\n\r\n`,
      'OPTIONS * RTSP/1.0\r\nContent-Length: 99999999999\r\n\r\n',
      'OPTIONS * RTSP/1.0\r\nContent-Length: -1\r\n\r\n',
      `OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n${'A: b\r\n'.repeat(5000)}\r\n`,
      Buffer.concat([Buffer.from([0x24, 0, 0xff, 0xff]), Buffer.alloc(70_000)]),
      'RTSP/1.0 200 OK\r\n\r\n'.repeat(1000),
      `DESCRIBE ${urlOf()} RTSP/1.0\r\nAuthorization: Digest uri="\r\n\r\n`,
      `SETUP rtsp://x/${'/'.repeat(3000)} RTSP/1.0\r\nTransport: ${';'.repeat(8000)}\r\n\r\n`,
      options(1).repeat(2000),
      ...Array.from({ length: 200 }, (_, seed) => noise(seed + 1)),
    ];
    for (const piece of pieces) {
      const client = await open();
      client.send(piece);
      client.socket.end();
      await new Promise(resolve => client.socket.once('close', resolve));
    }
    const last = await open();
    assert.equal((await last.ask('OPTIONS', urlOf())).status, 200);
    assert.doesNotMatch(stentor.output(), /failed on a bug/);
  });

  it('those who do not log in make room for others', async () => {
    const many = await Promise.all(Array.from({ length: 40 }, open));
    const last = await open();
    await play(last);
    assert.ok(many.some(({ closed }) => closed));
    const status = await stentor.fetch('/axis-cgi/param.cgi?action=list&group=Network.RTSP');
    assert.match(await status.text(), /root\.Network\.RTSP\.Port=\d+/);
  });
});
