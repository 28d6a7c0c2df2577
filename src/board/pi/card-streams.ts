/** A form in which a device of a sound card takes or gives samples. */
export interface CardStream {
  /** In ALSA's words: S16_LE. */
  readonly format: string;
  readonly channels: number;
  /** Hz. */
  readonly rate: number;
}

/** What every I2S card of ours can do. */
export const I2S_STREAM: CardStream = { format: 'S16_LE', channels: 2, rate: 48_000 };

/**
 * The best form that a USB card has for one side, from its /proc/asound/CARD/stream0: 48 kHz where it can, else its
 * highest rate; 16 bits where it can. Undefined where the card has nothing for that side.
 */
export function usbStream(text: string, side: 'Playback' | 'Capture'): CardStream | undefined {
  const section = text.split(/^(?=Playback:|Capture:)/m).find(part => part.startsWith(`${side}:`)) ?? '';
  const forms = section
    .split(/^\s*Altset /m)
    .slice(1)
    .flatMap(formOf);
  const rank = ({ rate, format }: CardStream) =>
    (rate === I2S_STREAM.rate ? 1_000_000 : rate) + (format === I2S_STREAM.format ? 1 : 0);
  return forms.sort((a, b) => rank(b) - rank(a))[0];
}

function formOf(altset: string): CardStream[] {
  const field = (name: string) => new RegExp(`^\\s*${name}: (.+)$`, 'm').exec(altset)?.[1] ?? '';
  const channels = Number(field('Channels'));
  const rate = bestRate(field('Rates'));
  const format = field('Format');
  return /^[A-Z0-9_]+$/.test(format) && channels > 0 && rate > 0 ? [{ format, channels, rate }] : [];
}

/** @param rates `44100, 48000`, or `8000 - 48000 (continuous)` */
function bestRate(rates: string): number {
  const numbers = (rates.match(/\d+/g) ?? []).map(Number);
  const [low = 0, high = 0] = numbers;
  const wanted = I2S_STREAM.rate;
  const has48 = rates.includes('continuous') ? low <= wanted && wanted <= high : numbers.includes(wanted);
  return has48 ? wanted : Math.max(0, ...numbers);
}
