import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { string } from '../../../src/core/schema.ts';
import { defineParam } from '../../../src/settings/index.ts';
import { fakeVapix } from '../../support/vapix.ts';

const secret = defineParam({
  path: 'Test.Secret',
  title: 'Secret',
  schema: string({ maxLength: 8 }),
  value: 'hunter2',
  read: 'operator',
  write: 'admin',
  hint: 'password',
});

const list = (group: string) => `GET /axis-cgi/param.cgi?action=list&group=${group}`;
const viewer = { role: 'viewer' } as const;
const admin = { role: 'admin' } as const;

describe('param.cgi list', () => {
  it('shows a group as one line for each parameter', async () => {
    const { ask } = fakeVapix();
    const { status, type, text } = await ask(list('root.Brand'), viewer);
    assert.equal(status, 200);
    assert.equal(type.split(';')[0], 'text/plain');
    assert.equal(
      text,
      [
        'root.Brand.Brand=Stentor',
        'root.Brand.ProdFullName=Stentor Network Mini Speaker',
        'root.Brand.ProdNbr=S1',
        'root.Brand.ProdShortName=Stentor S1',
        'root.Brand.ProdType=Network Speaker',
        'root.Brand.ProdVariant=',
        'root.Brand.WebURL=',
        '',
      ].join('\n'),
    );
  });

  it('lists the audio clips by number', async () => {
    const { ask } = fakeVapix();
    const { text } = await ask(list('MediaClip.*'), viewer);
    assert.equal(
      text,
      [
        'root.MediaClip.MaxGroups=100',
        'root.MediaClip.MaxUploadSize=100',
        'root.MediaClip.M0.Location=ding.wav',
        'root.MediaClip.M0.Name=Ding',
        'root.MediaClip.M0.Type=audio',
        'root.MediaClip.M1.Location=dong.wav',
        'root.MediaClip.M1.Name=Dong',
        'root.MediaClip.M1.Type=audio',
        '',
      ].join('\n'),
    );
  });

  it('shows parameters before groups, and M10 after M9', async () => {
    const { ask } = fakeVapix({ clips: Array.from({ length: 11 }, (_, i) => `Clip ${i}`) });
    const { text } = await ask(list('MediaClip'), viewer);
    const numbers = [...text.matchAll(/M(\d+)\.Name/g)].map(([, number]) => Number(number));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
    assert.ok(text.startsWith('root.MediaClip.MaxGroups'));
  });

  for (const group of ['brand', 'BRAND', 'root.brand', 'ROOT.Brand', 'Brand.', 'root.Brand.*', '%20Brand']) {
    it(`knows the group however a client writes it: ${group}`, async () => {
      const { ask } = fakeVapix();
      const { text } = await ask(list(group), viewer);
      assert.match(text, /^root\.Brand\.Brand=Stentor\n/);
      assert.equal(text.split('\n').length, 8);
    });
  }

  it('takes a star for any one level, and a single parameter for a group', async () => {
    const { ask } = fakeVapix();
    assert.equal(
      (await ask(list('Network.*.Enabled'), viewer)).text,
      ['Bonjour.Enabled=yes', 'IPv6.Enabled=yes', 'UPnP.Enabled=no', 'ZeroConf.Enabled=yes']
        .map(each => `root.Network.${each}\n`)
        .join(''),
    );
    assert.equal((await ask(list('root.Brand.ProdNbr'), viewer)).text, 'root.Brand.ProdNbr=S1\n');
    assert.match((await ask(list('Br'), viewer)).text, /^# Error/);
  });

  it('lists everything without a group, root alone, or an empty one', async () => {
    const { ask } = fakeVapix();
    const all = (await ask('GET /axis-cgi/param.cgi?action=list', viewer)).text;
    assert.ok(all.split('\n').length > 60);
    assert.equal((await ask(list('root'), viewer)).text, all);
    assert.equal((await ask(list(''), viewer)).text, all);
    assert.ok(!all.includes('\r'));
    // The name of an encoding, which has no other.
    assert.doesNotMatch(all.replace('axis-mulaw-128', ''), /axis/i);
  });

  it('complains of an unknown group in the words that clients look for', async () => {
    const { ask } = fakeVapix();
    const { status, text } = await ask(list('root.Foo'), viewer);
    assert.equal(status, 200);
    assert.equal(text, "# Error: Error -1 getting param in group 'root.Foo'\n");
    assert.equal((await ask(list('Foo'), viewer)).text, text);
  });

  it('answers several groups with what there is and a complaint about the rest', async () => {
    const { ask } = fakeVapix();
    const expected =
      "root.Brand.Brand=Stentor\nroot.Brand.ProdNbr=S1\n# Error: Error -1 getting param in group 'root.Foo'\n";
    const groups = ['root.Brand.Brand', 'Foo', 'Brand.ProdNbr'];
    assert.equal((await ask(list(groups.join(',')), viewer)).text, expected);
    assert.equal((await ask(list(groups.join('%2C')), viewer)).text, expected);
    assert.equal((await ask(list(groups.join('%252C')), viewer)).text, expected);
  });

  it('reads the arguments from the body, whatever it says it is', async () => {
    const { ask } = fakeVapix();
    const body = 'group=root.Brand.Brand&action=list';
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
      const { text } = await ask('POST /axis-cgi/param.cgi', { ...viewer, body, headers: { 'content-type': type } });
      assert.equal(text, 'root.Brand.Brand=Stentor\n');
    }
  });

  it('takes arguments of which half are in the query, and those that change nothing', async () => {
    const { ask } = fakeVapix();
    const query = 'action=list&responseformat=rfc&usergroup=viewer';
    const { text } = await ask(`POST /axis-cgi/param.cgi?${query}`, { ...viewer, body: 'group=Brand.Brand' });
    assert.equal(text, 'root.Brand.Brand=Stentor\n');
  });

  it('has what Node-RED and the access tools cannot do without', async () => {
    const { ask } = fakeVapix();
    const { text } = await ask(list('network'), viewer);
    assert.match(text, /^root\.Network\.VolatileHostName\.HostName=speaker$/m);
    assert.match(text, /^root\.Network\.eth0\.IPv6\.IPAddresses=2001:db8::5$/m);
    assert.match(text, /^root\.Network\.eth0\.MACAddress=B8:27:EB:12:34:56$/m);
    assert.match(text, /^root\.Network\.eth0\.IPAddress=192\.168\.7\.20$/m);
    assert.match(text, /^root\.Network\.Broadcast=192\.168\.7\.255$/m);
    assert.match(text, /^root\.Network\.HTTP\.AuthenticationPolicy=recommended$/m);
    assert.match(text, /^root\.Network\.HTTP\.AuthenticationWithQop=yes$/m);
  });

  it('shows only what the role may read, and never a password', async () => {
    const { ask } = fakeVapix({ more: [secret] });
    assert.match((await ask(list('Test'), viewer)).text, /^# Error: Error -1 getting param in group 'root\.Test'/);
    assert.equal((await ask(list('Test'), admin)).text, 'root.Test.Secret=*****\n');
  });

  it('keeps a clip’s name on its line, and shows letters of all scripts', async () => {
    const { ask } = fakeVapix({ clips: ['Tür\r\nroot.Brand.Brand=X'] });
    const { text } = await ask(list('MediaClip.M0.Name'), viewer);
    assert.equal(text, 'root.MediaClip.M0.Name=Tür root.Brand.Brand=X\n');
  });

  it('asks for a login, and for an action that it has', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask(list('Brand'))).status, 401);
    assert.equal((await ask('GET /axis-cgi/param.cgi', viewer)).text, '# Error: action must be specified\n');
    assert.equal((await ask('GET /axis-cgi/param.cgi?action=lis', viewer)).text, "# Error: there is no action 'lis'\n");
  });
});
