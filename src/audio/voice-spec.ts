import type { ClipSource, CodecFormat, RtpTarget, SentSound, SourceClass } from '../engine/contract.ts';
import type { VoiceEnd } from './live-voice.ts';

/** What a voice for a clip is made of. */
export interface ClipSpec {
  readonly sourceClass: SourceClass;
  readonly clip: ClipSource;
  readonly times: number;
  readonly gain: number;
  /** A repetition begins; 0 is the first. */
  readonly round: (round: number) => void;
  readonly ended: (why: VoiceEnd) => void;
}

/** A clip, or the microphone, that is sent to others. */
export interface SendSpec {
  readonly sound: Exclude<SentSound, { from: 'live' }>;
  readonly gain: number;
  readonly target: RtpTarget;
  readonly ended: (why: VoiceEnd) => void;
}

export interface LiveSpec {
  readonly sourceClass: SourceClass;
  readonly format: CodecFormat;
  readonly gain: number;
  /** ms collected before it sounds. */
  readonly bufferMs: number;
  /** What came late is played shorter until it is on time again; without it every sample is played. */
  readonly catchUp?: boolean | undefined;
}

/** Live sound that is sent to others instead of being played. */
export interface SendLiveSpec extends Omit<LiveSpec, 'sourceClass' | 'catchUp'> {
  readonly target: RtpTarget;
}

/** A voice that was started. */
export interface StartedVoice {
  readonly id: number;
  stop(): void;
  /** Frames played. */
  at(): number;
}
