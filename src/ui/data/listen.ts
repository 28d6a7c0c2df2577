/** Hz; a narrower band than the microphone's, and half of its bytes. */
const RATE = 24_000;
const SOURCE = `/axis-cgi/audio/receive.cgi?audiocodec=lpcm&audiosamplerate=${RATE}&httptype=singlepart`;
/** s that are waiting before it sounds, and that may be waiting before some are left out. */
const AHEAD_S = 0.25;
const MOST_S = 1;

/**
 * Plays what the speaker's microphone hears until `signal` is aborted; call it from a click. An element would wait a minute
 * for its first buffer: this plays what has come.
 * @throws Error with the speaker's words where it cannot be heard
 */
export async function listen(signal: AbortSignal, begun: () => void): Promise<void> {
  const context = new AudioContext();
  try {
    const answer = await fetch(SOURCE, { signal });
    if (!answer.ok || answer.body === null) throw new Error(await answer.text());
    const reader = answer.body.getReader();
    const player = new Player(context);
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      player.play(piece.value);
      begun();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await context.close();
  }
}

class Player {
  readonly #context: AudioContext;
  #rest = new Uint8Array(0);
  /** When what comes next is heard, on the context's clock. */
  #next = 0;

  constructor(context: AudioContext) {
    this.#context = context;
  }

  play(piece: Uint8Array): void {
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    const frames = bytes.length >> 1;
    this.#rest = bytes.slice(frames * 2);
    const now = this.#context.currentTime;
    if (frames === 0 || this.#next - now > MOST_S) return;
    if (this.#next < now) this.#next = now + AHEAD_S;
    const source = this.#context.createBufferSource();
    source.buffer = this.#bufferOf(new DataView(bytes.buffer), frames);
    source.connect(this.#context.destination);
    source.start(this.#next);
    this.#next += frames / RATE;
  }

  #bufferOf(view: DataView, frames: number): AudioBuffer {
    const buffer = this.#context.createBuffer(1, frames, RATE);
    const samples = buffer.getChannelData(0);
    for (let i = 0; i < frames; i++) samples[i] = view.getInt16(2 * i) / 32_768;
    return buffer;
  }
}
