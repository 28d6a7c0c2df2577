import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { ServerClock } from '../../../../src/engine/snapcast/server-clock.ts';
import { SyncedPlayout } from '../../../../src/engine/snapcast/synced-playout.ts';

const RATE = 48_000;
const PIECE = 960;

/** A card whose clock is off by `ppm`, and a server 500 ms ahead of it; runs for so many seconds. */
function rig(ppm: number, lead = () => 40) {
  let nowMs = 0;
  let queued = 0;
  let taken = 0;
  let sentMs = 0;
  const sink = {
    get queued() {
      return queued;
    },
    get space() {
      return 16_384 - queued;
    },
    write: (_: Float32Array, frames: number) => void (queued += frames),
  };
  const playout = new SyncedPlayout({
    sampleRate: RATE,
    sink,
    bufferMs: 500,
    now: () => nowMs,
    leadMs: () => lead(),
    dueMs: stampMs => stampMs + 500,
  });
  const take = (ms: number) => {
    const wanted = Math.floor((ms / 1000) * RATE * (1 + ppm * 1e-6)) - taken;
    const there = Math.min(queued, wanted);
    queued -= there;
    taken += wanted;
    return there === wanted;
  };
  const run = (seconds: number) => {
    for (const end = nowMs + seconds * 1000; nowMs < end; nowMs += 10) {
      for (; sentMs <= nowMs; sentMs += 20) playout.add(sentMs, new Int16Array(PIECE).fill(1000));
      playout.fill();
      // The mixer takes what the card's clock asks for.
      assert.ok(take(nowMs + 10), `the ring was empty at ${nowMs} ms`);
    }
  };
  return {
    playout,
    run,
    /** The server's clock goes on elsewhere. */
    jump: (ms: number) => void (sentMs += ms),
    /** This thread stands still; the card does not. */
    stall: (ms: number) => void take((nowMs += ms)),
  };
}

describe('sound that is played at its time', () => {
  for (const ppm of [-300, -50, 0, 50, 300]) {
    it(`stays there on a card that is off by ${ppm} ppm`, () => {
      const { playout, run } = rig(ppm);
      run(60);
      assert.ok(Math.abs(playout.errorMs ?? 99) < 0.1, `${playout.errorMs} ms`);
      assert.equal(playout.placements, 1);
    });
  }

  it('is put in its place again after a jump, and the ring never runs dry', () => {
    const { playout, run, jump } = rig(50);
    run(10);
    jump(300);
    run(20);
    assert.ok(playout.placements >= 2);
    assert.ok(Math.abs(playout.errorMs ?? 99) < 0.3, `${playout.errorMs} ms`);
  });

  it('is at its place at once though single looks at the card are wrong', () => {
    let looks = 0;
    const { playout, run } = rig(50, () => 40 + (++looks % 6 === 0 ? 30 : 0) - (looks % 7 === 0 ? 10 : 0));
    run(20);
    assert.equal(playout.placements, 1);
    assert.ok(Math.abs(playout.errorMs ?? 99) < 0.3, `${playout.errorMs} ms`);
  });

  it('bears a thread that stands still for a fifth of a second, and is put in its place after a longer time', () => {
    const { playout, run, stall } = rig(50);
    run(10);
    stall(150);
    run(2);
    assert.equal(playout.placements, 1);
    stall(400);
    run(1);
    assert.equal(playout.placements, 2);
    assert.ok(Math.abs(playout.errorMs ?? 99) < 0.5, `${playout.errorMs} ms`);
  });

  it('is not collected without end', () => {
    const { playout } = rig(0);
    assert.throws(() => {
      for (let at = 0; at < 2000; at++) playout.add(at * 20, new Int16Array(PIECE));
    }, /more than 20 s ahead/);
  });
});

describe("a server's clock", () => {
  it('is known by the answers that took the shortest way', () => {
    const clock = new ServerClock();
    for (let at = 0; at < 4; at++) clock.add(1000.2, -999.8);
    assert.equal(clock.known, false);
    for (let at = 0; at < 10; at++) clock.add(1000.2, -999.8 + (at % 2) * 40);
    assert.ok(clock.known);
    assert.ok(Math.abs(clock.ours(1000) - 0) < 0.01, String(clock.ours(1000)));
  });
});
