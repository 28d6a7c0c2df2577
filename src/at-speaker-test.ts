import { type createAudio, inputGain, inputMuted, outputGain, outputMuted, SHAPING_PARAMS } from './audio/index.ts';
import type { Board } from './board/index.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { EventBus } from './events/index.ts';
import type { ParamStore } from './settings/index.ts';
import { type Analyst, createSpeakerTest } from './speakertest/index.ts';
import { controlButton, type createSystem } from './system/index.ts';

interface AtSpeakerTestDeps {
  /** Folder of all state. */
  readonly state: string;
  readonly board: Pick<Board, 'micSwitch'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly analyst: Analyst;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly system: Pick<ReturnType<typeof createSystem>, 'temperature'>;
  readonly audio: Pick<ReturnType<typeof createAudio>, 'soundCheck' | 'health'>;
  readonly calls: { list(): readonly { readonly state: string }[] };
}

/** A call as one of what sounds: the microphone confirms nothing beside it. */
const CALL = { voice: -1, name: 'a call', sourceClass: 'call', heard: 1 } as const;

/** A part of the house's wiring: the speaker test with the audio process as its instrument and the control button. */
export const createAtSpeakerTest = ({
  state,
  board,
  system,
  audio,
  calls,
  params,
  events,
  log,
  ...deps
}: AtSpeakerTestDeps) =>
  createSpeakerTest({
    ...deps,
    events,
    params,
    log: log.area('speakertest'),
    folder: `${state}/speakertest`,
    instrument: audio.soundCheck,
    microphone: board.micSwitch,
    temperature: system.temperature,
    muted: () => ({ output: params.get(outputMuted), input: params.get(inputMuted) }),
    noted: () =>
      Object.fromEntries([outputGain, inputGain, ...SHAPING_PARAMS].map(def => [def.path, params.get<unknown>(def)])),
    sounding: () => {
      const { playing, live } = audio.health();
      const active = calls.list().some(call => call.state === 'Active');
      return [...playing, ...live, ...(active ? [CALL] : [])];
    },
    onButton: calibrate => events.on(controlButton, ({ gesture }) => gesture === 'calibrate' && calibrate()),
  });
