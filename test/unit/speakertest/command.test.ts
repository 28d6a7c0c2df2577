import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'mocha';
import { wavFile, soundFolder } from '../../support/sounds.ts';
import { site } from '../../support/speaker-room.ts';

describe('the command speakertest', function () {
  this.timeout(120_000);
  const folder = soundFolder();
  const program = spawn('npm', ['run', '--silent', 'speakertest'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  const ask = async (request: unknown) => {
    program.stdin.write(`${typeof request === 'string' ? request : JSON.stringify(request)}\n`);
    return JSON.parse((await answers.next()).value as string) as Record<string, unknown>;
  };
  let recordings: string[] = [];

  before(() => {
    const place = site(9002);
    recordings = [1, 2, 3, 4].map(seed => wavFile(folder.file(`${seed}.wav`), place.record({ seed, snrDb: 20 })));
  });

  after(async () => {
    program.stdin.end();
    await once(program, 'exit');
    folder.remove();
  });

  it('writes what is to be played', async () => {
    const { wav } = await ask({ op: 'stimulus', dir: folder.path, sampleRate: 48_000 });
    const bytes = readFileSync(wav as string);
    const seconds = (bytes.length - 44) / 2 / 48_000;
    assert.ok(seconds > 6 && seconds <= 8, `${seconds} s`);
    assert.ok(
      bytes.subarray(44, 44 + 2 * 38_400).every(byte => byte === 0),
      '0.8 s of silence come first',
    );
  });

  it('calibrates and tests', async () => {
    const { calibration, error } = await ask({ op: 'calibrate', recordings: recordings.slice(0, 3) });
    assert.equal(error, undefined);
    const told = await ask({ op: 'test', calibration, recordings: recordings.slice(3), micEnabled: true });
    assert.deepEqual([told['verdict'], told['reason']], ['pass', '']);
    assert.equal(typeof told['score'], 'number');
    const off = await ask({ op: 'test', calibration, recordings: recordings.slice(3), micEnabled: false });
    assert.deepEqual([off['verdict'], off['reason']], ['cannot', 'mic-off']);
  });

  it('says what is wrong with a request and goes on', async () => {
    writeFileSync(folder.file('broken.wav'), 'RIFFxxxxWAVEfmt ');
    for (const request of [
      'no JSON',
      'null',
      { op: 'dance' },
      { op: 'stimulus', dir: folder.path, sampleRate: 44_100 },
      { op: 'calibrate', recordings: [folder.file('missing.wav')] },
      { op: 'calibrate', recordings: [folder.file('broken.wav')] },
      { op: 'test', calibration: {}, recordings: recordings.slice(3) },
    ]) {
      assert.equal(typeof (await ask(request))['error'], 'string', JSON.stringify(request));
    }
  });
});
