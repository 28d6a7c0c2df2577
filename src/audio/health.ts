import type { EngineStatus, SourceClass, VoiceStatus } from '../engine/contract.ts';
import type { ClipPlayer } from './clip-player.ts';
import type { AudioEngine } from './engine.ts';
import type { GroupSender, Sent } from './multicast/group-sender.ts';

/** Something that sounds, or waits until it may. */
export interface Source {
  readonly voice: number;
  readonly name: string;
  readonly sourceClass: SourceClass;
  /** Amplitude factor that the classes leave it: 0 while it waits or is muted. */
  readonly heard: number;
  /** Applied to its sound besides, dB; undefined before that is known. */
  readonly gainDb?: number;
  /** How loud it comes, LUFS: a whole clip, or the last seconds of a live source. */
  readonly lufs?: number;
}

/** The audio process as the supervisor sees it, and what plays. */
export interface AudioHealth {
  /** `starting`: no report yet; `running`; `restarting`: it died or hung and a new one starts. */
  readonly state: 'starting' | 'running' | 'restarting';
  /** Times it was restarted since the supervisor started. */
  readonly restarts: number;
  readonly engine?: EngineStatus;
  readonly playing: readonly (Source & {
    readonly clip: string;
    readonly atMs: number;
    readonly durationMs: number;
  })[];
  /** Live sound that others send. */
  readonly live: readonly Source[];
  /** What is sent to other speakers. */
  readonly sent: readonly Sent[];
}

/** What one of the sources tells of itself; the audio process tells the rest. */
type Told = Omit<Source, 'heard' | 'gainDb'>;

interface Sources {
  readonly player: Pick<ClipPlayer, 'playing'>;
  readonly sender: Pick<GroupSender, 'list'>;
  /** Those that live sound comes from. */
  readonly lives: readonly { list(): readonly Told[] }[];
}

export function healthOf(
  { status, restarts }: Pick<AudioEngine, 'status' | 'restarts'>,
  { player, lives, sender }: Sources,
): AudioHealth {
  const voices = new Map(status?.voices.map(voice => [voice.voice, voice]));
  const whole = <S extends Told>(source: S) => ({ ...source, ...standingOf(voices.get(source.voice)) });
  return {
    state: status !== undefined ? 'running' : restarts > 0 ? 'restarting' : 'starting',
    restarts,
    ...(status === undefined ? {} : { engine: status }),
    playing: player.playing().map(whole),
    live: lives.flatMap(source => source.list()).map(whole),
    sent: sender.list(),
  };
}

function standingOf(voice: VoiceStatus | undefined) {
  if (voice === undefined) return { heard: 1 };
  const { heard, gainDb, lufs } = voice;
  return { heard, gainDb, ...(lufs === undefined ? {} : { lufs }) };
}
