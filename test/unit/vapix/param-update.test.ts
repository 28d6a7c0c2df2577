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

describe('param.cgi update', () => {
  const update = (args: string) => `GET /axis-cgi/param.cgi?action=update&${args}`;

  it('sets a parameter, with or without root, in any case', async () => {
    const { ask, file } = fakeVapix();
    const { status, text } = await ask(update('root.AudioSource.A0.OutputGain=-6'), admin);
    assert.deepEqual([status, text], [200, 'OK']);
    assert.equal((await ask(update('audiosource.a0.inputgain=3'), admin)).text, 'OK');
    assert.equal((await ask(update('Network.HTTP.AuthenticationWithQop=no'), admin)).text, 'OK');
    assert.deepEqual(file.content, {
      'AudioSource.A0.OutputGain': -6,
      'AudioSource.A0.InputGain': 3,
      'Network.HTTP.AuthenticationWithQop': false,
    });
  });

  it('takes the action after the parameters, in a body', async () => {
    const { ask, file } = fakeVapix();
    const body = 'MediaClip.MaxGroups=7&action=update';
    assert.equal((await ask('POST /axis-cgi/param.cgi', { ...admin, body })).text, 'OK');
    assert.deepEqual(file.content, { 'MediaClip.MaxGroups': 7 });
  });

  it('writes mute in the place of a gain, as VAPIX does', async () => {
    const { ask, file } = fakeVapix();
    await ask(update('AudioSource.A0.OutputGain=mute'), admin);
    assert.equal((await ask(list('AudioSource.A0.OutputGain'), viewer)).text, 'root.AudioSource.A0.OutputGain=mute\n');
    await ask(update('AudioSource.A0.OutputGain=-12'), admin);
    assert.equal((await ask(list('AudioSource.A0.OutputGain'), viewer)).text, 'root.AudioSource.A0.OutputGain=-12\n');
    assert.deepEqual(file.content, { 'AudioSource.A0.OutputGain': -12 });
  });

  it('changes nothing where anything is wrong, and has a line for each thing', async () => {
    const { ask, file } = fakeVapix();
    const { status, text } = await ask(
      update('AudioSource.A0.OutputGain=loud&MediaClip.MaxGroups=7&No.Such=1&Brand.Brand=X'),
      admin,
    );
    assert.equal(status, 200);
    assert.equal(
      text,
      [
        "# Error: Error setting 'root.AudioSource.A0.OutputGain' to 'loud'!",
        "# Error: Error setting 'root.No.Such' to '1'!",
        "# Error: Error setting 'root.Brand.Brand' to 'X'!",
        '',
      ].join('\n'),
    );
    assert.deepEqual(file.content, {});
  });

  it('takes no number without an end', async () => {
    const { ask, file } = fakeVapix();
    for (const number of ['Infinity', '-Infinity', 'NaN', '']) {
      assert.match((await ask(update(`AudioSource.A0.OutputGain=${number}`), admin)).text, /^# Error: Error setting/);
    }
    assert.deepEqual(file.content, {});
  });

  it('lets each role set what it may', async () => {
    const { ask, file } = fakeVapix();
    const gain = 'AudioSource.A0.OutputGain=-6';
    assert.match((await ask(update(gain), viewer)).text, /^# Error: Error setting/);
    assert.equal((await ask(update(gain), { role: 'operator' })).text, 'OK');
    assert.match((await ask(update('MediaClip.MaxGroups=7'), { role: 'operator' })).text, /^# Error: Error setting/);
    assert.deepEqual(Object.keys(file.content), ['AudioSource.A0.OutputGain']);
  });

  it('does not repeat a password that it refuses, nor a line break', async () => {
    const { ask } = fakeVapix({ more: [secret] });
    const { text } = await ask(update('Test.Secret=far+too+long+a+secret'), admin);
    assert.equal(text, "# Error: Error setting 'root.Test.Secret' to '*****'!\n");
    const broken = await ask(update('No.Such=a%0D%0Aroot.x=y'), admin);
    assert.equal(broken.text, "# Error: Error setting 'root.No.Such' to 'a root.x=y'!\n");
  });

  it('says so where there is nothing to set', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask(update('_=1700000000'), admin)).text, '# Error: no parameter to update\n');
  });

  it('is not done before it is on the disk', async () => {
    const { ask, file } = fakeVapix();
    file.failing = true;
    await assert.rejects(ask(update('MediaClip.MaxGroups=7'), admin), /disk full/);
  });
});

describe('param.cgi add and remove', () => {
  const remove = (group: string) => `GET /axis-cgi/param.cgi?action=remove&group=${group}`;

  it('removes clips, all or none', async () => {
    const { ask, clips } = fakeVapix();
    assert.match((await ask(remove('MediaClip.M0,MediaClip.M7'), admin)).text, /^# Request failed: no audio clip 7\n$/);
    assert.match((await ask(remove('MediaClip.M0,Brand'), admin)).text, /^# Request failed: the group 'root\.Brand'/);
    assert.match((await ask(remove('MediaClip.M0'), viewer)).text, /^# Request failed: only operators/);
    assert.match((await ask(remove(''), admin)).text, /^# Request failed: the argument group is missing/);
    assert.equal(clips.list().length, 2);
    assert.equal((await ask(remove('root.MediaClip.M0,mediaclip.m1'), { role: 'operator' })).text, 'OK');
    assert.equal(clips.list().length, 0);
  });

  it('makes no clip without its file', async () => {
    const { ask } = fakeVapix();
    const add = (template: string) => `GET /axis-cgi/param.cgi?action=add&template=${template}&group=MediaClip`;
    assert.match((await ask(add('mediaclip'), admin)).text, /^# Request failed: a media clip needs its file/);
    assert.match((await ask(add('streamprofile'), admin)).text, /^# Request failed: there is no template/);
  });
});
