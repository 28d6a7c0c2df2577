import type { Clock, Off } from '../core/clock.ts';
import type { SoundShape } from '../engine/contract.ts';
import type { ParamStore } from '../settings/index.ts';
import { LOUDNESS_PARAMS } from './loudness-params.ts';
import { outputGain } from './params.ts';
import { SHAPING_PARAMS } from './shaping-params.ts';
import { quietCapDb, soundShape } from './sound-shape.ts';

/** How often the quiet hours are looked for. */
const LOOK_MS = 1000;

interface FollowDeps {
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly tell: (shape: SoundShape) => void;
}

/** Tells how sound is to be shaped: now, after every change, and when the quiet hours begin or end. */
export function followShape({ params, clock, tell }: FollowDeps): Off {
  const paths = new Set([...SHAPING_PARAMS, ...LOUDNESS_PARAMS, outputGain].map(({ path }) => path));
  let capDb: number | null = null;
  const now = () => {
    const shape = soundShape(params, timeOf(clock.now()));
    capDb = shape.capDb;
    tell(shape);
  };
  now();
  const offs = [
    params.onChange(changed => {
      if ([...changed].some(path => paths.has(path))) now();
    }),
    clock.every(LOOK_MS, () => {
      if (quietCapDb(params, timeOf(clock.now())) !== capDb) now();
    }),
  ];
  return () => {
    for (const off of offs) off();
  };
}

/** "23:59", local time. */
const timeOf = (now: Date) => [now.getHours(), now.getMinutes()].map(part => String(part).padStart(2, '0')).join(':');
