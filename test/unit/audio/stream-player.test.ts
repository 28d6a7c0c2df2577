import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { LiveVoice } from '../../../src/audio/live-voice.ts';
import { StreamPlayer, type StreamState } from '../../../src/audio/stream-player.ts';
import type { StreamSource } from '../../../src/audio/stream-source.ts';
import { Fault } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

describe('StreamPlayer', () => {
  let clock: FakeClock;
  let told: StreamState[];
  let voices: LiveVoice[];
  let asked: string[];
  let source: StreamSource;
  let player: StreamPlayer;

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    voices = [];
    asked = [];
    player = new StreamPlayer({
      clock,
      log: createLog(() => undefined),
      tell: state => told.push(state),
      source: request => {
        asked.push(request.url);
        return source(request);
      },
      engine: {
        playLive: () => {
          const voice = new LiveVoice(1_000_000);
          const end = (why: 'done' | 'stopped') => voice.end(why);
          voice.begin({
            id: voices.length + 1,
            send: () => undefined,
            finish: () => end('done'),
            stop: () => end('stopped'),
          });
          voices.push(voice);
          return voice;
        },
      },
    });
  });

  const states = () => told.map(({ state }) => state);
  const WISH = { url: 'http://station/live', volume: 100 };

  it('tries again and again, less and less often, at last once a minute', async () => {
    source = async function* () {
      yield* [];
      throw new Fault('failed', 'ffmpeg failed: 404');
    };
    player.play(WISH);
    let attempts = 1;
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await until('it waits', () => states().filter(state => state === 'waiting').length === attempts);
      await clock.advance(seconds * 1000 - 1);
      assert.equal(asked.length, attempts, `before ${seconds} s are over`);
      await clock.advance(1);
      attempts++;
      await until('it asks', () => asked.length === attempts);
    }
    assert.deepEqual(told[1], { state: 'waiting', problem: 'ffmpeg failed: 404' });
    player.play(undefined);
    await clock.advance(600_000);
    assert.equal(asked.length, attempts);
    assert.equal(told.at(-1)?.state, 'stopped');
  });

  it('tells the title, and lets another source that takes its place have it', async () => {
    let more: () => void = () => undefined;
    source = async function* ({ named }) {
      yield new Uint8Array(960);
      named('Radio Test: a song');
      await new Promise<void>(resolve => (more = resolve));
      yield new Uint8Array(960);
    };
    player.play(WISH);
    await until('the title is there', () => told.at(-1)?.title === 'Radio Test: a song');
    assert.deepEqual(player.list(), [{ voice: 1, name: 'Radio Test: a song', sourceClass: 'music' }]);
    voices[0]?.stop();
    more();
    await until('it has stopped', () => told.at(-1)?.state === 'stopped');
    await clock.advance(600_000);
    assert.deepEqual([asked.length, player.list()], [1, []]);
  });
});
