import { strict as assert } from 'node:assert';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, it } from 'mocha';
import type { MediaStatistics, MediaWish } from '../../src/sip/media/contract.ts';
import { type End, ENDS, type NatNet, natNet, OPEN } from '../support/nat-net.ts';
import { testCertificate } from '../support/sip-rig.ts';
import { missingPrograms, type Peer, skipFor, startPeer } from '../support/sip-peers.ts';

const USER = { username: 'speaker', password: 'canary-turn-word' };
const END = new URL('../support/nat-end.ts', import.meta.url).pathname;

/** Why networks cannot be had here. */
function noNetworks(): string | undefined {
  try {
    execFileSync('unshare', ['-n', 'true'], { stdio: 'ignore' });
    return missingPrograms('nft', 'ip', 'turnserver');
  } catch {
    return 'network namespaces are not allowed here';
  }
}

/** A speaker's media in a network of its own. */
class Speaker {
  readonly #child: ChildProcess;
  readonly #answers: ((answer: Record<string, unknown>) => void)[] = [];
  readonly ready: Promise<unknown>;
  printed = '';

  constructor(room: readonly string[], wish: Partial<MediaWish>) {
    const [program, ...args] = [...room, process.execPath, '--import', 'tsx', END, JSON.stringify(wish)];
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr?.on('data', (text: Buffer) => (this.printed += text.toString()));
    this.ready = new Promise(resolve => this.#answers.push(resolve));
    createInterface({ input: this.#child.stdout! }).on('line', line => {
      if (line.startsWith('{')) this.#answers.shift()?.(JSON.parse(line) as Record<string, unknown>);
      else this.printed += line;
    });
  }

  async ask<T = Record<string, unknown>>(what: string, section?: string): Promise<T> {
    this.#child.stdin?.write(`${JSON.stringify({ do: what, section })}\n`);
    const answer = await new Promise<Record<string, unknown>>(resolve => this.#answers.push(resolve));
    assert.equal(answer['error'], undefined);
    return answer as T;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

type State = MediaStatistics & { readonly lost: string[]; readonly purity: number };

describe('calls from behind routers', function () {
  this.timeout(90_000);
  let net: NatNet | undefined;
  let server: Peer | undefined;
  let folder = '';
  const speakers: Speaker[] = [];

  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      console.log(
        speakers.map(({ printed }) => printed),
        server?.output(),
      );
    for (const speaker of speakers.splice(0)) {
      await Promise.race([speaker.ask('close').catch(() => undefined), new Promise(done => setTimeout(done, 3000))]);
      speaker.stop();
    }
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
    net?.stop();
    [net, server] = [undefined, undefined];
  });

  async function setUp(routers: Parameters<typeof natNet>[0], wishes: Record<End, Partial<MediaWish>>) {
    const made = natNet(routers);
    net = made;
    const own = ['-n', '-L', OPEN, '--lt-cred-mech', '-u', `${USER.username}:${USER.password}`, '-r', 'open.test'];
    const { cert, key } = await testCertificate();
    folder = await mkdtemp(join(tmpdir(), 'stentor-turn-'));
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await writeFile(certFile, cert);
    await writeFile(keyFile, key);
    const rest = [
      '--cert',
      certFile,
      '--pkey',
      keyFile,
      '--no-dtls',
      '--no-cli',
      '--log-file',
      'stdout',
      '--simple-log',
      '-v',
      '--pidfile',
      '/dev/null',
    ];
    const [program = '', ...before] = made.room('open');
    server = startPeer(program, [...before, 'turnserver', ...own, ...rest]);
    for (const end of ['a', 'b'] as const) {
      speakers.push(new Speaker(made.room(end), { localAddress: ENDS[end], ice: true, ...wishes[end] }));
    }
    await Promise.all(speakers.map(({ ready }) => ready));
    const [caller, callee] = speakers as [Speaker, Speaker];
    const { section: offer } = await caller.ask<{ section: string }>('offer');
    const { section: answer } = await callee.ask<{ section: string }>('answer', offer);
    await caller.ask('accept', answer);
    return { caller, callee, offer, answer };
  }

  /** Plays a tone at one end until it is heard at the other. */
  async function hears(from: Speaker, to: Speaker): Promise<State> {
    await from.ask('play');
    for (let asked = 0; asked < 300; asked++) {
      const state = await to.ask<State>('state');
      assert.deepEqual(state.lost, []);
      if (state.purity > 0.9) return state;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error('the tone does not come');
  }

  it('find their way by addresses that a server tells', async function () {
    skipFor(this, noNetworks());
    const stun = { stun: OPEN };
    const { caller, callee, offer } = await setUp({ a: {}, b: {} }, { a: stun, b: stun });
    assert.match(offer, /a=candidate:\S+ 1 UDP \d+ 203\.0\.113\.10 \d+ typ srflx raddr 10\.77\.1\.2 /);
    const { way } = await hears(caller, callee);
    assert.equal(way?.isRelayed, false);
  });

  it('go through a server where routers hide the ports', async function () {
    skipFor(this, noNetworks());
    const turn = { stun: OPEN, turn: { server: OPEN, ...USER, verify: false } };
    const { caller, callee, offer } = await setUp(
      { a: { isSymmetric: true }, b: { isSymmetric: true } },
      { a: turn, b: turn },
    );
    assert.match(offer, new RegExp(`^c=IN IP4 ${OPEN}\\r?$`, 'm'));
    const { way } = await hears(caller, callee);
    assert.ok(way?.isRelayed === true || way?.peer === 'relay', JSON.stringify(way));
    assert.ok(!speakers.some(({ printed }) => printed.includes(USER.password)));
  });

  it('go by TCP and TLS where nothing else is let out, without ICE as well', async function () {
    skipFor(this, noNetworks());
    const by = (server: string) => ({ ice: false, turn: { server, ...USER, verify: false } });
    const wishes = { a: by(`turn:${OPEN}?transport=tcp`), b: by(`turns:${OPEN}`) };
    const { caller, callee } = await setUp({ a: { isTcpOnly: true }, b: { isTcpOnly: true } }, wishes);
    const { lostShare = 0 } = await hears(callee, caller);
    assert.ok(lostShare < 0.2, String(lostShare));
  });
});
