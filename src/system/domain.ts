import type { Board } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { Host } from '../linux/index.ts';
import { JsonFile, type ParamStore } from '../settings/index.ts';
import { systemActions } from './actions.ts';
import { createDeviceInfo, type DeviceInfo } from './device-info.ts';
import { systemReady } from './events.ts';
import { FactoryReset } from './factory-reset.ts';
import { Network, STORED_NETWORK } from './network.ts';
import { linuxMachine } from './machine.ts';
import { NetworkWatch } from './network-watch.ts';
import { watchTemperature } from './temperature.ts';
import { createPanel } from './panel.ts';
import { provideSystemParams } from './params.ts';
import { NO_USERS, STORED_USERS, Users } from './users.ts';

interface SystemDeps {
  readonly board: Board;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The Linux that is ours to set up; undefined on a machine that is somebody's. */
  readonly host: Host | undefined;
  /** Folder of all state. */
  readonly folder: string;
  /** Version of Stentor OS. */
  readonly version: string;
  readonly restart: () => void;
}

/** The device itself: its identity, accounts and panel. */
export function createSystem(deps: SystemDeps) {
  const { board, events, params, clock, log, folder, version, restart, host } = deps;
  const info = createDeviceInfo({ board: board.identity, version, clock });
  const users = new Users({
    file: new JsonFile({ path: `${folder}/users.json`, schema: STORED_USERS, empty: NO_USERS, log }),
    realm: `Stentor_${board.identity.serialNumber}`,
    clock,
  });
  const network = new Network({
    file: new JsonFile({ path: `${folder}/network.json`, schema: STORED_NETWORK, empty: null, log }),
    use: host?.useNetwork.bind(host),
    log,
  });
  const reset = new FactoryReset({ folder, params, log });
  const machine = linuxMachine;
  const fixed = () => network.settings?.address;
  const watch = new NetworkWatch({ machine, fixed, events, clock });
  const panel = createPanel({ board, events, params, clock });
  provideSystemParams(params, info);

  return {
    info,
    users,
    network,
    /** The next start returns everything to the factory default; `soft` but for network settings and identity. */
    prepareReset: reset.prepare.bind(reset),
    light: panel.light,
    occupation: panel.occupation,
    /** Of the processor, °C; undefined where there is no sensor. */
    temperature: () => machine.temperature(),
    actions: [...systemActions({ restart }), ...panel.actions],
    async start(): Promise<Off> {
      const stopPanel = panel.start();
      if (host !== undefined) inBackground(log, 'naming the device', () => nameDevice(host, info));
      await network.load();
      await users.load();
      const offs = [watch.start(), watchTemperature({ machine, events, params, clock })];
      return () => {
        offs.forEach(off => void off());
        return stopPanel();
      };
    },
    /** Everything runs. */
    ready(): void {
      panel.light.ready();
      events.emit(systemReady, { ready: true });
    },
  };
}

/** What the image is called before anybody gave it a name. */
const NAMELESS = /^(localhost|stentor|debian)?$/;

/** A new device is called `stentor-` and its serial number, so that two of them can be told apart. */
async function nameDevice(host: Host, info: DeviceInfo): Promise<void> {
  if (!NAMELESS.test(info.hostName())) return;
  await host.setHostName(`stentor-${info.board.serialNumber.toLowerCase()}`);
}
