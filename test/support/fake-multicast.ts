import { MulticastSources } from '../../src/audio/multicast/multicast-sources.ts';
import type { SourceRecord } from '../../src/audio/multicast/source-record.ts';
import type { RtpSource, RtpSourceStatus } from '../../src/engine/contract.ts';
import { NO_STREAM } from '../../src/engine/rtp/rtp-statistics.ts';
import type { EventBus } from '../../src/events/index.ts';
import { Collection, type ParamStore } from '../../src/settings/index.ts';
import { memoryFile } from './memory-file.ts';

/** The multicast sources over an audio process that the test plays itself. */
export function fakeMulticast({ params, events }: { params: ParamStore; events: Pick<EventBus, 'emit'> }) {
  const file = memoryFile<SourceRecord[]>([]);
  const asked: (readonly RtpSource[])[] = [];
  let tell: (statuses: readonly RtpSourceStatus[]) => void = () => undefined;
  const multicast = new MulticastSources({
    records: new Collection<SourceRecord>({ file, noun: 'multicast source' }),
    engine: {
      listen: sources => void asked.push(sources),
      onSources(listener) {
        tell = listener;
        return () => undefined;
      },
    },
    params,
    events,
    own: () => ['192.168.7.20'],
  });
  return { multicast, file, asked, tell: (...statuses: RtpSourceStatus[]) => tell(statuses) };
}

/** How a source does. */
export const sourceStatus = (id: string, more: Partial<RtpSourceStatus> = {}): RtpSourceStatus => ({
  ...NO_STREAM,
  malformed: 0,
  unauthentic: 0,
  unexpected: 0,
  strangers: 0,
  flooded: 0,
  active: false,
  id,
  state: 'idle',
  ...more,
});
