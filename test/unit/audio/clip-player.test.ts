import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { ClipPlayer } from '../../../src/audio/clip-player.ts';
import type { ClipSpec } from '../../../src/audio/voice-spec.ts';
import { clipPlaying, currentlyPlaying } from '../../../src/audio/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { notFound } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import { EventBus } from '../../../src/events/index.ts';
import { clipRecord } from '../../support/clip-record.ts';

interface Played extends ClipSpec {
  stopped: boolean;
}

describe('ClipPlayer', () => {
  let voices: Played[];
  let player: ClipPlayer;
  let told: string[];

  beforeEach(() => {
    voices = [];
    told = [];
    const events = new EventBus({ catalog: [clipPlaying], clock: systemClock, log: createLog(() => undefined) });
    events.on(clipPlaying, ({ playing, clip }) => told.push(`${playing ? 'playing' : 'silent'} ${clip ?? ''}`));
    events.on(currentlyPlaying, ({ fileName }) => told.push(`begins ${fileName}`));
    const known = new Map(['1', '2'].map(id => [id, clipRecord(id)]));
    const get = (id: string) => {
      const clip = known.get(id);
      if (clip === undefined) throw notFound(`no audio clip ${id}`);
      return clip;
    };
    player = new ClipPlayer({
      events,
      gainDb: ({ id }) => (id === '2' ? -6 : 0),
      clips: { get, pcm: id => ({ file: `/${id}.pcm`, frames: get(id).frames }) },
      engine: {
        playClip(spec) {
          const voice: Played = { ...spec, stopped: false };
          voices.push(voice);
          return {
            id: voices.length,
            stop() {
              voice.stopped = true;
            },
            at: () => 96_000,
          };
        },
      },
    });
  });

  it('plays a clip as often and as loud as asked, and tells of its beginning and end', () => {
    player.play('1', { repeat: 2, volume: 50 });
    assert.equal(voices[0]?.times, 3);
    assert.equal(voices[0].gain, 0.5);
    voices[0].round(1);
    voices[0].ended('done');
    assert.deepEqual(told, ['playing 1', 'begins clip-1.wav', 'begins clip-1.wav', 'silent 1']);
    assert.deepEqual(player.playing(), []);
  });

  it('plays a clip with the gain that makes it as loud as the others', () => {
    player.play('2', { volume: 50 });
    assert.ok(Math.abs((voices[0]?.gain ?? 0) - 0.2506) < 1e-4);
  });

  it('plays for ever with repeat -1', () => {
    player.play('1', { repeat: -1 });
    assert.equal(voices[0]?.times, -1);
  });

  it('tells of no silence between a clip and the clip that replaces it', () => {
    player.play('1');
    player.play('2');
    voices[0]?.ended('stopped');
    voices[1]?.ended('done');
    assert.deepEqual(told, ['playing 1', 'begins clip-1.wav', 'playing 2', 'begins clip-2.wav', 'silent 2']);
  });

  it('tells which clip is heard again when the one before it has ended', () => {
    player.play('1', { sourceClass: 'music' });
    player.play('2');
    assert.deepEqual(
      voices.map(({ sourceClass }) => sourceClass),
      ['music', 'announcement'],
    );
    voices[1]?.ended('done');
    assert.deepEqual(told.slice(4), ['playing 1', 'begins clip-1.wav']);
    voices[0]?.ended('done');
    assert.deepEqual(told.slice(6), ['silent 1']);
  });

  it('stops one clip of several', () => {
    player.play('1');
    player.play('2');
    player.stopClip('1');
    assert.deepEqual(
      voices.map(({ stopped }) => stopped),
      [true, false],
    );
  });

  it('lets the present clip go on when an unknown one is asked for', () => {
    player.play('1');
    assert.throws(() => player.play('9'), { kind: 'not-found', message: 'no audio clip 9' });
    assert.equal(voices[0]?.stopped, false);
    assert.equal(player.playing()[0]?.clip, '1');
  });

  it('stops, and tells of it when the sound has ended', () => {
    player.stop();
    player.play('1');
    player.stop();
    assert.equal(voices[0]?.stopped, true);
    assert.equal(told.at(-1), 'begins clip-1.wav');
    voices[0].ended('stopped');
    assert.equal(told.at(-1), 'silent 1');
  });

  it('knows where in the present repetition it is', () => {
    player.play('1', { repeat: 5 });
    assert.deepEqual(player.playing(), [
      { voice: 1, clip: '1', name: 'Clip 1', sourceClass: 'announcement', atMs: 500, durationMs: 1500, lufs: -20 },
    ]);
  });
});
