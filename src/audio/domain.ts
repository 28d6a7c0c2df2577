import type { Board } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { Collection, JsonFile, type ParamStore } from '../settings/index.ts';
import { audioActions, levelActions } from './actions.ts';
import { Announcements } from './announcements.ts';
import { CLIP_RECORDS, type ClipRecord } from './clip.ts';
import type { ClipDecoder } from './clip-decoder.ts';
import { clipGainDb, type MeasuredClip } from './clip-gain.ts';
import { ClipLibrary } from './clip-library.ts';
import { ClipPlayer } from './clip-player.ts';
import { type AudioChild, AudioEngine } from './engine.ts';
import { audioRestarted, musicStream, soundCard, triggerLevel } from './events.ts';
import { followSettings } from './follow-settings.ts';
import { followShape } from './follow-shape.ts';
import { type AudioHealth, healthOf } from './health.ts';
import { HELD_SETTINGS, HeldSettings } from './held-settings.ts';
import { watchLevel } from './level-watch.ts';
import { LocateTone } from './locate-tone.ts';
import { LOUDNESS_PARAMS, loudnessSettings } from './loudness-params.ts';
import { multicastActions, sourceActions } from './multicast/actions.ts';
import { followGroupMicrophone } from './multicast/group-microphone.ts';
import { GroupSender } from './multicast/group-sender.ts';
import { MulticastSources } from './multicast/multicast-sources.ts';
import { groupOf } from './multicast/send-params.ts';
import { SOURCE_RECORDS, type SourceRecord } from './multicast/source-record.ts';
import {
  alarmLevel,
  maxClips,
  maxDurationS,
  maxTransmitters,
  maxUploadMb,
  quotaMb,
  receiverBufferMs,
  receiverCatchUp,
} from './params.ts';
import { STREAM_PARAMS, streamEnabled, streamUrl, streamVolume } from './stream-params.ts';
import { Snapcast } from './snapcast.ts';
import { SoundCheck } from './sound-check.ts';
import { StreamPlayer } from './stream-player.ts';
import { createFfmpegSource, type StreamSource, withFallback } from './stream-source.ts';
import { Talk } from './talk.ts';
import { createListeners } from './create-listeners.ts';
import { Transmitters } from './transmitters.ts';

const MB = 1_000_000;
/** Space that audio clips leave free for everything else. */
const RESERVE_BYTES = 64 * MB;

export interface AudioDeps {
  readonly board: Pick<Board, 'identity' | 'micSwitch' | 'sound'>;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the clips and their records. */
  readonly folder: string;
  /** The file of the multicast sources. */
  readonly sourcesFile: string;
  readonly decode: ClipDecoder;
  /** What plays stations. */
  readonly radio: StreamSource;
  readonly spawn: () => AudioChild;
  /** The IPv4 addresses of this speaker. */
  readonly ownAddresses: () => readonly string[];
}

/** All that sounds: the audio process, the clips and what plays them. */
export function createAudio(deps: AudioDeps) {
  const { events, params, clock, log, folder, decode } = deps;
  const engine = createEngine(deps);
  const records = clipRecords(deps);
  const limits = () => clipLimits(params);
  const clips = new ClipLibrary({ folder, records, decode, limits, clock, log });
  const clipGain = (clip: MeasuredClip) => clipGainDb(clip, loudnessSettings(params));
  const player = new ClipPlayer({ engine, clips, events, gainDb: clipGain });
  const transmitters = createTransmitters(deps, engine);
  const sender = new GroupSender({ engine, clips, gainDb: clipGain });
  const talk = new Talk({ engine, sender, group: () => groupOf(params) });
  const listeners = createListeners(deps, engine);
  const multicast = createMulticast(deps, engine);
  const announcements = new Announcements({ engine, gainDb: clipGain });
  const locateTone = new LocateTone({ engine, folder });
  const stream = createStream(deps, engine);
  const snapcast = new Snapcast({ engine, params, events, clock, log, id: deps.board.identity.serialNumber });
  const sources = { list: () => multicast.sounding() };
  const lives = [transmitters, talk, announcements, locateTone, stream, snapcast, engine.calls, sources];
  const health = () => healthOf(engine, { player, sender, lives });
  const held = createHeld(deps);

  return {
    clips,
    limits,
    player,
    clipGain,
    transmitters,
    talk,
    multicast,
    onMulticast: multicast.onStatus.bind(multicast),
    announcements,
    locateTone,
    listeners,
    soundCheck: new SoundCheck({ engine, health }),
    openCallSound: engine.calls.open.bind(engine.calls),
    stopVoice: (voice: number) => engine.stop(voice),
    hadCard: () => engine.hadCard,
    health,
    onHealth: (listener: (health: AudioHealth) => void): Off => engine.onStatus(() => listener(health())),
    /** Also where another loudness gives them other gains. */
    onClipsChange: (listener: () => void): Off => followAll(listener, records, params),
    actions: actionsOf(deps, { clips, player, multicast, sender, held }),
    async start(): Promise<Off> {
      await Promise.all([clips.load(), locateTone.load()]);
      const offs = [
        await held.start(),
        ...followParams(deps, { engine, stream }),
        snapcast.start(),
        tellCard(engine, events),
        tellLevel(deps, engine),
        records.onChange(followClips({ engine, clips, player })),
        await multicast.start(),
        followGroupMicrophone({ params, sender, clock, log }),
        engine.start(),
      ];
      return async () => {
        for (const off of offs) await off();
      };
    },
  };
}

/** Has the audio process and the stream do as is set, now and after every change. */
const followParams = (deps: AudioDeps, { engine, stream }: { engine: AudioEngine; stream: StreamPlayer }): Off[] => [
  followSettings(deps, engine),
  followStream(deps.params, stream),
  followShape({ ...deps, tell: shape => engine.setShape(shape) }),
];

interface ActionParts {
  readonly clips: ClipLibrary;
  readonly player: ClipPlayer;
  readonly multicast: MulticastSources;
  readonly sender: GroupSender;
  readonly held: HeldSettings;
}

const actionsOf = ({ params, clock }: AudioDeps, { clips, player, multicast, sender, held }: ActionParts) => [
  ...audioActions(player, clips),
  ...levelActions(params, held),
  ...sourceActions(multicast),
  ...multicastActions(sender, clock),
];

const createTransmitters = ({ params }: AudioDeps, engine: AudioEngine) =>
  new Transmitters({
    engine,
    limits: () => ({
      transmitters: params.get(maxTransmitters),
      bufferMs: params.get(receiverBufferMs),
      catchUp: params.get(receiverCatchUp),
    }),
  });

const createHeld = ({ folder, params, log }: AudioDeps) =>
  new HeldSettings({
    params,
    file: new JsonFile({ path: `${folder}/held.json`, schema: HELD_SETTINGS, empty: {}, log }),
    log,
  });

const createEngine = ({ spawn, clock, log, events }: AudioDeps) =>
  new AudioEngine({
    spawn,
    clock,
    log,
    restarted: (why, times) => events.emit(audioRestarted, { why, times }),
  });

const createMulticast = ({ sourcesFile, ownAddresses, params, events, log }: AudioDeps, engine: AudioEngine) =>
  new MulticastSources({
    records: new Collection<SourceRecord>({
      file: new JsonFile({ path: sourcesFile, schema: SOURCE_RECORDS, empty: [], log }),
      noun: 'multicast source',
    }),
    engine,
    params,
    events,
    own: ownAddresses,
  });

const clipLimits = (params: ParamStore) => ({
  maxClips: params.get(maxClips),
  maxUploadBytes: params.get(maxUploadMb) * MB,
  maxDurationS: params.get(maxDurationS),
  quotaBytes: params.get(quotaMb) * MB,
  reserveBytes: RESERVE_BYTES,
});

const clipRecords = ({ folder, log }: AudioDeps) =>
  new Collection<ClipRecord>({
    file: new JsonFile({ path: `${folder}/clips.json`, schema: CLIP_RECORDS, empty: [], log }),
    noun: 'audio clip',
  });

const createStream = ({ events, clock, log, radio }: AudioDeps, engine: AudioEngine) =>
  new StreamPlayer({
    engine,
    source: withFallback(radio, createFfmpegSource(clock)),
    clock,
    log,
    tell: state => events.emit(musicStream, state),
  });

/** Plays the stream that is set, now and after every change. */
function followStream(params: ParamStore, stream: StreamPlayer): Off {
  const play = () => {
    const url = params.get(streamUrl);
    const isOn = params.get(streamEnabled) && url !== '';
    stream.play(isOn ? { url, volume: params.get(streamVolume) } : undefined);
  };
  play();
  const off = params.onChange(changed => {
    if (STREAM_PARAMS.some(({ path }) => changed.has(path))) play();
  });
  return () => {
    off();
    stream.play(undefined);
  };
}

function followAll(listener: () => void, records: Collection<ClipRecord>, params: ParamStore): Off {
  const offs = [
    records.onChange(listener),
    params.onChange(changed => {
      if (LOUDNESS_PARAMS.some(({ path }) => changed.has(path))) listener();
    }),
  ];
  return () => {
    for (const off of offs) off();
  };
}

function tellCard(engine: AudioEngine, events: EventBus): Off {
  let known: boolean | undefined;
  return engine.onStatus(({ device }) => {
    const available = device.state === 'open';
    if (available === known) return;
    known = available;
    events.emit(soundCard, { available, ...(device.reason === undefined ? {} : { reason: device.reason }) });
  });
}

const tellLevel = ({ clock, params, events }: AudioDeps, engine: AudioEngine) =>
  watchLevel({
    onStatus: listener => engine.onStatus(listener),
    alarmLevel: () => params.get(alarmLevel),
    clock,
    tell: triggered => events.emit(triggerLevel, { channel: 1, triggered }),
  });

/** Keeps the beginnings of all clips at hand, and silences those that are removed while they play. */
function followClips({ engine, clips, player }: { engine: AudioEngine; clips: ClipLibrary; player: ClipPlayer }) {
  const present = () => clips.list().map(({ id }) => id);
  const preload = () => engine.preload(present().map(id => clips.pcm(id)));
  preload();
  return () => {
    preload();
    for (const { clip } of player.playing()) if (!present().includes(clip)) player.stopClip(clip);
  };
}
