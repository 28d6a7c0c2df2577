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
