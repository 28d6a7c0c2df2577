import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Disk, LiveEvent, Recording } from '../../src/api/contract.ts';
import { toInt16 } from '../../src/dsp/int16.ts';
import { decoded } from '../support/decoded.ts';
import { wav } from '../support/signals.ts';
import { sine } from '../support/sounds.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';
import { toneIn } from '../support/tone.ts';

const HZ = 1000;

describe('recordings of the microphone', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let state: string;

  before(async () => {
    state = await mkdtemp(join(tmpdir(), 'stentor-recorded-'));
    stentor = await startStentor({ state });
    await stentor.setUp();
    await play();
  });
  after(async () => {
    await stentor.stop();
    await rm(state, { recursive: true, force: true });
  });

  /** The room hears a tone. */
  const play = async () => {
    await send('PATCH', '/api/board', { room: { preset: 'direct', noiseDb: -120 } });
    const clip = await stentor.upload('tone.wav', wav(toInt16(sine(HZ, 48_000, 48_000, 0.25))));
    await stentor.fetch('/axis-cgi/param.cgi?action=update&Stentor.Audio.Loudness.Enabled=no');
    await stentor.fetch(`/axis-cgi/playclip.cgi?clip=${clip}&repeat=-1`);
  };
  const send = async (method: string, path: string, body?: object) => {
    const answer = await stentor.fetch(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, text, json: (text === '' ? {} : JSON.parse(text)) as unknown };
  };
  const list = async () => (await send('GET', '/api/recordings')).json as Recording[];
  const whole = async () => (await list()).filter(({ ongoing }) => !ongoing);
  const events = async (id: string) =>
    ((await send('GET', '/api/events')).json as LiveEvent[]).filter(event => event.id === id).map(({ data }) => data);
  /** The samples of a recording, decoded. */
  const heard = async (id: string) => {
    const answer = await stentor.fetch(`/api/recordings/${id}/file`);
    assert.equal(answer.headers.get('content-type'), 'audio/ogg');
    const path = join(state, `${id}.opus`);
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    return (await decoded(path)).pcm;
  };

  it('are made for so many seconds, and told', async () => {
    const begun = await send('POST', '/api/actions/recordings.record', { seconds: 3, label: 'Gate' });
    assert.equal(begun.status, 204, begun.text);
    await eventually('the recording is whole', async () => (await whole()).length === 1);
    const [recording] = await whole();
    assert.deepEqual([recording?.seconds, recording?.disk, recording?.label], [3, 'INTERNAL', 'Gate']);
    assert.deepEqual(await events('recordings.started'), [
      { recording: recording?.id, disk: 'INTERNAL', label: 'Gate' },
    ]);
    assert.deepEqual(
      (await events('recordings.finished')).map(({ complete }) => complete),
      [true],
    );
  });

  it('sound as the room did, and are served in ranges', async () => {
    const [recording] = await whole();
    const pcm = await heard(recording?.id ?? '');
    assert.ok(Math.abs(pcm.length - 3 * 48_000) < 4800, `${pcm.length}`);
    const { db, amplitude } = toneIn(pcm.subarray(96_000, 124_800), HZ, 48_000);
    assert.ok(db > 15 && amplitude > 0.15, `${db} dB, ${amplitude}`);
    const url = `/api/recordings/${recording?.id ?? ''}/file`;
    const part = await stentor.fetch(url, { headers: { range: 'bytes=0-3' } });
    assert.deepEqual([part.status, await part.text()], [206, 'OggS']);
    assert.equal(part.headers.get('content-range'), `bytes 0-3/${recording?.bytes}`);
    assert.equal((await stentor.fetch(url, { headers: { range: 'bytes=99999999-' } })).status, 416);
    assert.equal((await (await stentor.fetch(url, { headers: { range: 'bytes=-10' } })).arrayBuffer()).byteLength, 10);
  });

  it('last while a rule is active, and go on when the medium is pulled out', async () => {
    await send('PATCH', '/api/board', { medium: 'sound' });
    const slot = async () => ((await send('GET', '/api/storage')).json as Disk[])[0]?.status;
    await eventually('it is mounted', async () => (await slot()) === 'OK');
    const rule = {
      name: 'Listen in',
      conditions: [{ event: 'rules.virtual-input', fields: { port: 5, active: true }, invert: false }],
      action: { id: 'recordings.record', args: { label: 'While' }, hold: true },
    };
    const added = await send('POST', '/api/rules', rule);
    assert.equal(added.status, 201, added.text);
    await send('PATCH', '/api/virtual-inputs/5', { active: true });
    await eventually('it is recorded onto the medium', async () =>
      (await list()).some(({ ongoing, disk }) => ongoing && disk === 'SD_DISK'),
    );
    await send('PATCH', '/api/board', { medium: 'none' });
    await eventually('it goes on', async () =>
      (await list()).some(({ ongoing, disk }) => ongoing && disk === 'INTERNAL'),
    );
    await send('PATCH', '/api/virtual-inputs/5', { active: false });
    await eventually('it has ended', async () => (await list()).every(({ ongoing }) => !ongoing));
    const ends = (await events('recordings.finished')).slice(-2).map(({ disk, problem }) => [disk, problem]);
    assert.deepEqual(ends, [
      ['SD_DISK', 'the medium was removed'],
      ['INTERNAL', undefined],
    ]);
    await send('PATCH', '/api/board', { medium: 'sound' });
    await eventually('the medium brings its own', async () => (await list()).some(({ disk }) => disk === 'SD_DISK'));
    await send('PATCH', '/api/board', { medium: 'none' });
  });

  it('are not made, and end, when the microphone switch is off; also those that would be uploaded', async () => {
    const begun = await send('POST', '/api/actions/recordings.record', { seconds: 3600 });
    assert.equal(begun.status, 204, begun.text);
    await send('PATCH', '/api/board', { micSwitchOn: false });
    await eventually('it has ended', async () => (await list()).every(({ ongoing }) => !ongoing));
    assert.equal((await events('recordings.finished')).at(-1)?.['problem'], 'the microphone switch is off');
    const refused = await send('POST', '/api/actions/recordings.record', { seconds: 3 });
    assert.deepEqual([refused.status, refused.text.includes('switch is off')], [503, true]);
    await send('POST', '/api/recipients', { name: 'Far', type: 'http', fields: { url: 'http://127.0.0.1:9/' } });
    const upload = await send('POST', '/api/actions/notify.upload-recording', { recipient: 'Far', seconds: 1 });
    assert.match(upload.text, /the microphone switch is off/);
    await send('PATCH', '/api/board', { micSwitchOn: true });
  });

  it('survive that the power fails: all but the last seconds are there', async () => {
    await send('POST', '/api/actions/recordings.record', { seconds: 3600, label: 'Cut' });
    const cut = async () => (await list()).find(({ label }) => label === 'Cut');
    await eventually('three seconds are there', async () => ((await cut())?.seconds ?? 0) > 3);
    stentor.process.kill('SIGKILL');
    await new Promise(resolve => stentor.process.once('exit', resolve));
    await stentor.stop();
    stentor = await startStentor({ state });
    const found = await cut();
    assert.ok(found !== undefined && !found.ongoing && found.seconds > 2, JSON.stringify(found));
    await assert.rejects(heard(found.id), /the file ends after [2-9]\.\d s without its last page/);
    const removed = await send('DELETE', `/api/recordings/${found.id}`);
    assert.equal(removed.status, 204);
    assert.equal(await cut(), undefined);
    const names = await readdir(join(state, 'storage/recordings'));
    assert.ok(names.every(name => !name.includes('Cut')));
  });
});
