import type { ClipSource, CodecFormat, SourceClass, RtpTarget } from '../engine/contract.ts';
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

/** A clip that is sent to others. */
export interface SendSpec extends Omit<ClipSpec, 'sourceClass' | 'round'> {
  readonly target: RtpTarget;
}

export interface LiveSpec {
  readonly sourceClass: SourceClass;
  readonly format: CodecFormat;
  readonly gain: number;
  /** ms collected before it sounds. */
  readonly bufferMs: number;
}

/** A voice that was started. */
export interface StartedVoice {
  readonly id: number;
  stop(): void;
  /** Frames played. */
  at(): number;
}
