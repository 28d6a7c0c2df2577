import { Fault } from '../core/fault.ts';
import type { CodecFormat } from '../audio/index.ts';

/** What VAPIX lists, and in which MIME types others send the same. */
const FORMATS: Readonly<Record<string, CodecFormat>> = {
  'audio/basic': { codec: 'PCMU', sampleRate: 8000, channels: 1 },
  'audio/pcmu': { codec: 'PCMU', sampleRate: 8000, channels: 1 },
  'audio/axis-mulaw-128': { codec: 'PCMU', sampleRate: 16_000, channels: 1 },
  'audio/pcma': { codec: 'PCMA', sampleRate: 8000, channels: 1 },
  'audio/x-alaw-basic': { codec: 'PCMA', sampleRate: 8000, channels: 1 },
  'audio/g726-32': { codec: 'G726-32', sampleRate: 8000, channels: 1 },
  'audio/g726-24': { codec: 'G726-24', sampleRate: 8000, channels: 1 },
  'audio/opus': { codec: 'opus', sampleRate: 48_000, channels: 1 },
  'audio/ogg': { codec: 'opus', sampleRate: 48_000, channels: 1 },
  'audio/l16': { codec: 'L16', sampleRate: 44_100, channels: 1 },
  'audio/l24': { codec: 'L24', sampleRate: 48_000, channels: 1 },
};
/** Those whose type has the parameters `rate` and `channels` (RFC 2586, RFC 3190). */
const WITH_RATE = /^audio\/l(16|24)$/;
const MIN_RATE = 8000;
const MAX_RATE = 96_000;

/**
 * How the body of a request with this content type is coded.
 * @throws Fault `unsupported` that names what may be sent
 */
export function transmitFormat(contentType = ''): CodecFormat {
  const [name = '', ...rest] = contentType
    .toLowerCase()
    .split(';')
    .map(part => part.trim());
  const format = FORMATS[name];
  if (format === undefined) {
    const known = Object.keys(FORMATS).join(', ');
    throw new Fault('unsupported', `${name === '' ? 'no content type' : name} is not one of ${known}`);
  }
  return WITH_RATE.test(name) ? withRate(format, new Map(rest.map(parameter))) : format;
}

const parameter = (text: string): [string, string] => {
  const [name = '', value = ''] = text.split('=', 2);
  return [name, value];
};

function withRate(format: CodecFormat, given: ReadonlyMap<string, string>): CodecFormat {
  const sampleRate = Number(given.get('rate') ?? format.sampleRate);
  const channels = Number(given.get('channels') ?? 1);
  if (!Number.isInteger(sampleRate) || sampleRate < MIN_RATE || sampleRate > MAX_RATE) {
    throw new Fault('unsupported', `rate must be ${MIN_RATE} to ${MAX_RATE} Hz`);
  }
  if (channels !== 1 && channels !== 2) throw new Fault('unsupported', 'channels must be 1 or 2');
  return { ...format, sampleRate, channels };
}
