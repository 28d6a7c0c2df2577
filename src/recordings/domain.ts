import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import { recordingActions } from './actions.ts';
import { deleteOldest, maxRecordings, recordingsQuota } from './params.ts';
import { PACKET_FRAMES, RATE } from './recording-file.ts';
import { type DiskNews, type Microphone, Recordings } from './recordings.ts';
import { type RecordingDisk, Shelf } from './shelf.ts';

/** What is asked of the microphone: speech and alarms stay clear, an hour takes 29 MB. */
export const RECORDING_WISH = {
  format: { codec: 'opus', sampleRate: RATE, channels: 1 },
  packetFrames: PACKET_FRAMES,
  bitrate: 64_000,
} as const;

interface RecordingsDomainDeps {
  readonly microphone: Microphone;
  readonly storage: DiskNews & { disks(): Promise<readonly RecordingDisk[]> };
  readonly facts: Parameters<typeof recordingActions>[0]['facts'];
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
}

const BYTES_PER_MB = 1_000_000;

/** Recordings of the microphone. */
export function createRecordings({ microphone, storage, facts, params, ...deps }: RecordingsDomainDeps) {
  const shelf = new Shelf({
    ...deps,
    disks: () => storage.disks(),
    limits: () => ({
      count: params.get(maxRecordings),
      bytes: params.get(recordingsQuota) * BYTES_PER_MB,
      deleteOldest: params.get(deleteOldest),
    }),
  });
  const recordings = new Recordings({ ...deps, shelf, microphone, disks: storage });
  return {
    recordings,
    actions: recordingActions({ recordings, facts }),
    start: () => recordings.start(),
  };
}
