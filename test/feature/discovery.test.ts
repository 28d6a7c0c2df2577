import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { startAvahi } from '../support/avahi.ts';
import { noise, PROBE, RIVAL } from '../support/net-peers.ts';
import { type NetRoom, netRoom, noRoom } from '../support/net-room.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { PASSWORD } from '../support/stentor.ts';

const SERIAL = 'B827EB0D15C0';
const NAME = `Stentor S1 - ${SERIAL}`;
const ON = {
  'Network.UPnP.Enabled': true,
  'WebService.DiscoveryMode.Discoverable': true,
  'Stentor.Discovery.AnnounceVideo': true,
};
const path = (name: string) => new URL(name, import.meta.url).pathname;
const FIND = path('../../scripts/find.ts');

describe('a speaker on a network', function () {
  this.timeout(90_000);
  let room: NetRoom;
  let finder = '';
  let speaker: Awaited<ReturnType<NetRoom['startSpeaker']>> | undefined;

  before(async function () {
    const why = noRoom();
    skipFor(this, why);
    room = netRoom({ speaker: '10.44.0.1/24', other: '10.44.0.2/24' });
    finder = await room.bundled(FIND);
    speaker = await room.startSpeaker({ serial: SERIAL, settings: ON });
    const query = new URLSearchParams({
      action: 'add',
      user: 'root',
      pwd: PASSWORD,
      grp: 'root',
      sgrp: 'admin:operator:viewer',
    });
    await curl(`http://10.44.0.1/axis-cgi/pwdgrp.cgi?${query.toString()}`);
  });
  after(async () => {
    await speaker?.stop();
    (room as NetRoom | undefined)?.close();
  });

  const curl = async (...args: string[]) =>
    (await room.run('other', 'curl', ['-sS', '--max-time', '10', ...args])).text;
  const admin = (...args: string[]) => curl('--anyauth', '-u', `root:${PASSWORD}`, ...args);
  const find = (...args: string[]) =>
    room.run('other', process.execPath, [finder, ...args], { STENTOR_PASSWORD: PASSWORD });
  const list = async (...args: string[]) =>
    JSON.parse((await find('--seconds', '0.7', '--json', ...args)).text) as Record<string, unknown>[];

  it('is found by our own finder, with all that tells it apart', async () => {
    // It makes sure that its name is its own before it answers.
    let all: Record<string, unknown>[] = [];
    await soon('it is found', async () => (all = await list()).length > 0);
    const [found, ...others] = all;
    assert.deepEqual(others, []);
    const addresses = found?.['addresses'] as string[];
    assert.equal(addresses[0], '10.44.0.1');
    assert.ok(
      addresses.some(address => /^fe80:.*%eth0$/.test(address)),
      String(addresses),
    );
    const { hostName, ...rest }: Record<string, unknown> = { ...found, addresses: [] };
    assert.ok(typeof hostName === 'string' && hostName !== '');
    assert.deepEqual(rest, {
      name: NAME,
      model: 'Stentor S1',
      serialNumber: SERIAL,
      addresses: [],
      port: 80,
      needsAddress: false,
    });
    assert.match((await find()).text, new RegExp(`^Stentor S1\\s+${SERIAL}\\s+10\\.44\\.0\\.1\\s+${NAME}$`, 'm'));
  });

  it('is found by Avahi: _http, _axis-audiosite and, as it was asked to, _axis-video', async function () {
    skipFor(this, missingPrograms('avahi-daemon', 'avahi-browse', 'dbus-daemon'));
    const avahi = startAvahi(room);
    let text = '';
    await soon('Avahi finds something', async () => (text = await avahi.browse('-a')).includes('_axis-video'));
    for (const type of ['_http._tcp', '_axis-audiosite._tcp', '_axis-video._tcp']) {
      assert.match(text, new RegExp(`^=;eth0;IPv4;Stentor\\\\032S1.*;${type};local;`, 'm'), type);
    }
    assert.match(text, /;10\.44\.0\.1;80;.*"macaddress=B827EB0D15C0"/);
    assert.match(text, /"model=Stentor S1"/);
  });

  it('is found by GSSDP, and describes itself', async function () {
    skipFor(this, missingPrograms('gssdp-discover'));
    const searched = await room.run('other', 'gssdp-discover', [
      '-i',
      'eth0',
      '--timeout=3',
      '--target=urn:axis-com:service:BasicService:1',
    ]);
    assert.match(searched.text, /USN: +uuid:Upnp-BasicDevice-1_0-B827EB0D15C0::urn:axis-com:service:BasicService:1/);
    const place = /http:\/\/10\.44\.0\.1:80\/rootdesc1\.xml/.exec(searched.text)?.[0];
    assert.ok(place !== undefined, searched.text);
    const description = await curl(place);
    assert.match(description, /<manufacturer>Stentor<\/manufacturer>/);
    assert.match(description, new RegExp(`<friendlyName>${NAME}</friendlyName>`));
    assert.match(description, /<presentationURL>http:\/\/10\.44\.0\.1:80\/<\/presentationURL>/);
    assert.ok(!/axis/i.test(description), 'it is nobody else’s device');
  });

  it('answers a probe of WS-Discovery, and says there who it is', async () => {
    const script = join(room.folder, 'probe.mjs');
    writeFileSync(script, PROBE);
    const { text } = await room.run('other', process.execPath, [script]);
    const answers = text.split('\n').filter(line => line.includes('ProbeMatches'));
    assert.equal(answers.length, 1, text);
    assert.match(text, /<a:RelatesTo>urn:uuid:1<\/a:RelatesTo>/);
    assert.match(text, /onvif:\/\/www\.onvif\.org\/name\/Stentor%20S1/);
    const place = /<d:XAddrs>([^<]+)/.exec(text)?.[1] ?? '';
    assert.equal(place, 'http://10.44.0.1:80/onvif/device_service');
    const ask = (operation: string) =>
      `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><${operation} xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>`;
    assert.match(await curl('-d', ask('GetSystemDateAndTime'), place), /<tt:Year>20\d\d</);
    assert.match(
      await admin('-d', ask('GetDeviceInformation'), place),
      /<tds:Manufacturer>Stentor<.*<tds:SerialNumber>B827EB0D15C0</,
    );
    assert.match(await curl('-d', ask('GetServices'), place), /http:\/\/10\.44\.0\.1\/onvif\/event_service/);
  });

  it('tells over mdnssd.cgi what it finds', async () => {
    const ask = async (method: string, params: object = {}) =>
      JSON.parse(
        await admin(
          '-d',
          JSON.stringify({ apiVersion: '1.0', method, params }),
          'http://10.44.0.1/axis-cgi/mdnssd.cgi',
        ),
      ) as Record<string, unknown>;
    assert.deepEqual((await ask('getMdnssdInfo'))['data'], { enabled: true, friendlyName: NAME });
    const { devices } = (await ask('discover', { services: ['_axis-audiosite._tcp'], timeout: 2 }))['data'] as {
      devices: Record<string, unknown>[];
    };
    assert.equal(devices[0]?.['friendlyName'], NAME);
    assert.deepEqual(devices[0]['ipv4Addresses'], ['10.44.0.1']);
    assert.equal(((await ask('discover', { services: ['reboot'] }))['error'] as { code: number }).code, 4004);
  });

  it('has another name as soon as it is given one, and other addresses as soon as it has them', async () => {
    await admin('http://10.44.0.1/axis-cgi/param.cgi?action=update&Network.Bonjour.FriendlyName=Gr%C3%BCner%20Saal');
    await soon(
      'it is known by the new name',
      async () => (await list('--seconds', '0.7'))[0]?.['name'] === 'Grüner Saal',
    );
    room.ip('-n', room.names.speaker, 'addr', 'add', '10.44.0.77/24', 'dev', 'eth0');
    room.ip('-n', room.names.speaker, 'addr', 'del', '10.44.0.1/24', 'dev', 'eth0');
    await soon('it is known at the new address', async () => {
      const [found] = await list('--seconds', '0.7');
      return (found?.['addresses'] as string[] | undefined)?.[0] === '10.44.0.77';
    });
    room.ip('-n', room.names.speaker, 'addr', 'add', '10.44.0.1/24', 'dev', 'eth0');
    room.ip('-n', room.names.speaker, 'addr', 'del', '10.44.0.77/24', 'dev', 'eth0');
    await soon('it is back', async () => (await list('--seconds', '0.7'))[0] !== undefined);
  });

  it('takes another name where somebody has it', async () => {
    const rival = `${room.folder}/rival.mjs`;
    writeFileSync(rival, RIVAL);
    const child = room.inside('other', process.execPath, [rival]);
    await new Promise(resolve => child.stdout.once('data', resolve));
    await admin('http://10.44.0.1/axis-cgi/param.cgi?action=update&Network.Bonjour.FriendlyName=Rival');
    await soon('it is the second of that name', async () =>
      (await list('--seconds', '0.7')).some(
        ({ name, serialNumber }) => name === 'Rival (2)' && serialNumber === SERIAL,
      ),
    );
    child.kill('SIGKILL');
  });

  it('survives whatever is sent to its ports, and is found all the same', async () => {
    const script = join(room.folder, 'noise.mjs');
    writeFileSync(script, noise(NAME));
    const { text, code } = await room.run('other', process.execPath, [script]);
    assert.equal(code, 0, text);
    assert.equal(speaker?.process.exitCode, null);
    await soon('it is found', async () => (await list()).some(({ serialNumber }) => serialNumber === SERIAL));
    assert.equal((await curl('-o', '/dev/null', '-w', '%{http_code}', 'http://10.44.0.1/icon.svg')).trim(), '200');
  });

  it('is silent as soon as it is told to be', async () => {
    await admin(
      'http://10.44.0.1/axis-cgi/param.cgi?action=update&Network.Bonjour.Enabled=no&Network.UPnP.Enabled=no&WebService.DiscoveryMode.Discoverable=no',
    );
    await soon('nobody is found', async () => (await list('--seconds', '0.7')).length === 0);
    assert.equal((await curl('-o', '/dev/null', '-w', '%{http_code}', 'http://10.44.0.1/rootdesc1.xml')).trim(), '404');
  });
});

describe('a speaker without an address of the network', function () {
  this.timeout(60_000);
  let room: NetRoom;
  let finder = '';
  let speaker: Awaited<ReturnType<NetRoom['startSpeaker']>> | undefined;

  before(async function () {
    const why = noRoom();
    skipFor(this, why);
    room = netRoom({ speaker: '169.254.7.7/16', other: '10.44.0.2/24' });
    finder = await room.bundled(FIND);
    speaker = await room.startSpeaker({ serial: SERIAL });
  });
  after(async () => {
    await speaker?.stop();
    (room as NetRoom | undefined)?.close();
  });

  it('is found, and reached over its link-local address', async () => {
    const run = (...args: string[]) =>
      room.run('other', process.execPath, [finder, ...args], { STENTOR_PASSWORD: 'x' });
    let found: { addresses: string[]; needsAddress: boolean } | undefined;
    await soon('it is found', async () => {
      [found] = JSON.parse((await run('--seconds', '0.7', '--json')).text) as (typeof found)[];
      return found !== undefined;
    });
    assert.equal(found?.needsAddress, true);
    assert.match(found.addresses[0] ?? '', /^fe80:.*%eth0$/);
    assert.match((await run()).text, /no address of the network/);
    const refused = await run('assign', SERIAL, '10.44.0.9/24');
    assert.equal(refused.code, 1);
    assert.match(refused.text, /does not take this name and password|cannot be given/);
    assert.match((await run('assign', 'B827EB999999', '10.44.0.9/24')).text, /no speaker B827EB999999 answers/);

    const first = 'action=add&user=root&pwd=x&grp=root&sgrp=admin:operator:viewer';
    await room.run('speaker', 'curl', ['-ks', `https://127.0.0.1/axis-cgi/pwdgrp.cgi?${first}`]);
    const given = await run('assign', SERIAL, '10.44.0.9/24');
    assert.equal(given.code, 0, given.text);
    const settings = await room.run('speaker', 'curl', ['-ks', '-u', 'root:x', 'https://127.0.0.1/api/network']);
    assert.match(settings.text, /"10\.44\.0\.9"/);
  });
});

describe('fifty speakers', function () {
  this.timeout(60_000);
  let room: NetRoom;
  before(function () {
    skipFor(this, noRoom());
    room = netRoom({ speaker: '10.44.0.1/24', other: '10.44.0.2/24' });
    for (let i = 10; i < 60; i++) room.ip('-n', room.names.speaker, 'addr', 'add', `10.44.0.${i}/24`, 'dev', 'eth0');
  });
  after(() => (room as NetRoom | undefined)?.close());

  it('are all listed, each with its address', async () => {
    const child = room.inside('speaker', process.execPath, [await room.bundled(path('../support/many-speakers.ts'))]);
    await new Promise(resolve => child.stdout.once('data', resolve));
    const find = await room.bundled(FIND);
    const { text } = await room.run('other', process.execPath, [find, '--json']);
    const found = JSON.parse(text) as { serialNumber: string; addresses: string[] }[];
    const wanted = Array.from({ length: 50 }, (_, i) => [
      `B827EB${i.toString(16).toUpperCase().padStart(6, '0')}`,
      `10.44.0.${10 + i}`,
    ]);
    assert.deepEqual(found.map(({ serialNumber, addresses }) => [serialNumber, addresses[0]]).sort(), wanted.sort());
  });
});

/** Asks again, a few times: every look takes seconds. */
async function soon(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let asked = 0; asked < 8; asked++) {
    if (await holds()) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  throw new Error(`not soon: ${what}`);
}
