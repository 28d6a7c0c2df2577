import { type createAudio, inputMuted } from './audio/index.ts';
import { textFacts } from './at-broker.ts';
import type { Board } from './board/index.ts';
import type { Certificates } from './certificates/index.ts';
import type { Clock, Off } from './core/clock.ts';
import { unavailable } from './core/fault.ts';
import type { Log } from './core/log.ts';
import type { EventBus } from './events/index.ts';
import { createNotify } from './notify/index.ts';
import { createRecordings, RECORDING_WISH } from './recordings/index.ts';
import type { ParamStore } from './settings/index.ts';
import type { createStorage } from './storage/index.ts';
import type { createSystem } from './system/index.ts';

type Listeners = ReturnType<typeof createAudio>['listeners'];
type Hearing = Parameters<Listeners['open']>[1];

interface MicrophoneParts {
  readonly board: Pick<Board, 'micSwitch'>;
  readonly params: ParamStore;
  readonly listeners: Pick<Listeners, 'open'>;
}

/** The microphone for those who record it: they are told where nobody can hear it, and get no silence in its place. */
function createMicrophone({ board: { micSwitch }, params, listeners }: MicrophoneParts) {
  const silence = () => {
    if (!micSwitch.on) return 'the microphone switch is off';
    return params.get(inputMuted) ? 'the audio input is muted' : undefined;
  };
  return {
    silence,
    onSilence: (listener: () => void): Off => {
      const offs = [micSwitch.onChange(listener), params.onChange(listener)];
      return () => offs.forEach(off => off());
    },
    /** Opus. */
    listen: (hearing: Hearing) => listeners.open(RECORDING_WISH, hearing),
    /** L16 at a rate in Hz. @throws Fault `unavailable` where nobody can hear it */
    listenPlain: (sampleRate: number, hearing: Hearing): Off => {
      const why = silence();
      if (why !== undefined) throw unavailable(`nothing can be recorded: ${why}`);
      const format = { codec: 'L16', sampleRate, channels: 1 } as const;
      return listeners.open({ format, packetFrames: sampleRate / 50 }, hearing);
    },
  };
}

interface Parts {
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly system: Pick<ReturnType<typeof createSystem>, 'info'>;
  readonly audio: Pick<ReturnType<typeof createAudio>, 'clips' | 'listeners'>;
  readonly storage: ReturnType<typeof createStorage>;
  readonly certificates: Pick<Certificates, 'trust'>;
}

interface Options {
  /** Folder of all state. */
  readonly state: string;
  readonly board: Pick<Board, 'identity' | 'micSwitch'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A part of the house's wiring: recordings of the microphone, and recipients that they and clips can be sent to. */
export function createRecordingAndNotify(options: Options, { system, audio, storage, certificates, ...parts }: Parts) {
  const { state, board, clock, log } = options;
  const microphone = createMicrophone({ ...options, ...parts, listeners: audio.listeners });
  const device = () => textFacts(system);
  const recording = createRecordings({
    ...parts,
    microphone,
    storage,
    clock,
    log: log.area('recordings'),
    facts: cause => ({ now: clock.now(), cause, ...device() }),
  });
  const notify = createNotify({
    folder: `${state}/notify`,
    events: parts.events,
    clock,
    log: log.area('notify'),
    serialNumber: board.identity.serialNumber,
    device,
    trust: () => certificates.trust,
    clip: wanted => audio.clips.original(audio.clips.match(wanted).id),
    listen: microphone.listenPlain,
    kept: recording.recordings,
  });
  return { recording, notify };
}
