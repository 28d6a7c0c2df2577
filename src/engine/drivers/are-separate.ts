import type { DeviceConfig } from '../contract.ts';

const CARD = /\(hw:(\d+)/;

/** Whether two devices of PortAudio have a clock each: their names end with the number of the card, where they are hardware. */
export function areSeparate(output: string, input: string, wish: DeviceConfig['separate']): boolean {
  if (output === '' || input === '' || wish !== 'auto') return output !== '' && input !== '' && wish === 'yes';
  const [one, other] = [CARD.exec(output)?.[1], CARD.exec(input)?.[1]];
  return one !== undefined && other !== undefined && one !== other;
}
