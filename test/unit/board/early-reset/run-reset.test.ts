import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { runReset } from '../../../../src/board/early-reset/run-reset.ts';
import { RESET_TIMES } from '../../../../src/board/early-reset/step.ts';
import { StatusLight } from '../../../../src/system/status-light.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** A change of the button: when, ms after the first look, and whether it is down then. */
type Change = readonly [at: number, pressed: boolean];

/** Plays a course of the button; resolves with all that was seen and what came of it. */
async function play(pressed: boolean, changes: readonly Change[], until = 200_000) {
  const clock = new FakeClock();
  const lights: (readonly [number, string])[] = [];
  const outcomes: (readonly [number, string])[] = [];
  const tell = runReset({
    clock,
    pressed,
    light: look => void lights.push([clock.monotonic(), look]),
    done: outcome => void outcomes.push([clock.monotonic(), outcome]),
  });
  for (const [at, isPressed] of changes) {
    await clock.advance(at - clock.monotonic());
    tell(isPressed);
  }
  await clock.advance(until - clock.monotonic());
  assert.equal(clock.waiting, 0, 'no timer is left');
  assert.equal(outcomes.length, 1, 'one outcome');
  return { lights, at: outcomes[0]?.[0], outcome: outcomes[0]?.[1] };
}

describe('the factory reset by the control button', () => {
  it('is unlit while held, amber the second time after ten seconds, and restores when let go', async () => {
    const { lights, at, outcome } = await play(true, [[12_000, false]]);
    assert.deepEqual(lights, [
      [0, 'unlit'],
      [10_000, 'amber'],
      [12_150, 'amber'],
    ]);
    assert.deepEqual([at, outcome], [12_150, 'reset']);
  });

  it('shows all that the manual tells, up to the green at the end', async () => {
    const clock = new FakeClock();
    const shown: (readonly [number, string])[] = [];
    const show = (what: string) => {
      if (shown.at(-1)?.[1] !== what) shown.push([clock.monotonic(), what]);
    };
    const light = new StatusLight({ led: { show }, clock });
    // Linux lights both lamps before anybody looks at the button.
    show('amber');
    await clock.advance(4000);
    const tell = runReset({ clock, pressed: true, light: show, done: () => light.starting() });
    await clock.advance(11_000);
    tell(false);
    await clock.advance(30_000);
    light.ready();
    await clock.advance(60_000);
    assert.deepEqual(shown, [
      [0, 'amber'],
      [4000, 'unlit'],
      [14_000, 'amber'],
      [45_000, 'green'],
      [55_000, 'unlit'],
    ]);
  });

  for (const [title, pressed, changes, outcome, at] of [
    ['starts at once where the button is up', false, [], 'normal', 0],
    ['wipes nothing after nine seconds', true, [[9000, false]], 'normal', 9150],
    ['wipes nothing just before the tenth second', true, [[9840, false]], 'normal', 9990],
    ['wipes nothing where the button is stuck', true, [], 'stuck', 70_000],
    [
      'wipes nothing where it is pressed after the first look',
      false,
      [
        [500, true],
        [20_000, false],
      ],
      'normal',
      0,
    ],
    [
      'bridges a bouncing contact',
      true,
      [
        [3000, false],
        [3050, true],
        [13_000, false],
      ],
      'reset',
      13_150,
    ],
    [
      'takes a real gap for a release',
      true,
      [
        [3000, false],
        [3400, true],
        [15_000, false],
      ],
      'normal',
      3150,
    ],
    [
      'bridges a bounce at the tenth second',
      true,
      [
        [9950, false],
        [10_050, true],
        [11_000, false],
      ],
      'reset',
      11_150,
    ],
    [
      'counts a bouncing release once',
      true,
      [
        [12_000, false],
        [12_010, true],
        [12_020, false],
      ],
      'reset',
      12_170,
    ],
    [
      'is not let go by a bounce',
      true,
      [
        [12_000, false],
        [12_100, true],
      ],
      'stuck',
      70_000,
    ],
  ] as const) {
    it(title, async () => {
      const told = await play(pressed, changes);
      assert.deepEqual([told.outcome, told.at], [outcome, at]);
    });
  }

  it('ends amber, whatever comes of it, until the supervisor is ready', async () => {
    for (const changes of [[], [[5000, false]], [[12_000, false]]] as const) {
      assert.equal((await play(true, changes)).lights.at(-1)?.[1], 'amber');
    }
  });

  it('wipes only after a hold of ten seconds and a release, in five thousand random courses', async () => {
    let resets = 0;
    for (let seed = 1; seed <= 5000; seed++) {
      const random = randomFrom(seed);
      const course = randomCourse(random, random() < 0.8);
      const { outcome } = await play(course.pressed, course.changes);
      const due = isDue(course.pressed, course.changes);
      assert.equal(outcome === 'reset', due, `seed ${seed}: ${outcome} ${JSON.stringify(course)}`);
      if (due) resets++;
    }
    assert.ok(resets > 100, `${resets} courses were resets: too few to prove anything`);
  });
}).timeout(60_000);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function randomCourse(random: () => number, pressed: boolean): { pressed: boolean; changes: Change[] } {
  const changes: Change[] = [];
  let down = pressed;
  for (let at = 0; at < 80_000 && changes.length < 30;) {
    at += Math.round(random() < 0.6 ? random() * 300 : random() * 15_000);
    down = !down;
    changes.push([at, down]);
  }
  return { pressed, changes };
}

/** The rule in other words: held at the first look, no gap of 150 ms in ten seconds, a gap of 150 ms within a minute. */
function isDue(pressed: boolean, changes: readonly Change[]): boolean {
  const { HOLD_MS, BOUNCE_MS, STUCK_MS } = RESET_TIMES;
  if (!pressed) return false;
  const gaps = changes.flatMap(([at, down], i) => (down ? [] : [[at, changes[i + 1]?.[0] ?? Infinity] as const]));
  const long = gaps.find(([from, to]) => to - from >= BOUNCE_MS);
  if (long === undefined) return false;
  // A bounce at the tenth second puts the second amber off until the contact is closed again.
  const across = gaps.find(([from, to]) => from < HOLD_MS && to > HOLD_MS);
  const armedAt = across === undefined ? HOLD_MS : across[1];
  return long[0] >= armedAt && long[0] < armedAt + STUCK_MS;
}
