/** Rooms as image sources (Allen and Berkley 1979): what a microphone beside a loudspeaker hears of it. */
import { SAMPLE_RATE } from '../../src/dsp/format.ts';
import { addPulse, filter, onePole } from './filters.ts';
import type { Random } from './random.ts';

/** Frames of an impulse response: 0.34 s. */
const ROOM_FRAMES = 16_384;
/** Frames before the sound leaves the loudspeaker. */
export const ROOM_LEAD = 64;

export interface Room {
  readonly size: readonly [number, number, number];
  readonly at: readonly [number, number, number];
  /** Share of energy that each of the six walls takes, of low and of high tones. */
  readonly absorbed: readonly number[];
  readonly absorbedHigh: readonly number[];
  /** m from the loudspeaker to the microphone, and the way from one to the other. */
  readonly near: number;
  readonly way: readonly [number, number, number];
  /** What the box carries from one to the other, as a share of the direct sound. */
  readonly box: number;
  /** Objects that do not move: m away, reflecting this share. */
  readonly things: readonly { readonly metres: number; readonly share: number }[];
}

/** How the room is today. */
export interface Day {
  /** Degrees Celsius. */
  readonly warmth: number;
  readonly people: number;
  readonly doorOpen: boolean;
}

export function someRoom(random: Random): Room {
  const size = [random.scaled(2.5, 25), random.scaled(2.5, 18), random.between(2.4, 7)] as const;
  const soft = random.between(0.08, 0.6);
  const absorbed = Array.from({ length: 6 }, () => Math.min(0.95, soft * random.between(0.5, 1.6)));
  const wall = random.chance(0.6);
  const turn = random.between(0, 2 * Math.PI);
  return {
    size,
    at: [
      wall ? random.between(0.08, 0.2) : size[0] * random.between(0.1, 0.9),
      size[1] * random.between(0.1, 0.9),
      wall ? random.between(1.8, size[2] - 0.2) : size[2] - random.between(0.06, 0.3),
    ],
    absorbed,
    absorbedHigh: absorbed.map(share => Math.min(0.97, share * random.between(0.9, 2))),
    near: random.scaled(0.04, 0.3),
    way: [0.2, Math.cos(turn), Math.sin(turn)],
    box: random.between(0, 0.15),
    things: Array.from({ length: random.whole(0, 3) }, () => ({
      metres: random.between(0.4, 4),
      share: random.between(0, 0.35),
    })),
  };
}

/** 1 at the distance of the microphone; the direct sound comes after ROOM_LEAD frames and the time it takes. */
export function impulseResponse(room: Room, day: Day, random: Random): Float64Array {
  const speed = 331.3 * Math.sqrt(1 + day.warmth / 273.15);
  const low = new Float64Array(ROOM_FRAMES);
  const high = new Float64Array(ROOM_FRAMES);
  const add = (metres: number, gain: number, gainHigh = gain) => {
    const at = ROOM_LEAD + (metres / speed) * SAMPLE_RATE;
    addPulse(low, at, gain);
    addPulse(high, at, gainHigh);
  };
  add(room.near, 1);
  addImages(room, day, { random, farthest: (speed * (ROOM_FRAMES - ROOM_LEAD)) / SAMPLE_RATE, add });
  for (const { metres, share } of room.things) add(2 * metres, (share * room.near) / (2 * metres));
  for (let person = 0; person < day.people; person++) {
    const metres = random.between(0.5, 5);
    add(2 * metres, (random.between(0, 0.4) * room.near) / (2 * metres));
  }
  addPulse(low, ROOM_LEAD + 4, room.box);
  return joined(low, high);
}

interface Adding {
  readonly random: Random;
  /** m that sound goes in the time of the response. */
  readonly farthest: number;
  readonly add: Add;
}

type Add = (metres: number, gain: number, gainHigh: number) => void;

function addImages(room: Room, day: Day, { random, farthest, add }: Adding): void {
  const norm = Math.hypot(...room.way);
  const ear = room.at.map((at, axis) => at + (room.near * room.way[axis]!) / norm);
  // A door that opens takes a part of one wall away, people stand in the way of some reflections.
  const door = day.doorOpen ? 0.75 : 1;
  const inTheWay = Math.min(0.4, 0.07 * day.people);
  const axes = [0, 1, 2].map(axis => imagesOn(room, ear, axis, { farthest, door }));
  const images = axes[0]!.flatMap(x => axes[1]!.flatMap(y => axes[2]!.map(z => [x, y, z] as const)));
  for (const [x, y, z] of images) {
    const bounces = x.bounces + y.bounces + z.bounces;
    const metres = Math.hypot(x.metres, y.metres, z.metres);
    if (bounces === 0 || metres > farthest || x.gain * y.gain * z.gain < 0.01) continue;
    const shadow = random.chance(inTheWay) ? random.between(0.2, 0.9) : 1;
    // Walls are not flat: what comes late comes scattered, a little differently each day.
    const scattered = metres + 0.002 * bounces * random.normal();
    const share = (shadow * room.near) / metres;
    add(scattered, share * x.gain * y.gain * z.gain, share * x.gainHigh * y.gainHigh * z.gainHigh);
  }
}

/** Along one axis: images of the source, with what the walls leave of them. */
function imagesOn(
  room: Room,
  ear: readonly number[],
  axis: number,
  { farthest, door }: { farthest: number; door: number },
) {
  const size = room.size[axis]!;
  const kept = (absorbed: readonly number[], wall: number) =>
    Math.sqrt(1 - absorbed[2 * axis + wall]!) * (axis === 0 && wall === 1 ? door : 1);
  const most = Math.min(12, Math.ceil(farthest / size));
  const images = [];
  for (let n = -most; n <= most; n++) {
    const at = n % 2 === 0 ? n * size + room.at[axis]! : (n + 1) * size - room.at[axis]!;
    const first = n < 0 ? Math.ceil(-n / 2) : Math.floor(n / 2);
    const second = Math.abs(n) - first;
    const gain = (absorbed: readonly number[]) => kept(absorbed, 0) ** first * kept(absorbed, 1) ** second;
    images.push({
      metres: at - ear[axis]!,
      bounces: Math.abs(n),
      gain: gain(room.absorbed),
      gainHigh: gain(room.absorbedHigh),
    });
  }
  return images;
}

/** High tones of the one, low tones of the other: they cross at 1.5 kHz. */
function joined(low: Float64Array, high: Float64Array): Float64Array {
  const difference = low.map((value, i) => value - high[i]!);
  filter(difference, [onePole(1500)]);
  return high.map((value, i) => value + difference[i]!);
}
