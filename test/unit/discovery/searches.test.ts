import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { fakeDiscovery } from '../../support/fake-discovery.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeSettings } from '../../support/settings.ts';
import { link, type Wire } from '../../support/wire.ts';

const NEAR = { address: '10.0.0.9', port: 40_000 };
const FAR = { address: '192.0.2.7', port: 40_000 };

describe('searches', () => {
  let clock: FakeClock;
  let wire: Wire;
  let params: ReturnType<typeof fakeSettings>['params'];
  let stop: () => unknown;

  beforeEach(async () => {
    clock = new FakeClock();
    ({ params } = fakeSettings({ clock }));
    const made = fakeDiscovery({ params, clock, links: () => [link('10.0.0.2')] });
    ({ wire } = made);
    await params.update({ 'Network.UPnP.Enabled': true, 'WebService.DiscoveryMode.Discoverable': true });
    stop = await made.discovery.start();
  });

  const texts = (to?: string) =>
    wire.packets
      .filter(packet => packet.from === '10.0.0.2' && (to === undefined || packet.to === to))
      .map(({ bytes }) => bytes.toString());
  const search = (lines: readonly string[], from = NEAR) =>
    wire.send(Buffer.from(`${['M-SEARCH * HTTP/1.1', 'HOST: 239.255.255.250:1900', ...lines].join('\r\n')}\r\n\r\n`), {
      from,
      group: 1900,
    });
  const probe = (inside: string, from = NEAR) =>
    wire.send(
      Buffer.from(
        `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><e:Header><w:MessageID>urn:uuid:1</w:MessageID></e:Header><e:Body>${inside}</e:Body></e:Envelope>`,
      ),
      { from, group: 3702 },
    );

  it('over SSDP are answered with headers spelled as clients read them', async () => {
    const alive = texts('all').filter(text => text.startsWith('NOTIFY') && text.includes('ssdp:alive'));
    assert.ok(alive.some(text => text.includes('\r\nNT: urn:axis-com:service:BasicService:1\r\n')));
    search(['MAN: "ssdp:discover"', 'MX: 1', 'ST: urn:axis-com:service:BasicService:1']);
    await clock.advance(1);
    const [answer = ''] = texts(NEAR.address);
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(answer, /\r\nLOCATION: http:\/\/10\.0\.0\.2:80\/rootdesc1\.xml\r\n/);
    assert.match(answer, /\r\nUSN: uuid:Upnp-BasicDevice-1_0-B827EB123456::urn:axis-com:service:BasicService:1\r\n/);
    assert.match(answer, /\r\nST: urn:axis-com:service:BasicService:1\r\n/);
    wire.packets.length = 0;
    search(['Man: "ssdp:discover"', 'st: ssdp:all']);
    await clock.advance(1);
    assert.equal(texts(NEAR.address).length, 4);
  });

  for (const [what, lines, from] of [
    ['for something else', ['MAN: "ssdp:discover"', 'ST: urn:dial-multiscreen-org:service:dial:1'], NEAR],
    ['that are none', ['ST: ssdp:all'], NEAR],
    ['from elsewhere: it may be somebody’s victim', ['MAN: "ssdp:discover"', 'ST: ssdp:all'], FAR],
  ] as const) {
    it(`over SSDP are not answered ${what}`, async () => {
      wire.packets.length = 0;
      search(lines, from);
      await clock.advance(3000);
      assert.deepEqual(texts(from.address), []);
    });
  }

  it('over WS-Discovery are answered where types and scopes fit', async () => {
    for (const [inside, fits] of [
      ['<d:Probe/>', true],
      ['<d:Probe><d:Types>tds:Device</d:Types></d:Probe>', true],
      ['<d:Probe><d:Types> </d:Types><d:Scopes>onvif://www.onvif.org/type</d:Scopes></d:Probe>', true],
      ['<d:Probe><d:Scopes>onvif://www.onvif.org/name/Stentor%20S1</d:Scopes></d:Probe>', true],
      [
        '<d:Resolve><w:EndpointReference><w:Address>urn:uuid:5b1bd0ab-7bd3-5bb5-9a80-2b0a5e6e4f00</w:Address></w:EndpointReference></d:Resolve>',
        true,
      ],
      ['<d:Resolve><w:EndpointReference><w:Address>urn:uuid:0</w:Address></w:EndpointReference></d:Resolve>', false],
      ['<d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe>', false],
      ['<d:Probe><d:Types>dn:Device</d:Types></d:Probe>', false],
      ['<d:Probe><d:Scopes>onvif://www.onvif.org/name/Sten</d:Scopes></d:Probe>', false],
      ['<Probe/>', false],
    ] as const) {
      wire.packets.length = 0;
      probe(inside);
      await clock.advance(1);
      assert.equal(texts(NEAR.address).length, fits ? 1 : 0, inside);
    }
    wire.packets.length = 0;
    probe('<d:Probe/>', FAR);
    await clock.advance(1000);
    assert.deepEqual(texts(FAR.address), []);
  });

  it('over WS-Discovery that would grow when they are opened are not answered, and the next is', async () => {
    const laughs = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const begin = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope">';
    for (const text of [
      `<!DOCTYPE l [<!ENTITY l0 "lol">${laughs}]>${begin}<e:Body>&l12;</e:Body></e:Envelope>`,
      `<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>${begin}<e:Body>&x;</e:Body></e:Envelope>`,
      `${begin}${'<a>'.repeat(2000)}`,
      `${begin}<a ${'b="" '.repeat(1500)}/></e:Envelope>`,
      `${begin}<a b="${'c'.repeat(60_000)}"/></e:Envelope>`,
      `${begin}<!--`,
      '\0'.repeat(8000),
    ]) {
      wire.packets.length = 0;
      wire.send(Buffer.from(text), { from: NEAR, group: 3702 });
      await clock.advance(1000);
      assert.deepEqual(texts(NEAR.address), [], text.slice(0, 100));
    }
    probe('<d:Probe/>');
    await clock.advance(1000);
    assert.equal(texts(NEAR.address).length, 1);
  });

  it('begin and end with the settings, and with a farewell', async () => {
    wire.packets.length = 0;
    await params.update({ 'Network.UPnP.Enabled': false });
    await clock.advance(1);
    assert.ok(texts('all').some(text => text.includes('NTS: ssdp:byebye')));
    wire.packets.length = 0;
    search(['MAN: "ssdp:discover"', 'ST: ssdp:all']);
    await clock.advance(2000);
    assert.deepEqual(texts(NEAR.address), []);
    await stop();
    assert.ok(texts('all').some(text => text.includes('<d:Bye>')));
  });

  it('never answer faster than a flood', async () => {
    for (let i = 0; i < 500; i++) search(['MAN: "ssdp:discover"', 'ST: ssdp:all']);
    wire.packets.length = 0;
    await clock.advance(1);
    assert.ok(texts(NEAR.address).length <= 100);
  });
});
