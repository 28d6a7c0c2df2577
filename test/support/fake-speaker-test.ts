import { conflict } from '../../src/core/fault.ts';
import { OBSTACLES } from '../../src/speakertest/state.ts';
import type { SpeakerTestFace } from '../../src/speakertest/index.ts';
import type { Obstacle } from '../../src/speakertest/state.ts';

/** A speaker test that only remembers what was asked of it. */
export function fakeSpeakerTest() {
  const done: string[] = [];
  const fake = {
    done,
    obstacle: undefined as Obstacle | undefined,
    report: { status: 'Uncalibrated', testedAt: '', calibratedAt: '' } as ReturnType<SpeakerTestFace['status']>,
  };
  const act = (what: string) => {
    if (fake.obstacle !== undefined) throw conflict(OBSTACLES[fake.obstacle]);
    done.push(what);
  };
  const speakerTest: SpeakerTestFace = {
    calibrate: () => act('calibrate'),
    run: () => {
      if (fake.report.calibratedAt === '') throw conflict(OBSTACLES['not-calibrated']);
      act('run');
    },
    stop: () => act('stop'),
    confirm: async clear => act(`confirm ${clear}`),
    onChange: () => () => undefined,
    activity: () => ({ doing: 'nothing' }),
    obstacle: () => fake.obstacle,
    calibration: () => undefined,
    lastCalibration: () => undefined,
    plot: () => [],
    history: () => [],
    trends: () => [],
    failsBelow: -3,
    status: () => fake.report,
    readRun: async () => {
      throw conflict('nothing was tested');
    },
    recording: async () => new Uint8Array(4),
  };
  return { speakerTest, fake };
}
