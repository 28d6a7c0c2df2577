import { strict as assert } from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { decodeHere, GENEROUS, LibraryFixture, PCM_BYTES, wav, WAV_BYTES } from '../../support/clip-library.ts';

describe('ClipLibrary, where something is wrong or too much,', () => {
  let fixture: LibraryFixture;

  beforeEach(async () => {
    fixture = new LibraryFixture();
    await fixture.open();
  });

  afterEach(() => fixture.folder.remove());

  describe('leaves nothing behind', () => {
    afterEach(async () => {
      assert.deepEqual([fixture.files(), fixture.library.list(), fixture.library.usage().bytes], [[], [], 0]);
      await fixture.upload('next.wav'); // and goes on
      assert.equal(fixture.library.get('0').name, 'next');
    });

    it('when the file is not what we take', async () => {
      await assert.rejects(fixture.upload('x.mp3', Buffer.from('\xff\xd8\xff\xe0 JFIF', 'latin1')), {
        kind: 'unsupported',
        message: /^this is a JPEG picture; an audio clip may be MP3, WAV/,
      });
    });

    it('when the file is cut off', async () => {
      await assert.rejects(fixture.upload('x.wav', wav().subarray(0, 5000)), {
        kind: 'invalid',
        message: 'the file ends after 0.05 s of 0.10 s; upload it again',
      });
    });

    it('when the file is empty', () =>
      assert.rejects(fixture.upload('x.wav', Buffer.alloc(0)), { message: 'the file is empty' }));

    it('when the file is too large, and stops reading there', async () => {
      let given = 0;
      const endless = new Readable({
        read() {
          given += 65_536;
          this.push(Buffer.alloc(65_536));
        },
      });
      await assert.rejects(fixture.upload('x.wav', endless), {
        kind: 'too-large',
        message: 'the file is larger than 1 MB, which is the most for an audio clip',
      });
      assert.ok(given < 1_400_000, String(given));
      assert.ok(endless.destroyed);
    });

    it('when all clips together would take too much, original and decoded', async () => {
      fixture.limits = { ...GENEROUS, quotaBytes: 5000 };
      await assert.rejects(fixture.upload('x.wav'), {
        kind: 'full',
        message: /^all audio clips together may take 0 MB/,
      });
      fixture.limits = { ...GENEROUS, quotaBytes: WAV_BYTES + 9599 };
      await assert.rejects(fixture.upload('x.wav'), { kind: 'full', message: /not enough space/ });
      fixture.limits = { ...GENEROUS, quotaBytes: WAV_BYTES + PCM_BYTES };
    });

    it('when the disk would be too full', async () => {
      fixture.limits = { ...GENEROUS, reserveBytes: 1e15 };
      await assert.rejects(fixture.upload('x.wav'), { kind: 'full', message: /^the storage is nearly full/ });
      fixture.limits = GENEROUS;
    });

    it('when the clip is too long', async () => {
      fixture.limits = { ...GENEROUS, maxDurationS: 0.05 };
      await assert.rejects(fixture.upload('x.wav'), { kind: 'too-large', message: /longer than 0\.05 s/ });
      fixture.limits = GENEROUS;
    });

    it('when there are too many clips', async () => {
      fixture.limits = { ...GENEROUS, maxClips: 0 };
      await assert.rejects(fixture.upload('x.wav'), {
        kind: 'full',
        message: /^there are 0 audio clips, which is the most/,
      });
      fixture.limits = GENEROUS;
    });

    it('when the upload breaks off', async () => {
      const content = new PassThrough();
      content.write(wav().subarray(0, 3000));
      const received = fixture.upload('x.wav', content);
      setTimeout(() => content.destroy(), 20);
      await assert.rejects(received, { kind: 'invalid', message: /broke off before its end; try again/ });
    });

    it('when it is aborted while it arrives', async () => {
      const aborter = new AbortController();
      const content = new PassThrough();
      content.write(wav().subarray(0, 3000));
      const received = fixture.library.receive({ fileName: 'x.wav', content }, aborter.signal);
      while (fixture.files().length === 0) await turn();
      aborter.abort();
      await assert.rejects(received, { kind: 'failed' });
      assert.ok(content.destroyed);
    });

    it('when it is aborted while it is decoded', async () => {
      const aborter = new AbortController();
      await fixture.open((job, options) => {
        aborter.abort();
        return decodeHere(job, options);
      });
      const content = Readable.from([wav()]);
      await assert.rejects(fixture.library.receive({ fileName: 'x.wav', content }, aborter.signal), { kind: 'failed' });
      await fixture.open();
    });

    it('when the decoder breaks down after it wrote something', async () => {
      await fixture.open(async ({ target }) => {
        writeFileSync(target, 'half');
        throw new Error('bug');
      });
      await assert.rejects(fixture.upload('x.wav'), { message: 'bug' });
      await fixture.open();
    });

    it('when the record cannot be written', async () => {
      rmSync(fixture.folder.path, { recursive: true });
      await fixture.open();
      const add = fixture.records.add.bind(fixture.records);
      fixture.records.add = () => Promise.reject(new Error('disk full'));
      await assert.rejects(fixture.upload('x.wav'), { message: 'disk full' });
      fixture.records.add = add;
    });
  });

  describe('with several uploads at the same time', () => {
    it('gives each its own number and file name', async () => {
      const clips = await Promise.all(Array.from({ length: 8 }, () => fixture.upload('alarm.wav')));
      assert.deepEqual(clips.map(({ id }) => id).sort(), ['0', '1', '2', '3', '4', '5', '6', '7']);
      assert.equal(new Set(clips.map(({ location }) => location)).size, 8);
      assert.equal(fixture.files().length, 16);
    });

    it('never exceeds the quota', async () => {
      fixture.limits = { ...GENEROUS, quotaBytes: 3.5 * (WAV_BYTES + PCM_BYTES) };
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => fixture.upload('alarm.wav')));
      const taken = outcomes.filter(({ status }) => status === 'fulfilled').length;
      assert.ok(taken <= 3);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof Fault && outcome.reason.kind === 'full');
      }
      assert.equal(fixture.files().length, 2 * taken);
      assert.ok(fixture.library.usage().bytes <= fixture.limits.quotaBytes);
      // Those that failed hold no space.
      for (let clips = taken; clips < 3; clips++) await fixture.upload('alarm.wav');
      await assert.rejects(fixture.upload('alarm.wav'), { kind: 'full' });
    });

    it('never exceeds the number of clips', async () => {
      fixture.limits = { ...GENEROUS, maxClips: 3 };
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => fixture.upload('alarm.wav')));
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3);
      assert.equal(fixture.library.list().length, 3);
    });

    it('does not let one that stalls hold up the others', async () => {
      const stalled = new PassThrough();
      stalled.write(wav().subarray(0, 100));
      const first = fixture.upload('stalled.wav', stalled);
      assert.equal((await fixture.upload('quick.wav')).id, '0');
      stalled.end(wav().subarray(100));
      assert.equal((await first).id, '1');
    });
  });
});
