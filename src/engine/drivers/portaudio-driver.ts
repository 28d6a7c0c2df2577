import { unavailable } from '../../core/fault.ts';
import type { Native, NativeStream } from '../portaudio/native.ts';
import { closeOnce } from './close-once.ts';
import { chooseDevices, namesOf } from './device-choice.ts';
import type { AudioDriver, DeviceStream, StreamRequest } from './driver.ts';

/** The default driver: PortAudio by our own add-on, whose callback never waits for JavaScript. */
export class PortAudioDriver implements AudioDriver {
  readonly name = 'portaudio';
  readonly version: string;
  readonly #native: Native;

  constructor(native: Native) {
    this.#native = native;
    this.version = native.version();
  }

  devices(): { outputs: string[]; inputs: string[] } {
    return namesOf(this.#native.devices());
  }

  open({ output, input, ...timing }: StreamRequest): DeviceStream {
    const chosen = chooseDevices(this.#native.devices(), { output, input });
    const names = { output: chosen.output?.name ?? '', input: chosen.input?.name ?? '' };
    const { deaf } = chosen;
    return streamOf(this.#native, { ...names, deaf }, openNative(this.#native, { ...timing, ...names }));
  }
}

function openNative(native: Native, request: Parameters<Native['open']>[0]): NativeStream {
  try {
    return native.open(request);
  } catch (error) {
    throw unavailable(
      `the sound card cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}

function streamOf(
  native: Native,
  { output, input, deaf }: { output: string; input: string; deaf: string | undefined },
  { stream, outputLatencyMs }: NativeStream,
): DeviceStream {
  return {
    output: output || 'none',
    input: input || 'none',
    deaf,
    outputLatencyMs,
    waiter: { by: 'native', stream },
    // Known only after the first callback.
    get realtime() {
      return native.isRealtime(stream);
    },
    lost: () => native.lost(stream),
    close: closeOnce(() => native.close(stream)),
  };
}
