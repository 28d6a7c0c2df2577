import { dbOfPower, median } from '../dsp/coherent.ts';
import { type Calibration, checkLength, isDead } from './calibration.ts';
import type { Comparison } from './comparison.ts';
import { isMicrophoneCovered } from './covered-microphone.ts';
import { dropouts } from './dropouts.ts';
import { atMost, type Evidence, evidenceOf, rubDb, usualRubDb } from './evidence.ts';
import { type Features, featuresOf } from './features.ts';
import { LIMIT } from './limits.ts';
import { latePowers } from './measure.ts';
import { type Reading, readingOf } from './reading.ts';

/** What is wrong with a speaker. */
export const FAIL_REASONS = [
  'no-sound',
  'low-level',
  'level-high',
  'high-band-loss',
  'low-band-loss',
  'obstructed',
  'response-changed',
  'distortion',
  'rub-buzz',
  'intermittent',
  'mic-blocked',
] as const;
export type FailReason = (typeof FAIL_REASONS)[number];

export const REASONS = ['', ...FAIL_REASONS, 'noise', 'mic-off', 'mic-no-signal'] as const;
export type Reason = (typeof REASONS)[number];

export interface Verdict {
  /** `more`: play again and judge all recordings together. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'cannot' | 'more';
  readonly reason: Reason;
  /** How near to a failure: from 1 on one of the limits is passed. */
  readonly score: number;
  readonly advice: readonly 'surroundings-changed'[];
  /** What it rests on; missing where nothing was measured. */
  readonly reading?: Reading;
}

/** Recordings that are made at the most before a test is inconclusive. */
export const MOST_RECORDINGS = 3;

/** Harmonics over the fundamental: dB that are never too much, and dB over the calibration that are. */
const HARMONICS = { always: -25, rise: 6, bands: 2 } as const;
const RUB = { always: -60, rise: 6 } as const;
/** Standard errors that make a small power certain, in one recording and in several. */
const CERTAIN_ONCE = 2.8;
const CERTAIN_TOGETHER = 4;
/** Reasons that the score does not count. */
const UNSCORED: ReadonlySet<Reason> = new Set(['distortion', 'rub-buzz']);
/** What a covered microphone may be taken for. */
const LOSSES: ReadonlySet<FailReason> = new Set(['obstructed', 'high-band-loss', 'low-level', 'response-changed']);
/** A score that two recordings are enough for. */
const CLEAR_SCORE = 1.2;
/** Usable bands that must be valid for a pass. */
const ENOUGH = 0.7;
const LEVEL_SD_MOST = 1;
/** dB: repeats that agree so well allow to look for a loose contact. */
const QUIET_SD = 0.35;
const SURROUNDINGS_DB = 3;

/**
 * Judges the recordings of a test together, all that were made so far: one to three of them.
 * @throws Fault `invalid` where one is too short
 */
export function judge(calibration: Calibration, recordings: readonly Float32Array[], micEnabled: boolean): Verdict {
  if (!micEnabled) return { verdict: 'cannot', reason: 'mic-off', score: 0, advice: [] };
  recordings.forEach(checkLength);
  if (recordings.length === 0 || recordings.some(isDead)) {
    return { verdict: 'cannot', reason: 'mic-no-signal', score: 0, advice: [] };
  }
  const features = recordings.map(recording => remembered(recording, calibration));
  const good = features.filter(({ spoilt }) => !spoilt);
  const evidence = evidenceOf(calibration, good.length > 0 ? good : features);
  const found = good.length > 0 ? decided(evidence) : NOTHING;
  return { ...told(found, evidence, recordings.length), reading: readingOf(evidence) };
}

/** What is told after so many recordings were made. */
function told(found: Decision, evidence: Evidence, made: number): Verdict {
  const { verdict, reason } = found;
  const again = made < MOST_RECORDINGS;
  if (verdict === 'doubt') return { ...found, verdict: again ? 'more' : 'inconclusive' };
  if (verdict === 'pass' || reason === 'no-sound') return { ...found, verdict };
  if (evidence.recordings.length >= 2) return confirmed(found, evidence, made);
  return again ? { ...found, verdict: 'more' } : { ...found, verdict: 'inconclusive', reason: 'noise' };
}

/**
 * What one recording alone passes is no fault, unless it comes and goes: a disturbance is told from a fault by that it is
 * gone the next time.
 */
function confirmed(together: Decision, evidence: Evidence, made: number): Verdict {
  const fail = { ...together, verdict: 'fail' } as const;
  if (together.reason === 'intermittent') return fail;
  const { calibration, recordings } = evidence;
  const alone = recordings.map(recording => decided(evidenceOf(calibration, [recording])));
  const passed = alone.filter(({ verdict }) => verdict === 'pass');
  const isClear = together.score >= CLEAR_SCORE || UNSCORED.has(together.reason);
  if (passed.length === 0 && (made === MOST_RECORDINGS || isClear)) return fail;
  if (made < MOST_RECORDINGS) return { ...together, verdict: 'more' };
  return passed.length >= 2 ? ({ ...passed[0]!, verdict: 'pass' } as const) : fail;
}

/** Features are made once for each recording, though a test asks again with the list extended. */
const known = new WeakMap<Float32Array, { readonly calibration: Calibration; readonly features: Features }>();

function remembered(recording: Float32Array, calibration: Calibration): Features {
  const before = known.get(recording);
  if (before?.calibration === calibration) return before.features;
  const features = featuresOf(recording, calibration.ppm, Float64Array.from(calibration.direct));
  known.set(recording, { calibration, features });
  return features;
}

interface Decision extends Omit<Verdict, 'verdict' | 'reading'> {
  readonly verdict: 'pass' | 'fail' | 'doubt';
}

const NOTHING: Decision = { verdict: 'doubt', reason: 'noise', score: 0, advice: [] };

function decided(evidence: Evidence): Decision {
  const { comparison } = evidence;
  if (comparison.silent) return { verdict: 'fail', reason: 'no-sound', score: 10, advice: [] };
  const doubt = { verdict: 'doubt', reason: 'noise', advice: [] } as const;
  const { all } = comparison;
  if (all === undefined) return { ...doubt, score: 0 };
  const score = scoreOf(comparison, all.level);
  const found = failure(evidence);
  const reason = found !== undefined && LOSSES.has(found) && isMicrophoneCovered(evidence) ? 'mic-blocked' : found;
  if (reason !== undefined) return { verdict: 'fail', reason, score: Math.max(1, score), advice: [] };
  if (!isCovered(comparison)) return { ...doubt, score };
  const advice = haveMoved(evidence) ? (['surroundings-changed'] as const) : [];
  return { verdict: 'pass', reason: '', score: Math.min(score, 0.99), advice };
}

function failure(evidence: Evidence): FailReason | undefined {
  return isIntermittent(evidence) ? 'intermittent' : (groupFailure(evidence.comparison) ?? fineFailure(evidence));
}

/** Looked for only where noise was low during this very test. */
function isIntermittent({ recordings, levels, comparison }: Evidence): boolean {
  const sds = levels.filter((_, i) => comparison.bands[i]!.usable).map(({ sd }) => sd);
  return median(sds) < QUIET_SD && dropouts(recordings) >= (recordings.length === 1 ? 1 : 2);
}

function groupFailure({ all, low, middle, high, faint }: Comparison): FailReason | undefined {
  if (faint) return 'obstructed';
  if (!all || !low || !middle || !high) return undefined;
  const lost = ({ level, sd }: { level: number; sd: number }) =>
    level - middle.level < -LIMIT.group && level < -LIMIT.group - Math.max(0, 2 * sd - 1);
  if (all.level < LIMIT.obstructed) return 'obstructed';
  if (lost(high)) return 'high-band-loss';
  return lost(low) ? 'low-band-loss' : undefined;
}

function fineFailure(evidence: Evidence): FailReason | undefined {
  const { all, shape, worst } = evidence.comparison;
  if (!all || all.sd >= LEVEL_SD_MOST) return undefined;
  if (isDistorted(evidence)) return 'distortion';
  if (all.level < LIMIT.low - 1.5 * Math.max(0, all.sd - 0.1)) return 'low-level';
  if (shape > LIMIT.shape || worst > LIMIT.worst) return 'response-changed';
  if (all.level > LIMIT.high) return 'level-high';
  return isRubbing(evidence) ? 'rub-buzz' : undefined;
}

const certainty = (recordings: readonly Features[]) => (recordings.length === 1 ? CERTAIN_ONCE : CERTAIN_TOGETHER);

function isDistorted({ calibration, recordings, harmonics, meanHarmonics }: Evidence): boolean {
  const hot = harmonics.filter(({ power, noise }, input) => {
    const before = dbOfPower(calibration.harmonics[input]!) + HARMONICS.rise;
    const now = dbOfPower(power);
    return now > Math.max(HARMONICS.always, before) && now > dbOfPower(noise) + 5;
  });
  if (hot.length >= HARMONICS.bands) return true;
  const { power, error } = meanHarmonics;
  const usual = atMost(calibration.meanHarmonics) + HARMONICS.rise;
  return dbOfPower(power) > Math.max(HARMONICS.always, usual) && power > certainty(recordings) * error;
}

function isRubbing(evidence: Evidence): boolean {
  const { calibration, recordings, rub } = evidence;
  const usual = usualRubDb(calibration) + RUB.rise;
  return rubDb(evidence) > Math.max(RUB.always, usual) && rub.power > certainty(recordings) * rub.error;
}

function isCovered({ bands, all, low, middle, high }: Comparison): boolean {
  const usable = bands.filter(band => band.usable).length;
  const valid = bands.filter(band => band.valid).length;
  return !!all && !!low && !!middle && !!high && all.sd <= LEVEL_SD_MOST && valid >= ENOUGH * usable;
}

/** The reflections are others although the direct sound is the same. */
function haveMoved({ calibration, recordings, shift }: Evidence): boolean {
  const moves = latePowers(recordings).flatMap(({ power, error }, span) => {
    const before = calibration.late[span]!;
    if (power <= 6 * error || before.power <= 6 * before.error) return [];
    return [Math.abs(dbOfPower(power) - dbOfPower(before.power) - shift)];
  });
  return moves.length >= 2 && moves.reduce((sum, move) => sum + move, 0) / moves.length > SURROUNDINGS_DB;
}

/** How far the worst limit of level, shape or a part of the sound is reached. */
function scoreOf({ shape, worst, low, middle, high }: Comparison, level: number): number {
  const lost = [low, high].map(group => (group && middle ? Math.max(group.level, group.level - middle.level) : 0));
  return Math.max(
    level / LIMIT.high,
    level / LIMIT.low,
    shape / LIMIT.shape,
    worst / LIMIT.worst,
    ...lost.map(change => change / -LIMIT.group),
    0,
  );
}
