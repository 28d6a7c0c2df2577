import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { createNotify } from '../../src/notify/index.ts';
import { EventBus, type Happening } from '../../src/events/index.ts';
import { notificationLost } from '../../src/notify/events.ts';
import type { Trust } from '../../src/notify/transport.ts';
import { Fault } from '../../src/core/fault.ts';

interface RigOptions {
  readonly clock: Clock;
  /** A new one unless told. */
  readonly folder?: string;
  readonly clipFile?: string;
  readonly trust?: Trust;
}

/** The speaker's notifications, with a folder of their own. */
export function notifyRig({
  clock,
  folder = mkdtempSync(join(tmpdir(), 'stentor-notify-')),
  clipFile = '/dev/null',
  trust = { authorities: [], file: undefined },
}: RigOptions) {
  const logged: string[] = [];
  const log = createLog((_level, _area, message, details) => logged.push(`${message} ${JSON.stringify(details)}`));
  const events = new EventBus({ catalog: [notificationLost], clock, log });
  const lost: Happening[] = [];
  events.onAny(happening => lost.push(happening));
  const kept = async (id: string) => ({ path: clipFile, fileName: `${id}.opus`, type: 'audio/ogg' });
  const notify = createNotify({
    folder,
    events,
    clock,
    log,
    trust: () => trust,
    serialNumber: 'B827EB123456',
    device: () => ({ hostName: 'hall', address: '192.0.2.7', macAddress: 'B8:27:EB:12:34:56' }),
    clip: () => ({ path: clipFile, fileName: 'Ding dong.wav', type: 'audio/wav' }),
    kept: { original: kept, newest: () => kept('newest') },
    listen: (rate, { packet, failed }) => {
      if (rate !== 16_000) failed(new Fault('unavailable', 'no'));
      // Ten seconds of a ramp, at once.
      const samples = Buffer.alloc(10 * rate * 2);
      for (let i = 0; i < 10 * rate; i++) samples.writeInt16BE(i % 1000, 2 * i);
      setImmediate(() => packet(samples));
      return () => undefined;
    },
  });
  const run = async (id: string, args: object, cause?: Happening) => {
    const action = notify.actions.find(each => each.id === id);
    if (action === undefined) throw new Error(`no action ${id}`);
    await action.run(args, cause);
  };
  return { ...notify, run, folder, logged, lost };
}
