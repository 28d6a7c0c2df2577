import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { SEAMLESS_FRAMES, watchCounter } from '../support/continuity.ts';
import { counterSignal } from '../support/counter-signal.ts';
import { exampleCertificate } from '../support/example-certificate.ts';
import { BOMBS } from '../support/fuzz/nasty.ts';
import { residentMb } from '../support/fuzz/findings.ts';
import { wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const MB = 1024 * 1024;
const ENVELOPE = 'http://www.w3.org/2003/05/soap-envelope';
const enveloped = (inner: string, attributes = '', before = '') =>
  `${before}<s:Envelope xmlns:s="${ENVELOPE}"${attributes}><s:Body>${inner}</s:Body></s:Envelope>`;
const many = (count: number, make: (n: number) => string) => Array.from({ length: count }, (_, n) => make(n)).join('');

const LAUGHS = many(12, n => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
/** Small messages that a careless reader makes large, slow or deep. */
const XML: Readonly<Record<string, string>> = {
  'a billion laughs': enveloped('<a>&l12;</a>', '', `<!DOCTYPE l [<!ENTITY l0 "lol">${LAUGHS}]>`),
  'a quadratic blow-up': enveloped('&x;'.repeat(20_000), '', `<!DOCTYPE l [<!ENTITY x "${'x'.repeat(50_000)}">]>`),
  'a file of the speaker': enveloped('<a>&x;</a>', '', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  'a parameter entity': enveloped('<a/>', '', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>'),
  'a document type in lower case': enveloped('<a/>', '', '<!doctype a [<!ENTITY x "y">]>'),
  'elements in elements': enveloped(`${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`),
  'elements that are never closed': enveloped('<a>'.repeat(60_000)),
  'elements beside elements': enveloped('<a/>'.repeat(60_000)),
  'thousands of attributes': enveloped(`<a ${many(15_000, n => `a${n}="" `)}/>`),
  'thousands of namespaces': enveloped(`<a ${many(8000, n => `xmlns:n${n}="urn:${n}" `)}/>`),
  'an attribute of 200 kB': enveloped(`<a b="${'c'.repeat(200_000)}"/>`),
  'a name of 200 kB': enveloped(`<${'a'.repeat(200_000)}/>`),
  'a comment without an end': enveloped(`<!--${'-'.repeat(200_000)}`),
  'CDATA without an end': enveloped(`<![CDATA[${']'.repeat(200_000)}`),
  'character references': enveloped('&#x41;'.repeat(40_000)),
};

describe('small things that grow when they are opened, while a clip plays', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let watch: ReturnType<typeof watchCounter>;
  let memory: number;

  before(async () => {
    stentor = await startStentor({ node: ['--max-old-space-size=256'] });
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('counter.wav', wav(counterSignal(SEAMLESS_FRAMES)));
    const body = JSON.stringify({ location: 'counter.wav', repeat: -1, sourceClass: 'emergency' });
    await stentor.fetch('/api/actions/audio.play-clip', { method: 'POST', body });
    await eventually('it sounds', () => stentor.card.lastSpeaker(0.1).every(sample => sample !== 0));
  });
  after(() => stentor.stop());

  beforeEach(() => {
    memory = residentMb(stentor.process.pid);
    watch = watchCounter(stentor.card);
  });
  afterEach(async () => {
    assert.deepEqual(watch.end().breaks, [], 'the sound goes on');
    assert.equal((await stentor.fetch('/api/status')).status, 200, 'the speaker answers');
    const grown = residentMb(stentor.process.pid) - memory;
    assert.ok(grown < 200, `it grew by ${grown} MB`);
    assert.doesNotMatch(stentor.output(), /on a bug|out of memory/);
  });

  const post = async (path: string, body: string | Uint8Array | FormData, headers: Record<string, string> = {}) => {
    const sent = typeof body === 'string' || body instanceof FormData ? body : new Uint8Array(body);
    const answer = await stentor.fetch(path, { method: 'POST', body: sent, headers });
    return { status: answer.status, text: await answer.text() };
  };
  const uploadOf = (path: string, name: string, content: Uint8Array, headers: Record<string, string> = {}) => {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(content)]), name);
    return post(path, body, headers);
  };

  for (const [what, xml] of Object.entries(XML)) {
    it(`are refused as messages with ${what}`, async () => {
      for (const path of ['/vapix/services', '/onvif/event_service', '/onvif/device_service']) {
        const { status, text } = await post(path, xml, { 'content-type': 'application/soap+xml' });
        assert.ok(status === 400 || status === 413, `${path}: ${status} ${text}`);
        assert.doesNotMatch(text, /root:x:0|lollol/);
      }
    });
  }

  it('are refused as bodies of each kind, at each address that reads a body', async () => {
    const addresses = [
      '/api/rules',
      '/api/schedules/import',
      '/axis-cgi/param.cgi',
      '/axis-cgi/time.cgi',
      '/vapix/call',
    ];
    for (const path of [...addresses, '/vapix/axast', '/config/rest/time/v2/timeZone/iana/getTimeZoneList'])
      for (const [number, bomb] of BOMBS.entries()) {
        const { status } = await post(path, bomb, { 'content-type': 'application/json' });
        assert.ok(status < 500, `${path}, ${number}: ${status}`);
      }
  });

  it('are not unpacked: a compressed body is refused, and a compressed upload is no sound', async () => {
    const zipped = gzipSync(Buffer.alloc(100 * MB));
    for (const coding of ['gzip', 'deflate', 'br', 'gzip, gzip']) {
      const headers = { 'content-encoding': coding };
      assert.equal((await post('/api/rules', zipped, headers)).status, 415, coding);
      assert.match(String((await post('/vapix/services', zipped, headers)).status), /^(400|415)$/, coding);
      assert.match(String((await uploadOf('/api/clips', 'a.wav', zipped, headers)).status), /^(400|415)$/, coding);
    }
  });

  it('are refused as releases: archives of nothing, and archives in archives', async () => {
    const inner = gzipSync(Buffer.alloc(50 * MB));
    for (const content of [inner, gzipSync(Buffer.concat([inner, inner])), Buffer.from('hsqs'.repeat(50_000))]) {
      const { status } = await uploadOf('/axis-cgi/firmwareupgrade.cgi?type=normal', 'release.raucb', content);
      assert.ok(status < 500, String(status));
      const uploaded = await uploadOf('/api/upgrade/bundle', 'release.raucb', content);
      assert.match(String(uploaded.status), /^(400|415)$/, uploaded.text);
    }
  });

  it('are refused as certificates that would take hours to open', async () => {
    const slow = endlessPkcs12();
    const { status, text } = await post(
      '/api/certificates/upload',
      JSON.stringify({ name: 'slow', pkcs12: slow, password: 'secret' }),
    );
    assert.equal(status, 400, text);
    assert.doesNotMatch(
      execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }),
      new RegExp(`pkcs12 -in ${stentor.state}`),
    );
  });

  it('are refused as clips that say they are gigantic', async () => {
    const sound = wav(new Int16Array(4800));
    const huge = Buffer.from(sound);
    huge.writeUInt32LE(0xffff_fff0, 40);
    const channels = Buffer.from(sound);
    channels.writeUInt16LE(65_535, 22);
    const fast = Buffer.from(sound);
    fast.writeUInt32LE(0xffff_ffff, 24);
    for (const [what, file] of Object.entries({ huge, channels, fast })) {
      const { status, text } = await uploadOf('/api/clips', `${what}.wav`, file);
      assert.ok(status === 400 || status === 201, `${what}: ${status} ${text}`);
    }
  });
});

/** A PKCS #12 file whose password is to be hashed eight million times, again and again. */
function endlessPkcs12(): string {
  const bytes = Buffer.from(exampleCertificate('ec', 70_000).pkcs12, 'base64');
  // INTEGER 70,000 (X.690, 8.3) stands for each key and for the MAC.
  const [few, many] = ['0203011170', '02037fffff'];
  let found = 0;
  for (let at = bytes.indexOf(few, 0, 'hex'); at >= 0; at = bytes.indexOf(few, at + 1, 'hex')) {
    bytes.write(many, at, 'hex');
    found++;
  }
  assert.ok(found > 0);
  return bytes.toString('base64');
}
