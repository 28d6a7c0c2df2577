/** Runs in the browser's audio thread: hands the microphone's samples to the page in packets of 20 ms. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const PACKET_FRAMES = 960;

class Packets extends AudioWorkletProcessor {
  #packet = new Float32Array(PACKET_FRAMES);
  #filled = 0;

  process([input]: readonly Float32Array[][]): boolean {
    const samples = input?.[0];
    for (const sample of samples ?? []) {
      this.#packet[this.#filled++] = sample;
      if (this.#filled < PACKET_FRAMES) continue;
      this.port.postMessage(this.#packet, [this.#packet.buffer]);
      this.#packet = new Float32Array(PACKET_FRAMES);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor('packets', Packets);
