import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Network } from '../../src/api/contract.ts';
import { freePort } from '../support/free-port.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;

/** The real process; of the network behind it only the bus is made of software. */
describe('the network of a speaker', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(() => stentor.stop());

  const send = async (path: string, body?: unknown, base = stentor.https) => {
    const method = path === '/api/network' ? 'PATCH' : 'POST';
    const init = { method, headers: { authorization }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${base}${path}`, init);
    return { status: answer.status, json: (await answer.json()) as Network & { message?: string } };
  };
  const ask = async () => (await (await stentor.fetch('/api/network')).json()) as Network;
  const written = () => readFileSync(join(stentor.state, 'board/linux/10-stentor.network'), 'utf8');
  const addresses = async () => (await ask()).state.addresses.map(({ address, origin }) => `${origin} ${address}`);
  const answers = (url: string) =>
    fetch(url, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    );

  it('has an address from the network at first', async () => {
    assert.ok((await addresses()).includes('DHCP 192.168.0.20'));
  });

  it('takes a fixed one, and gives it back where nobody wants it', async () => {
    const { json } = await send('/api/network', { ipv4: { mode: 'static', address: '192.168.0.77' } });
    assert.match(json.pending?.url ?? '', /^https:\/\/192\.168\.0\.77:\d+\/system\/network$/);
    await eventually('it is in use', async () => (await addresses()).includes('Static 192.168.0.77'));
    assert.match(written(), /DuplicateAddressDetection=ipv4/);
    assert.equal((await send('/api/network/revert')).status, 200);
    assert.ok((await addresses()).includes('DHCP 192.168.0.20'));
  });

  it('names the MAC address of the device that has an address', async () => {
    const { status, json } = await send('/api/network', { ipv4: { mode: 'static', address: '192.168.0.66' } });
    assert.deepEqual([status, json.message?.includes('00:00:5E:00:53:42')], [409, true]);
  });

  it('moves HTTPS, is confirmed there, closes HTTP, and is found there after a restart', async () => {
    const port = await freePort();
    await send('/api/network', { web: { access: 'https', httpsPort: port } });
    const there = `https://127.0.0.1:${port}`;
    assert.deepEqual([await answers(`${stentor.https}/`), await answers(`${stentor.http}/`)], [false, false]);
    const { status, json } = await send('/api/network/confirm', undefined, there);
    assert.deepEqual([status, json.pending, json.ports], [200, undefined, { http: 0, https: port }]);
    const list = await fetch(`${there}/axis-cgi/param.cgi?action=list&group=HTTPS.Port`, {
      headers: { authorization },
    });
    assert.equal(await list.text(), `root.HTTPS.Port=${port}\n`);

    await fetch(`${there}/api/restart`, { method: 'POST', headers: { authorization } });
    await eventually('it restarts', () => stentor.output().match(/ready at/g)?.length === 2);
    assert.equal(await answers(`${there}/`), true);
    // Back, so that what comes after finds the speaker.
    await send('/api/network', { web: { access: 'both', httpsPort: 0 } }, there);
    await eventually('it is back', () => answers(`${stentor.https}/`));
    assert.equal((await send('/api/network/confirm')).status, 200);
  });

  it('is back at its ports after a restart where nobody confirmed others', async () => {
    const before = stentor.output().match(/ready at/g)?.length ?? 0;
    const port = await freePort();
    await send('/api/network', { web: { httpsPort: port } });
    const init = { method: 'POST', headers: { authorization } };
    await fetch(`https://127.0.0.1:${port}/api/restart`, init);
    await eventually('it restarts', () => stentor.output().match(/ready at/g)?.length === before + 1);
    assert.deepEqual([await answers(`${stentor.https}/`), await answers(`https://127.0.0.1:${port}/`)], [true, false]);
    assert.equal((await ask()).pending, undefined);
  });

  it('refuses a port that somebody has, and stays where it is', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { status, json } = await send('/api/network', { web: { httpPort: port } });
    assert.deepEqual([status, json.message?.includes('cannot be opened')], [409, true]);
    server.close();
    assert.equal((await ask()).pending, undefined);
    assert.equal(await answers(`${stentor.http}/`), true);
  });

  it('is called what it is told over VAPIX', async () => {
    const query = 'action=update&Network.HostName=lobby';
    assert.equal(await (await stentor.fetch(`/axis-cgi/param.cgi?${query}`)).text(), 'OK');
    assert.equal((await ask()).hostName, 'lobby');
    const list = await stentor.fetch('/axis-cgi/param.cgi?action=list&group=Network.HostName');
    assert.equal(await list.text(), 'root.Network.HostName=lobby\n');
  });
});
