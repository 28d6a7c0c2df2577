import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, afterEach, before, describe, it } from 'mocha';
import { Container } from '../../scripts/image/container.ts';
import { virtualRoot } from '../../scripts/image/virtual-root.ts';
import type { Network } from '../../src/api/contract.ts';

const PASSWORD = 'correct horse';
const ROOM = `stentor-room-${process.pid}`;
const NEIGHBOUR = { address: '10.77.0.66', mac: '02:00:5E:00:53:42' };

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The image's networkd, polkit and ARP probe, on a cable whose other end is in a room of its own. Nobody has DHCP there. */
describe("the image's network", function () {
  this.timeout(20 * 60_000);
  let folder: string;
  let container: Container;

  const run = promisify(execFile);
  const inRoom = (...args: readonly string[]) => run('ip', ['netns', 'exec', ROOM, ...args]);
  /** As somebody in the room, or on the speaker itself where no address is named. */
  const ask = async (method: string, path: string, body?: object, at?: string): Promise<Answer> => {
    const data = body === undefined ? [] : ['--data', JSON.stringify(body)];
    const url = `${at === undefined ? container.https : `https://${at}`}${path}`;
    const args = ['-sk', '-m', '30', '-u', `root:${PASSWORD}`, '-X', method, ...data, '-w', '\n%{http_code}', url];
    const asking = at === undefined ? run('curl', args) : inRoom('curl', ...args);
    // Where nobody answers, curl says so by its exit code, and that the status is 000.
    const { stdout } = await asking.catch((error: unknown) => error as { stdout: string });
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
  };
  const answers = async (at?: string) => (await ask('GET', '/', undefined, at)).status === 200;
  const eventually = async (what: string, holds: () => Promise<boolean>) => {
    for (const end = Date.now() + 90_000; Date.now() < end;) {
      if (await holds()) return;
      await new Promise(resolve => setTimeout(resolve, 300));
    }
    const told = container.run('networkctl --no-pager status -a; journalctl --no-pager -n 60 -o cat').slice(-6000);
    throw new Error(`${what}: not within a minute and a half\n${told}`);
  };
  const known = async (at?: string) => JSON.parse((await ask('GET', '/api/network', undefined, at)).text) as Network;
  const origins = async () => (await known()).state.addresses.map(({ address, origin }) => `${origin} ${address}`);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stentor-network-'));
    container = new Container({ root: await virtualRoot(), folder });
    await container.start();
    await run('ip', ['netns', 'add', ROOM]);
    container.plug(ROOM, 'outside', 'end0');
    for (const words of [
      `link set outside address ${NEIGHBOUR.mac}`,
      `addr add ${NEIGHBOUR.address}/24 dev outside`,
      'addr add 169.254.1.1/16 dev outside',
      'link set outside up',
    ]) {
      await inRoom('ip', ...words.split(' '));
    }
    await eventually('the page answers', () => answers());
    await ask(
      'GET',
      `/axis-cgi/pwdgrp.cgi?action=add&user=root&pwd=${PASSWORD.replace(' ', '%20')}&grp=root&sgrp=admin`,
    );
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.log(container.run('journalctl --no-pager -n 40 -o cat'));
  });
  after(async () => {
    await container.stop();
    await run('ip', ['netns', 'del', ROOM]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives itself a link-local address where no DHCP server answers', async () => {
    await eventually('it has one', async () => (await origins()).some(each => each.startsWith('Link local 169.254.')));
    const address = (await known()).state.addresses.find(each => each.address.startsWith('169.254.'))?.address ?? '';
    assert.ok(await answers(address), 'reached from the room');
  });

  it('refuses an address that a neighbour has, and names its MAC address', async () => {
    const ipv4 = { mode: 'static', address: NEIGHBOUR.address, prefix: 24 };
    const { status, text } = await ask('PATCH', '/api/network', { ipv4 });
    assert.equal(status, 409, text);
    assert.ok(text.includes(NEIGHBOUR.mac), text);
  });

  it('takes an address, and keeps it once that is confirmed there', async () => {
    const { status, text } = await ask('PATCH', '/api/network', {
      ipv4: { mode: 'static', address: '10.77.0.5', prefix: 24 },
    });
    assert.equal(status, 200, text);
    await eventually('it is reached there', () => answers('10.77.0.5'));
    const confirmed = await ask('POST', '/api/network/confirm', undefined, '10.77.0.5');
    assert.equal(confirmed.status, 200, confirmed.text);
    const present = await origins();
    assert.ok(present.includes('Static 10.77.0.5'), present.join());
    assert.ok(
      present.some(each => each.startsWith('Link local 169.254.')),
      'the way in stays',
    );
  });

  it('goes back from an address that nobody confirmed, even where the supervisor dies', async () => {
    await ask('PATCH', '/api/network', { ipv4: { address: '10.77.0.7' } });
    await eventually('it moves', () => answers('10.77.0.7'));
    container.run('systemctl kill --signal=KILL stentor.service');
    await eventually('it is back', () => answers('10.77.0.5'));
    const { pending, state } = await known('10.77.0.5');
    assert.equal(pending, undefined);
    assert.ok(!state.addresses.some(({ address }) => address === '10.77.0.7'));
  });

  it('is called what it is told, and has the time zone that it is told', async () => {
    assert.equal((await ask('PATCH', '/api/network', { hostName: { name: 'front-door' } })).status, 200);
    assert.equal(container.run('hostname').trim(), 'front-door');
    const zone = await ask('PATCH', '/api/time', { zone: 'Asia/Tokyo' });
    assert.equal(zone.status, 200, zone.text);
    assert.match(container.run('readlink /etc/localtime /data/etc/localtime'), /Asia\/Tokyo\n.*Asia\/Tokyo\n/);
  });
});
