import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { AudioEngine } from '../../../src/audio/engine.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Command } from '../../../src/engine/contract.ts';
import { type FakeChild, fakeChild, statusReport } from '../../support/fake-child.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const CLIP = { file: '/clip.pcm', frames: 480_000 };
const DEVICE = { driver: 'portaudio', output: 'x', input: 'none', latency: 'Normal', separate: 'auto' } as const;

describe('AudioEngine', () => {
  let clock: FakeClock;
  let children: FakeChild[];
  let engine: AudioEngine;
  let restarts: string[];
  let ended: string[];

  beforeEach(async () => {
    clock = new FakeClock();
    children = [];
    restarts = [];
    ended = [];
    engine = new AudioEngine({
      clock,
      log: createLog(() => undefined),
      restarted: why => restarts.push(why),
      spawn: () => {
        const child = fakeChild();
        children.push(child);
        return child;
      },
    });
    engine.openDevice(DEVICE);
    engine.setOutput(-6, false);
    engine.start();
    await clock.advance(2000);
  });

  const play = (times = 1) =>
    engine.playClip({
      sourceClass: 'announcement',
      clip: CLIP,
      times,
      gain: 1,
      round: () => undefined,
      ended: why => ended.push(why),
    });
  const commands = (child: FakeChild | undefined, kind: Command['do']) =>
    child?.commands.filter(({ do: what }) => what === kind);
  /** The process reports each 100 ms, as the real one does. */
  const beat = async (ms: number, at = 0) => {
    for (let passed = 0; passed < ms; passed += 100) {
      children.at(-1)?.tell(statusReport([{ voice: 1, at: at + passed * 48, heard: 1, gainDb: 0 }]));
      await clock.advance(100);
    }
  };

  it('remembers whether there was a sound card, over the end of a process', async () => {
    assert.equal(engine.hadCard, false, 'before anything was heard');
    await beat(100);
    assert.equal(engine.hadCard, true);
    children.at(-1)?.die('SIGKILL');
    await clock.advance(5000);
    assert.equal(engine.status, undefined);
    assert.equal(engine.hadCard, true, 'a new process has not opened it yet');
    children.at(-1)?.tell(statusReport([], false));
    assert.equal(engine.hadCard, false);
  });

  it('tells a new process how things should be', () => {
    assert.deepEqual(children[0]?.commands, [
      { do: 'open', device: DEVICE },
      { do: 'output', gainDb: -6, muted: false },
    ]);
  });

  describe('with sound that is written as it comes', () => {
    const FORMAT = { codec: 'PCMU', sampleRate: 8000, channels: 1 } as const;
    const live = () => engine.playLive({ sourceClass: 'paging', format: FORMAT, gain: 1, bufferMs: 120 });
    const bytesOf = (child: FakeChild | undefined) => child?.sent.reduce((sum, { bytes }) => sum + bytes.length, 0);

    it('sends it on, no more than a moment of it at a time', async () => {
      const voice = live();
      let done = false;
      void voice.write(new Uint8Array(2000)).then(() => (done = true));
      await clock.advance(0);
      assert.equal(bytesOf(children[0]), 800);
      assert.equal(children[0]?.sent[0]?.voice, voice.id);
      children[0].tell({ tell: 'taken', voice: voice.id, bytes: 800 });
      await clock.advance(0);
      assert.equal(bytesOf(children[0]), 1600);
      assert.equal(done, false);
      children[0].tell({ tell: 'taken', voice: voice.id, bytes: 500 });
      await clock.advance(0);
      assert.equal(bytesOf(children[0]), 2000);
      assert.equal(done, true);
    });

    it('says when it is all there, and ends when it was heard', async () => {
      const voice = live();
      voice.finish();
      assert.deepEqual(commands(children[0], 'finish'), [{ do: 'finish', voice: voice.id }]);
      children[0]?.tell({ tell: 'ended', voice: voice.id, why: 'done' });
      assert.equal(await voice.ended, 'done');
      await assert.rejects(voice.write(new Uint8Array(1)), { kind: 'unavailable' });
    });

    it('lets a writer go on after the audio process died, and finishes what was finished', async () => {
      const voice = live();
      const written = voice.write(new Uint8Array(1600));
      await clock.advance(0);
      children[0]?.die();
      await clock.advance(0);
      await written;
      assert.equal(bytesOf(children[1]), 800, 'what was on its way is lost, the rest goes to the new process');
      voice.finish();
      children[1]?.die();
      await clock.advance(1000);
      assert.equal(commands(children[2], 'live')?.length, 1);
      assert.equal(commands(children[2], 'finish')?.length, 1);
    });
  });

  describe('with somebody who listens to the microphone', () => {
    const WISH = { format: { codec: 'PCMU', sampleRate: 8000, channels: 1 }, packetFrames: 512, options: {} } as const;
    const listen = () => {
      const heard: number[] = [];
      const errors: string[] = [];
      const off = engine.hearings.add({
        ...WISH,
        packet: bytes => heard.push(...bytes),
        deaf: error => errors.push(error),
      });
      return { heard, errors, off };
    };

    it('hands the packets to who asked for them, until that one has enough', () => {
      const [one, two] = [listen(), listen()];
      assert.deepEqual(commands(children[0], 'listen'), [
        { do: 'listen', listener: 1, ...WISH },
        { do: 'listen', listener: 2, ...WISH },
      ]);
      children[0]?.packet(1, Uint8Array.of(1));
      children[0]?.packet(2, Uint8Array.of(2));
      one.off();
      one.off();
      children[0]?.packet(1, Uint8Array.of(3));
      assert.deepEqual([one.heard, two.heard], [[1], [2]]);
      assert.deepEqual(commands(children[0], 'unlisten'), [{ do: 'unlisten', listener: 1 }]);
    });

    it('tells a new process of them', async () => {
      const [one, two] = [listen(), listen()];
      two.off();
      children[0]?.die();
      await clock.advance(0);
      assert.deepEqual(commands(children[1], 'listen'), [{ do: 'listen', listener: 1, ...WISH }]);
      children[1]?.packet(1, Uint8Array.of(7));
      assert.deepEqual(one.heard, [7]);
    });

    it('says why there is nothing to hear', () => {
      const { errors, off } = listen();
      children[0]?.tell({ tell: 'deaf', listener: 1, error: 'no add-on' });
      off();
      assert.deepEqual(errors, ['no add-on']);
      assert.deepEqual(commands(children[0], 'unlisten'), []);
    });
  });

  it('starts another process when one dies, with the voices where they were heard to', async () => {
    play();
    await beat(1000);
    children[0]?.die();
    await clock.advance(0);
    assert.deepEqual(restarts, ['signal SIGKILL']);
    assert.equal(engine.restarts, 1);
    assert.equal(commands(children[1], 'open')?.length, 1);
    const [again] = commands(children[1], 'play') as Extract<Command, { do: 'play' }>[];
    // One second mixed, less the 60 ms that were mixed ahead but never heard.
    assert.equal(again?.from, 48_000 - 2880);
  });

  it('does not play again what was over, and says that it is', async () => {
    play();
    await beat(300, CLIP.frames - 480);
    // Heard to the end but for the frames on their way: the rest is played again, then nothing more.
    children[0]?.tell({ tell: 'ended', voice: 1, why: 'done' });
    children[0]?.die();
    await clock.advance(0);
    assert.deepEqual(ended, ['done']);
    assert.deepEqual(commands(children[1], 'play'), []);
  });

  it('kills a process that says nothing for a second and a half', async () => {
    await beat(500);
    await clock.advance(1000);
    assert.equal(children[0]?.killed, false);
    await clock.advance(1000);
    assert.equal(children[0].killed, true);
    assert.equal(children.length, 2);
  });

  it('has more patience with a process that opens a sound card', async () => {
    await beat(500);
    children[0]?.tell({ tell: 'busy' });
    await clock.advance(9000);
    assert.equal(children[0]?.killed, false);
    await beat(500);
    await clock.advance(2000);
    assert.equal(children[0].killed, true);
  });

  it('gives a process twice the time of the one before to say its first word', async () => {
    await clock.advance(8500);
    assert.equal(children.length, 2);
    await clock.advance(19_000);
    assert.equal(children.length, 2);
    await clock.advance(2000);
    assert.equal(children.length, 3);
  });

  it('does not start a process that dies at once more than once a second', async () => {
    children[0]?.die();
    await clock.advance(0);
    for (let second = 0; second < 5; second++) {
      children.at(-1)?.die();
      await clock.advance(1000);
    }
    assert.ok(children.length >= 6 && children.length <= 7, String(children.length));
  });

  it('stops a voice, and forgets it when the process says so', () => {
    const voice = play(-1);
    voice.stop();
    assert.deepEqual(commands(children[0], 'stop'), [{ do: 'stop', voice: 1 }]);
    children[0]?.tell({ tell: 'ended', voice: 1, why: 'stopped' });
    voice.stop();
    assert.deepEqual(ended, ['stopped']);
    assert.equal(commands(children[0], 'stop')?.length, 1);
  });

  it('does not bring back a voice that was stopped when the process died', async () => {
    play(-1).stop();
    children[0]?.die();
    await clock.advance(0);
    assert.deepEqual(ended, ['stopped']);
    assert.deepEqual(commands(children[1], 'play'), []);
  });

  it('stops a voice also while no process runs', async () => {
    const voice = play();
    children[0]?.die();
    await clock.advance(0);
    children[1]?.die();
    await clock.advance(0);
    voice.stop();
    assert.deepEqual(ended, ['stopped']);
  });

  it('ends the process for good when it is stopped itself', async () => {
    const off = engine.start();
    await off();
    await clock.advance(5000);
    assert.equal(children.at(-1)?.killed, true);
    assert.equal(children.length, 2, 'the one of beforeEach and that of this start');
  });
});
