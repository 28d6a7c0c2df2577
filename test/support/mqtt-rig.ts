import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clipPlaying } from '../../src/audio/index.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { EventBus } from '../../src/events/index.ts';
import { createMqtt, MQTT_EVENTS } from '../../src/mqtt/index.ts';
import { virtualInput } from '../../src/rules/index.ts';
import { upgradeState } from '../../src/upgrade/index.ts';
import { mqttDialect } from '../../src/vapix/index.ts';

export const SERIAL = 'B827EB123456';

interface RigOptions {
  readonly clock: Clock;
  readonly events?: EventBus;
  /** A new one unless told. */
  readonly folder?: string;
}

/** The MQTT client, with a folder of its own and a house made of memory. */
export function mqttRig({ clock, events: given, folder = mkdtempSync(join(tmpdir(), 'stentor-mqtt-')) }: RigOptions) {
  const logged: string[] = [];
  const log = createLog((_level, _area, message, details) => logged.push(`${message} ${JSON.stringify(details)}`));
  const events =
    given ?? new EventBus({ catalog: [clipPlaying, virtualInput, upgradeState, ...MQTT_EVENTS], clock, log });
  const done: string[] = [];
  const changed = new Set<() => void>();
  const house = {
    clips: [{ id: '0', name: 'Ding', location: 'ding.wav' }],
    level: { gain: -6, muted: false },
    tell: () => changed.forEach(listener => listener()),
  };
  const follow = (listener: () => void) => {
    changed.add(listener);
    return () => changed.delete(listener);
  };
  const made = createMqtt({
    folder,
    serial: SERIAL,
    events,
    dialect: mqttDialect,
    clock,
    log,
    facts: () => ({ hostName: 'hall', address: '192.0.2.7', macAddress: 'B8:27:EB:12:34:56' }),
    house: {
      clips: () => house.clips,
      onClipsChange: follow,
      act: (id, args) => done.push(`${id} ${JSON.stringify(args)}`),
      level: () => house.level,
      gainRange: { minimum: -60, maximum: 12 },
      onLevelChange: follow,
      device: () => ({ name: 'hall', model: 'Stentor S1', version: '1.2.3' }),
      followed: { clipPlaying, upgrade: upgradeState },
    },
  });
  return { ...made, events, folder, logged, done, house };
}
