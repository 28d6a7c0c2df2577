import { Fault } from '../../core/fault.ts';
import { isCodec, SDP_CODECS } from './call-codecs.ts';
import type { CallCodec, MediaWish } from './contract.ts';
import type { Direction, Section, SectionFormat } from './section.ts';

const FIRST_DYNAMIC = 96;
const LAST_DYNAMIC = 127;

/** A codec both speak. */
export interface ChosenCodec {
  readonly codec: CallCodec;
  readonly payloadType: number;
}

interface ChosenEvents {
  readonly payloadType: number;
  readonly clockRate: number;
}

/** The payload types of our offer: those that have none by right get one that nobody else has. */
export function offeredFormats({ codecs, dtmfByRtp, dtmfPayloadType }: MediaWish) {
  const used = new Set<number>([dtmfPayloadType]);
  const free = (): number => {
    for (let type = FIRST_DYNAMIC; type <= LAST_DYNAMIC; type++) {
      if (used.has(type)) continue;
      used.add(type);
      return type;
    }
    throw new Fault('unsupported', 'there are more codecs than payload types');
  };
  const offered = codecs.map(codec => ({ codec, payloadType: SDP_CODECS[codec].payloadType ?? free() }));
  const clocks = [...new Set(codecs.map(codec => SDP_CODECS[codec].clockRate))];
  // The type of the settings is that of the clock which telephones have.
  const first = clocks.includes(8000) ? 8000 : clocks[0];
  const events = dtmfByRtp
    ? clocks
        .map(clockRate => ({ payloadType: clockRate === first ? dtmfPayloadType : free(), clockRate }))
        .sort((a, b) => a.clockRate - b.clockRate)
    : [];
  return { codecs: offered, events };
}

/**
 * The codec of a call.
 * @param prefers whose order counts: `ours` where the peer offers, `theirs` where it has chosen
 * @throws Fault `unsupported`
 */
export function chooseCodec(wish: MediaWish, { formats }: Section, prefers: 'ours' | 'theirs'): ChosenCodec {
  const common = (format: SectionFormat) => wish.codecs.find(codec => isCodec(format.rtpmap, codec));
  const found =
    prefers === 'theirs'
      ? formats.find(common)
      : wish.codecs.flatMap(codec => formats.filter(({ rtpmap }) => isCodec(rtpmap, codec)))[0];
  const codec = found === undefined ? undefined : common(found);
  if (found === undefined || codec === undefined) throw new Fault('unsupported', 'there is no codec that both speak');
  return { codec, payloadType: found.payloadType };
}

/** The type of digits as RTP events, of the codec's clock where the peer has it. */
export function chooseEvents(wish: MediaWish, { formats }: Section, { codec }: ChosenCodec): ChosenEvents | undefined {
  if (!wish.dtmfByRtp) return undefined;
  const events = formats.flatMap(({ payloadType, rtpmap }) => {
    const clockRate = Number(/^telephone-event\/(\d{1,6})$/i.exec(rtpmap)?.[1]);
    return clockRate > 0 ? [{ payloadType, clockRate }] : [];
  });
  return events.find(({ clockRate }) => clockRate === SDP_CODECS[codec].clockRate) ?? events[0];
}

/** What we answer to a direction (RFC 3264, 6.1). */
export function mirrored(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}
