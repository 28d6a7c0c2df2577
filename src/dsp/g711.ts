/** What every code of G.711 A-law stands for, -1..1 (ITU-T G.711, table 1; codes with their even bits inverted). */
export const A_LAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return ((bits & 0x80) === 0 ? -magnitude : magnitude) / 32_768;
});

/** What every code of G.711 mu-law stands for, -1..1 (ITU-T G.711, table 2; codes with all bits inverted). */
export const MU_LAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code;
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return ((bits & 0x80) === 0 ? magnitude : -magnitude) / 32_768;
});

/** The A-law code of an int16 sample (ITU-T G.711, table 1). */
export function toALaw(sample: number): number {
  const magnitude = (sample < 0 ? ~sample : sample) >> 4;
  const exponent = Math.max(1, 28 - Math.clz32(magnitude));
  const code = magnitude < 32 ? magnitude : (exponent << 4) | ((magnitude >> (exponent - 1)) & 15);
  return (sample < 0 ? code : code | 0x80) ^ 0x55;
}

/** The mu-law code of an int16 sample (ITU-T G.711, table 2). */
export function toMuLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = 24 - Math.clz32(magnitude);
  const code = (exponent << 4) | ((magnitude >> (exponent + 3)) & 15);
  return ~(sample < 0 ? code | 0x80 : code) & 0xff;
}
