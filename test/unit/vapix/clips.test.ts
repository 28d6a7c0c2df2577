import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { fakeVapix } from '../../support/vapix.ts';

const viewer = { role: 'viewer' } as const;
const operator = { role: 'operator' } as const;

describe('playclip.cgi', () => {
  it('plays a clip by number, once and at full volume unless told', async () => {
    const { ask, played } = fakeVapix();
    const { status, type, text } = await ask('GET /axis-cgi/playclip.cgi?clip=1', viewer);
    assert.deepEqual([status, type.split(';')[0], text], [200, 'text/plain', 'OK\nplaying=1']);
    assert.deepEqual(played, ['1 repeat 0 volume 100']);
  });

  it('plays the link that the page makes, with GET and with POST', async () => {
    const { ask, played } = fakeVapix();
    const args = 'location=dong.wav&repeat=-1&volume=4&audiodeviceid=0&audiooutputid=0';
    assert.equal((await ask(`GET /axis-cgi/playclip.cgi?${args}`, viewer)).text, 'OK\nplaying=1');
    assert.equal((await ask(`POST /axis-cgi/playclip.cgi?${args}`, viewer)).text, 'OK\nplaying=1');
    assert.equal((await ask('POST /axis-cgi/playclip.cgi', { ...viewer, body: args })).text, 'OK\nplaying=1');
    assert.deepEqual(played, Array(3).fill('1 repeat -1 volume 4'));
  });

  it('takes the deprecated output number and the path that older links have', async () => {
    const { ask, played } = fakeVapix();
    await ask('GET /axis-cgi/playclip.cgi?clip=0&audiooutput=1&volume=0', viewer);
    await ask('GET /axis-cgi/view/playclip.cgi?clip=0&repeat=3&volume=1000', viewer);
    assert.deepEqual(played, ['0 repeat 0 volume 0', '0 repeat 3 volume 1000']);
  });

  const refusals: Readonly<Record<string, string>> = {
    'clip=7': 'no audio clip 7',
    'location=gong.wav': 'no audio clip gong.wav',
    '': 'clip or location must be given',
    'clip=0&repeat=often': 'repeat must be integer',
    'clip=0&repeat=-2': 'repeat must be >= -1',
    'clip=0&repeat=': 'repeat must be integer',
    'clip=0&repeat=Infinity': 'repeat must be a finite number',
    'clip=0&volume=1001': 'volume must be <= 1000',
    'clip=0&volume=-1': 'volume must be >= 0',
    'clip=0&volume=1.5': 'volume must be integer',
    'clip=0&audiodeviceid=0': 'audiodeviceid and audiooutputid must be given together',
    'clip=0&audiooutputid=0': 'audiodeviceid and audiooutputid must be given together',
    'clip=0&audiodeviceid=1&audiooutputid=0': 'there is no audiodeviceid but 0',
    'clip=0&audiodeviceid=0&audiooutputid=1': 'there is no audiooutputid but 0',
    'clip=0&audiooutput=2': 'there is no audiooutput but 1',
    'clip=0%0D%0AX': 'no audio clip 0 X',
  };
  for (const [args, message] of Object.entries(refusals)) {
    it(`refuses "${args}" and plays nothing`, async () => {
      const { ask, played } = fakeVapix();
      const { status, type, text } = await ask(`GET /axis-cgi/playclip.cgi?${args}`, viewer);
      assert.deepEqual([status, type.split(';')[0], text], [400, 'text/plain', `400 Bad Request\n${message}`]);
      assert.deepEqual(played, []);
    });
  }

  it('asks for a login', async () => {
    const { ask, played } = fakeVapix();
    assert.equal((await ask('GET /axis-cgi/playclip.cgi?clip=0')).status, 401);
    assert.deepEqual(played, []);
  });
});

describe('stopclip.cgi', () => {
  it('stops what plays, also when nothing does', async () => {
    const { ask, played } = fakeVapix();
    assert.equal((await ask('GET /axis-cgi/stopclip.cgi', viewer)).text, 'OK\nstopping');
    assert.equal((await ask('POST /axis-cgi/stopclip.cgi', viewer)).text, 'OK\nstopping');
    assert.deepEqual(played, ['stop', 'stop']);
  });
});

describe('mediaclip.cgi', () => {
  const cgi = (args: string) => `GET /axis-cgi/mediaclip.cgi?${args}`;

  it('plays and stops', async () => {
    const { ask, played } = fakeVapix();
    assert.equal((await ask(cgi('action=play&clip=0&repeat=1&volume=50'), operator)).text, 'OK\nplaying=0');
    assert.equal((await ask(cgi('action=play&location=dong.wav'), operator)).text, 'OK\nplaying=1');
    assert.equal((await ask(cgi('action=stop'), operator)).text, 'OK\nstopping');
    assert.deepEqual(played, ['0 repeat 1 volume 50', '1 repeat 0 volume 100', 'stop']);
  });

  it('takes an upload, named or not', async () => {
    const { ask, clips } = fakeVapix();
    const file = { fileName: 'gong.wav', content: 'RIFF....' };
    const upload = 'POST /axis-cgi/mediaclip.cgi?action=upload&media=audio';
    assert.equal((await ask(`${upload}&name=Big%20gong`, { ...operator, file })).text, 'OK\nuploaded=2');
    assert.equal((await ask(upload, { ...operator, file })).text, 'OK\nuploaded=3');
    assert.deepEqual(
      clips.list().map(({ name }) => name),
      ['Ding', 'Dong', 'Big gong', 'gong.wav'],
    );
  });

  it('gives a removed number to the next clip', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask(cgi('action=remove&clip=0'), operator)).text, 'OK\nremoved=0');
    const file = { fileName: 'gong.wav', content: 'RIFF....' };
    const { text } = await ask('POST /axis-cgi/mediaclip.cgi?action=upload&media=audio', { ...operator, file });
    assert.equal(text, 'OK\nuploaded=0');
  });

  it('renames and hands back', async () => {
    const { ask, clips } = fakeVapix();
    assert.equal((await ask(cgi('action=update&clip=1&name=Bell'), operator)).text, 'OK\nupdated=1');
    assert.equal(clips.get('1').name, 'Bell');
    const { status, type, text, headers } = await ask(cgi('action=download&clip=1'), operator);
    assert.deepEqual([status, type, headers['Content-Length']], [200, 'audio/wav', '10']);
    assert.match(text, /made of memory/);
  });

  it('reads its arguments from a form, too', async () => {
    const { ask, played } = fakeVapix();
    const { text } = await ask('POST /axis-cgi/mediaclip.cgi', { ...operator, body: 'action=play&clip=0' });
    assert.equal(text, 'OK\nplaying=0');
    assert.equal(played.length, 1);
  });

  const refusals: Readonly<Record<string, string>> = {
    '': 'action is missing',
    'action=dance': 'there is no action dance',
    'action=play&clip=9': 'no audio clip 9',
    'action=remove': 'clip is missing',
    'action=remove&clip=9': 'no audio clip 9',
    'action=update&clip=0': 'name is missing',
    'action=update&clip=9&name=x': 'no audio clip 9',
    'action=download&clip=9': 'no audio clip 9',
    'action=upload&media=video': 'media must be audio',
    'action=upload&media=audio': 'the upload must be multipart/form-data with one file',
  };
  for (const [args, message] of Object.entries(refusals)) {
    it(`refuses "${args}"`, async () => {
      const { ask, clips, played } = fakeVapix();
      const { status, type, text } = await ask(cgi(args), operator);
      assert.deepEqual([status, type.split(';')[0], text], [400, 'text/plain', `400 Bad Request\n${message}`]);
      assert.equal(clips.list().length, 2);
      assert.deepEqual(played, []);
    });
  }

  it('says what is wrong with a file that is no sound', async () => {
    const { ask } = fakeVapix();
    const file = { fileName: 'x.wav', content: 'not a sound' };
    const upload = 'POST /axis-cgi/mediaclip.cgi?action=upload&media=audio';
    const { status, text } = await ask(upload, { ...operator, file });
    assert.deepEqual([status, text], [400, '400 Bad Request\nthis is no sound that the speaker knows']);
  });

  it('is for operators', async () => {
    const { ask, played } = fakeVapix();
    const { status } = await ask(cgi('action=play&clip=0'), viewer);
    assert.equal(status, 401);
    assert.deepEqual(played, []);
  });
});
