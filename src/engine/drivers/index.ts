import type { Clock } from '../../core/clock.ts';
import { requireNative } from '../portaudio/native.ts';
import type { AudioDriver } from './driver.ts';
import { FileDriver } from './file-driver.ts';
import { NaudiodonDriver } from './naudiodon-driver.ts';
import { PortAudioDriver } from './portaudio-driver.ts';

export type { AudioDriver } from './driver.ts';

/**
 * Makes the driver of that name.
 * @throws Fault `unavailable` that says what to build or to install
 */
export function createDriver(name: AudioDriver['name'], { clock }: { readonly clock: Clock }): AudioDriver {
  switch (name) {
    case 'portaudio':
      return new PortAudioDriver(requireNative());
    case 'naudiodon':
      return new NaudiodonDriver(clock);
    case 'file':
      return new FileDriver({ clock });
  }
}
