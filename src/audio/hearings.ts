import type { Off } from '../core/clock.ts';
import type { Command, ListenCommand } from '../engine/contract.ts';

/** What somebody gets who listens to the microphone. */
export interface ListenSpec extends Pick<ListenCommand, 'format' | 'packetFrames' | 'options'> {
  readonly packet: (packet: Uint8Array) => void;
  /** Nothing more comes, and why. */
  readonly deaf: (error: string) => void;
}

/** What the audio process encodes for those who listen to the microphone. */
export class Hearings {
  readonly #send: (command: Command) => void;
  readonly #specs = new Map<number, ListenSpec>();
  #next = 1;

  constructor(send: (command: Command) => void) {
    this.#send = send;
  }

  /** Packets come until the return is called. */
  add(spec: ListenSpec): Off {
    const listener = this.#next++;
    this.#specs.set(listener, spec);
    this.#send(commandOf(listener, spec));
    return () => {
      if (this.#specs.delete(listener)) this.#send({ do: 'unlisten', listener });
    };
  }

  /** Tells a new process of all of them. */
  tellAll(): void {
    for (const [listener, spec] of this.#specs) this.#send(commandOf(listener, spec));
  }

  packet(listener: number, bytes: Uint8Array): void {
    // The bytes are lent by whoever received them.
    this.#specs.get(listener)?.packet(Uint8Array.from(bytes));
  }

  deaf(listener: number, error: string): void {
    const spec = this.#specs.get(listener);
    this.#specs.delete(listener);
    spec?.deaf(error);
  }
}

const commandOf = (listener: number, { format, packetFrames, options }: ListenSpec): ListenCommand => ({
  do: 'listen',
  listener,
  format,
  packetFrames,
  options,
});
