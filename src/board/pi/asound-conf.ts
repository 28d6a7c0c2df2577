import type { CardStream } from './card-streams.ts';

export const OUTPUT_PCM = 'stentor_output';
export const INPUT_PCM = 'stentor_input';

interface Device {
  /** The card's id. */
  readonly card: string;
  readonly device: number;
  /** How the card is driven. PortAudio does not find a device whose form is left open. */
  readonly stream: CardStream;
}

/**
 * The text of a configuration of ALSA's library in which a board's speaker and microphone have one name each. `plug`
 * converts what a card cannot do by itself: a microphone in stereo, a USB card at 44.1 kHz alone.
 */
export function asoundConf({ output, input }: { output: Device; input: Device | undefined }): string {
  const pcm = (name: string, { card, device, stream: { format, channels, rate } }: Device, words: string) => {
    const slave = `pcm "hw:CARD=${card},DEV=${device}" format ${format} channels ${channels} rate ${rate}`;
    return `pcm.${name} { type plug slave { ${slave} } hint { show on description "${words}" } }`;
  };
  return [
    '</usr/share/alsa/alsa.conf>',
    pcm(OUTPUT_PCM, output, 'Speaker'),
    ...(input === undefined ? [] : [pcm(INPUT_PCM, input, 'Microphone')]),
    '',
  ].join('\n');
}
