/** How the card's clock and wires are. */
export interface CardOptions {
  /** The clock waits for the program, so that a slow machine loses no sample. */
  readonly lockstep?: boolean;
  /** Millionths that the card's clock runs faster than the host's. */
  readonly driftPpm?: number;
  /** Frames more from the speaker to the microphone than the room makes. */
  readonly delayFrames?: number;
  /** What the card has, where it takes no other number. */
  readonly channels?: 1 | 2;
}

export const SPEAKER_PCM = 'stentor_speaker';
export const MICROPHONE_PCM = 'stentor_microphone';

interface ConfFiles {
  /** The memory of the card. */
  readonly card: string;
  /** libasound_module_pcm_stentor.so. */
  readonly plugin: string;
}

/** The text of a configuration of ALSA's library in which the virtual card's speaker and microphone are PCMs. */
export function asoundConf({ card, plugin }: ConfFiles, options: CardOptions): string {
  const { lockstep = false, driftPpm = 0, delayFrames = 0, channels = 0 } = options;
  const common = `type stentor file ${quoted(card)} lockstep ${String(lockstep)} drift ${driftPpm} channels ${channels}`;
  return [
    '</usr/share/alsa/alsa.conf>',
    `pcm_type.stentor { lib ${quoted(plugin)} }`,
    `pcm.${SPEAKER_PCM} { ${common} only playback hint { show on description "Stentor virtual speaker" } }`,
    `pcm.${MICROPHONE_PCM} { ${common} only capture delay ${delayFrames} hint { show on description "Stentor virtual microphone" } }`,
    '',
  ].join('\n');
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
