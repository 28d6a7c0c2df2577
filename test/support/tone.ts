/** How much of a tone is in a sound: its amplitude (1 is full scale), and dB by which it is louder than all else. */
export function toneIn(
  sound: Int16Array,
  hz: number,
  rate: number,
): { readonly amplitude: number; readonly db: number } {
  let [real, imaginary, power] = [0, 0, 0];
  for (let i = 0; i < sound.length; i++) {
    const sample = sound[i]! / 32_768;
    const angle = (2 * Math.PI * hz * i) / rate;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
    power += sample ** 2;
  }
  const amplitude = (2 * Math.hypot(real, imaginary)) / sound.length;
  const tone = amplitude ** 2 / 2;
  return { amplitude, db: 10 * Math.log10(tone / Math.max(1e-12, power / sound.length - tone)) };
}

/** Share of the pieces of 10 ms in which the tone is 15 dB louder than all else: a receiver that follows a clock bends it. */
export function purity(sound: Int16Array, hz: number, rate: number): number {
  const piece = rate / 100;
  const pieces = Math.floor(sound.length / piece);
  const pure = Array.from({ length: pieces }, (_, n) => toneIn(sound.subarray(n * piece, (n + 1) * piece), hz, rate));
  return pure.filter(({ db, amplitude }) => db > 15 && amplitude > 0.05).length / Math.max(1, pieces);
}
