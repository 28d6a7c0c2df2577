export type { CodecFormat } from './codec.ts';
export { createDecoder } from './create-decoder.ts';
export { createEncoder } from './create-encoder.ts';
export { StreamDecoder } from './stream-decoder.ts';
