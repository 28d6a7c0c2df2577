import { Fault, unavailable } from '../../core/fault.ts';
import { createDeviceRings } from '../control.ts';
import type { Native, NativeStream } from '../portaudio/native.ts';
import { areSeparate } from './are-separate.ts';
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

  open({ output, input, separate = 'no', ...timing }: StreamRequest): DeviceStream {
    const chosen = chooseDevices(this.#native.devices(), { output, input });
    const names = { output: chosen.output?.name ?? '', input: chosen.input?.name ?? '' };
    const { deaf } = chosen;
    if (areSeparate(names.output, names.input, separate)) return this.#openBoth(names, timing);
    return streamOf(this.#native, { ...names, deaf }, openNative(this.#native, { ...timing, ...names }));
  }

  /** A stream for each: one for both would stop whenever one of two clocks is ahead of the other. */
  #openBoth({ output, input }: Names, { rings, ...timing }: Timed): DeviceStream {
    const speaker = openNative(this.#native, { ...timing, output, input: '', rings });
    const microphone = createDeviceRings(rings.input.length);
    const opened = this.#openMicrophone({ ...timing, output: '', input, rings: microphone });
    const stream = streamOf(this.#native, { output, input: 'none', deaf: undefined }, speaker);
    if (opened instanceof Fault)
      return streamOf(this.#native, { output, input: 'none', deaf: opened.message }, speaker);
    return {
      output,
      input,
      microphone,
      outputLatencyMs: stream.outputLatencyMs,
      waiter: stream.waiter,
      get realtime() {
        return stream.realtime;
      },
      lost: () => stream.lost() ?? this.#native.lost(opened.stream),
      close: closeOnce(() => {
        const closed = this.#native.close(opened.stream);
        return stream.close() && closed;
      }),
    };
  }

  #openMicrophone(request: Parameters<Native['open']>[0]): NativeStream | Fault {
    try {
      return openNative(this.#native, request);
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }
}

type Timed = Omit<StreamRequest, 'output' | 'input' | 'separate'>;

interface Names {
  readonly output: string;
  readonly input: string;
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
