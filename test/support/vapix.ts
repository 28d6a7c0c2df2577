import type { Role } from '../../src/core/role.ts';
import { createLog } from '../../src/core/log.ts';
import { EventBus } from '../../src/events/index.ts';
import type { ParamDef } from '../../src/settings/index.ts';
import { systemReady } from '../../src/system/events.ts';
import { mediaClipParams, vapixRoutes } from '../../src/vapix/index.ts';
import { type Asked, ask } from './exchange.ts';
import { FakeClock } from './fake-clock.ts';
import { keepNetworkParams } from '../../src/system/network/params.ts';
import { fakeDiagnostics } from './fake-diagnostics.ts';
import { fakeDiscovery } from './fake-discovery.ts';
import { mqttRig } from './mqtt-rig.ts';
import { keepTimeParams } from '../../src/system/time/params.ts';
import { networkRig } from './network-rig.ts';
import { timeRig } from './time-rig.ts';
import { fakeMulticast } from './fake-multicast.ts';
import { fakeClips } from './fake-clips.ts';
import { fakeListeners } from './fake-listeners.ts';
import { fakeTransmitters } from './fake-transmitters.ts';
import { fakeUpgrades } from './fake-upgrades.ts';
import { fakeProtection } from './fake-protection.ts';
import { fakeSsh } from './fake-ssh.ts';
import { fakeSpeakerTest } from './fake-speaker-test.ts';
import { fakeStorage } from './fake-storage.ts';
import { fakeUsers } from './fake-users.ts';
import { fakeSettings } from './settings.ts';

interface FakeVapixOptions {
  readonly storage?: ReturnType<typeof fakeStorage>;
  readonly clips?: readonly string[];
  readonly accounts?: Readonly<Record<string, Role>>;
  readonly more?: ParamDef[];
}

/** All CGIs over things made of memory. */
export function fakeVapix({
  clips: names = ['Ding', 'Dong'],
  accounts,
  more = [],
  storage = fakeStorage({}),
}: FakeVapixOptions = {}) {
  const clock = new FakeClock();
  const logged: string[] = [];
  const log = createLog((_level, _area, message, details) => logged.push(`${message} ${JSON.stringify(details)}`));
  const events = new EventBus({ catalog: [systemReady], clock, log });
  const { params, device, file } = fakeSettings({ clock, more });
  const { clips, player, played } = fakeClips(...names);
  params.provideGroup(() => mediaClipParams(clips));
  const users = fakeUsers(accounts);
  const restarts: number[] = [];
  const restart = () => restarts.push(clock.monotonic());
  const resets: string[] = [];
  const found: [seconds: number, sound: boolean][] = [];
  const prepareReset = async (kind: string) => void resets.push(kind);
  const { upgrades, fake: upgrade } = fakeUpgrades();
  const { transmitters, fake: transmitted } = fakeTransmitters();
  const { multicast } = fakeMulticast({ params, events });
  const { listeners, wishes } = fakeListeners();
  const { mqtt } = mqttRig({ clock, events });
  const { network, fake: linux } = networkRig({ clock });
  keepNetworkParams(params, network, device);
  const { time, fake: clockwork } = timeRig({ clock });
  keepTimeParams(params, time);
  const protection = fakeProtection({ clock });
  const { speakerTest, fake: speakerTestFake } = fakeSpeakerTest();
  const diagnosis = fakeDiagnostics({ clock });
  const shared = { params, events, clock, log, users, clips, player, device, restart };
  const routes = vapixRoutes({
    ...shared,
    prepareReset,
    identify: { find: (seconds, sound) => found.push([seconds, sound]) },
    upgrades,
    storage,
    transmitters,
    multicast,
    mqtt,
    network,
    firewall: protection.firewall,
    dot1x: protection.dot1x,
    time,
    listeners,
    speakerTest,
    ...diagnosis,
    ssh: fakeSsh({ clock, params }).ssh,
    ...fakeDiscovery({ clock, params }),
  });
  return {
    ...diagnosis,
    found,
    clock,
    events,
    params,
    device,
    file,
    clips,
    multicast,
    mqtt,
    network,
    linux,
    protection,
    time,
    clockwork,
    played,
    users,
    restarts,
    resets,
    upgrade,
    transmitted,
    speakerTest: speakerTestFake,
    wishes,
    logged,
    ask: (request: string, asked?: Asked) => ask(routes, request, asked),
  };
}
