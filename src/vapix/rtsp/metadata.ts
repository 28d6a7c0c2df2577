import type { Clock, Off } from '../../core/clock.ts';
import { eventFilter } from '../event-filter.ts';
import { type EventFilter, notificationXml } from '../event-message.ts';
import { type EventSource, readEvents } from '../event-reader.ts';
import { declared } from '../namespaces.ts';
import { RtpPackets } from './rtp-packets.ts';
import type { Carrier } from './transport.ts';

const DECLARED = declared(['tt', 'wsnt', 'wsa5', 'tns1', 'tnsaxis']);
const EMPTY = `<?xml version="1.0" encoding="UTF-8"?>\n<tt:MetadataStream ${declared(['tt'])}/>\n`;

const metadataXml = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<tt:MetadataStream ${DECLARED}><tt:Event>${inner}</tt:Event></tt:MetadataStream>\n`;

/** RFC 3550, 6.2. */
const REPORT_MS = 5000;

interface MetadataDeps {
  readonly events: EventSource;
  readonly clock: Clock;
  /** Who sends the messages, as an address. */
  readonly producer: string;
  readonly filter: EventFilter;
}

/** Events as a stream of RTP packets: an empty document first, then the present states, then what happens. */
export class MetadataStream {
  readonly packets = new RtpPackets();
  readonly #deps: MetadataDeps;

  constructor(deps: MetadataDeps) {
    this.#deps = deps;
  }

  start({ send, report }: Pick<Carrier, 'send' | 'report'>): Off {
    const { events, clock, producer, filter } = this.#deps;
    const tell = (document: string) => {
      for (const packet of this.packets.of(document, clock.now())) send(packet);
    };
    tell(EMPTY);
    const off = readEvents(events, filter, message => tell(metadataXml(notificationXml(message, producer))));
    // Also where nothing happens: what cannot be sent shows that the peer is gone.
    const stop = clock.every(REPORT_MS, () => report(this.packets.report(clock.now())));
    return () => {
      stop();
      off();
    };
  }
}

/** Where streams are asked for. */
export const MEDIA_PATH = '/axis-media/media.amp';
/** The one stream that there is, below that path. */
const STREAM = '/stream=0';

/** An address as `rtsp://host:554/axis-media/media.amp?event=on`, taken apart. */
export interface MediaUrl {
  /** Host and port, as the peer reached them. */
  readonly host: string;
  readonly query: string;
}

/** @returns undefined where there is nothing at the address */
export function mediaUrl(url: string, local: string): MediaUrl | undefined {
  const [, host = '', rest = url] = /^rtsp[stu]?:\/\/(?:[^@/?]*@)?([^/?]*)(.*)$/i.exec(url) ?? [];
  const [path = '', query = ''] = rest.split(/\?(.*)/s, 2);
  const plain = path.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '');
  if (plain !== MEDIA_PATH && plain !== `${MEDIA_PATH}${STREAM}`) return undefined;
  const isSound = /^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host);
  // Nothing of it may end a line of what we answer.
  return { host: isSound ? host : local, query: query.replaceAll(/[^\x21-\x7e]/g, '').replace(/\/stream=0$/, '') };
}

/** Which events are asked for; undefined for a stream without any. @throws Fault `invalid` */
export function filterFor({ query }: MediaUrl): EventFilter | undefined {
  const args = new URLSearchParams(query);
  if (!['on', 'yes', '1', 'true'].includes((args.get('event') ?? '').toLowerCase())) return undefined;
  return eventFilter({ topic: args.get('eventtopic') ?? undefined, content: args.get('eventcontent') ?? undefined });
}

/** The description of a stream (RFC 8866). All addresses are whole: clients take them as they are. */
export function sessionDescription({ host, query }: MediaUrl, id: number): string {
  const at = (path: string) => `rtsp://${host}${path}${query === '' ? '' : `?${query}`}`;
  return [
    'v=0',
    `o=- ${id} 1 IN IP4 0.0.0.0`,
    's=Events',
    't=0 0',
    'a=tool:Stentor',
    'a=type:broadcast',
    'a=range:npt=now-',
    `a=control:${at(MEDIA_PATH)}`,
    'm=application 0 RTP/AVP 98',
    'c=IN IP4 0.0.0.0',
    'a=rtpmap:98 vnd.onvif.metadata/90000',
    `a=control:${at(`${MEDIA_PATH}${STREAM}`)}`,
    '',
  ].join('\r\n');
}
