import { Fault, invalid, unavailable } from '../../core/fault.ts';
import type { ListedDevice } from '../portaudio/native.ts';

/** The names of the devices that can play and that can record. */
export const namesOf = (devices: readonly ListedDevice[]) => ({
  outputs: devices.filter(({ outputs }) => outputs > 0).map(({ name }) => name),
  inputs: devices.filter(({ inputs }) => inputs > 0).map(({ name }) => name),
});

/** The devices that names stand for; a side whose name is `none` is undefined. */
export interface Chosen<D extends ListedDevice> {
  readonly output: D | undefined;
  readonly input: D | undefined;
  /** Why there is no input although one was asked for: a speaker without its microphone still plays. */
  readonly deaf?: string;
}

/**
 * Finds the devices by name, or by how their names begin: what follows is the number of the card, which changes.
 * @throws Fault `unavailable` that names those there are, where nothing could be opened or the output is missing;
 *   `invalid` where both sides are `none`
 */
export function chooseDevices<D extends ListedDevice>(
  devices: readonly D[],
  wanted: { readonly output: string; readonly input: string },
): Chosen<D> {
  const players = devices.filter(({ outputs }) => outputs > 0);
  const recorders = devices.filter(({ inputs }) => inputs > 0);
  if (wanted.output === 'none' && wanted.input === 'none') throw invalid('choose a sound card to play or to record');
  const output = choose(players, wanted.output, { does: 'play', isDefault: device => device.isDefaultOutput });
  try {
    return {
      output,
      input: choose(recorders, wanted.input, { does: 'record', isDefault: device => device.isDefaultInput }),
    };
  } catch (error) {
    if (output === undefined || !(error instanceof Fault)) throw error;
    return { output, input: undefined, deaf: error.message };
  }
}

interface Side {
  readonly does: string;
  readonly isDefault: (device: ListedDevice) => boolean;
}

function choose<D extends ListedDevice>(
  devices: readonly D[],
  wanted: string,
  { does, isDefault }: Side,
): D | undefined {
  if (wanted === 'none') return undefined;
  const found =
    wanted === 'default'
      ? devices.find(isDefault)
      : (devices.find(({ name }) => name === wanted) ?? devices.find(({ name }) => name.startsWith(wanted)));
  if (found !== undefined) return found;
  const which = wanted === 'default' ? `no sound card can ${does}` : `no sound card named ${wanted} can ${does}`;
  const others = devices.map(({ name }) => name).join(', ');
  throw unavailable(others === '' ? `${which}, nor can any other` : `${which}; there are: ${others}`);
}
