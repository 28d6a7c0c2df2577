import type { Board } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { Host } from '../linux/index.ts';
import { Collection, JsonFile, type ParamStore } from '../settings/index.ts';
import { systemActions } from './actions.ts';
import { createDeviceInfo, type DeviceInfo } from './device-info.ts';
import { systemReady } from './events.ts';
import { FactoryReset } from './factory-reset.ts';
import { FixedAddressKeeper } from './network/fixed-address.ts';
import { Network } from './network/network.ts';
import { keepNetworkParams } from './network/params.ts';
import { DEFAULT_NETWORK, fromFirstVersion, type ProxySettings, STORED_NETWORK } from './network/settings.ts';
import { NetworkWatch } from './network/watch.ts';
import { linuxMachine } from './machine.ts';
import { keepTimeParams } from './time/params.ts';
import { DEFAULT_TIME, STORED_TIME } from './time/settings.ts';
import { Time } from './time/time.ts';
import { watchTemperature } from './temperature.ts';
import { createPanel } from './panel.ts';
import { provideSystemParams } from './params.ts';
import { TOKEN_RECORDS, Tokens } from './tokens.ts';
import { watchUndervoltage } from './undervoltage.ts';
import { NO_USERS, STORED_USERS, Users } from './users.ts';

interface SystemDeps {
  readonly board: Board;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The Linux that is set up; on a machine that is somebody's, one of software. */
  readonly host: Host;
  /** The name of that Linux where it is not the computer's. */
  readonly hostName?: (() => string) | undefined;
  /** Folder of all state. */
  readonly folder: string;
  /** Version of Stentor OS. */
  readonly version: string;
  readonly restart: () => void;
}

/** The device itself: its identity, accounts and panel. */
export function createSystem(deps: SystemDeps) {
  const { board, events, params, clock, log, folder, version, restart } = deps;
  const machine = { ...linuxMachine, ...(deps.hostName === undefined ? {} : { hostName: deps.hostName }) };
  const undervoltage = () => board.power.undervoltage();
  const info = createDeviceInfo({ board: board.identity, version, clock, machine, undervoltage });
  const users = new Users({
    file: new JsonFile({ path: `${folder}/users.json`, schema: STORED_USERS, empty: NO_USERS, log }),
    realm: `Stentor_${board.identity.serialNumber}`,
    clock,
  });
  const tokens = createTokens(deps);
  const network = createNetwork(deps, info);
  const reset = new FactoryReset({ folder, params, log });
  const fixed = () => {
    const { mode, fallback, address } = network.settings.ipv4;
    return mode === 'static' || fallback ? address : undefined;
  };
  const watch = new NetworkWatch({ machine, fixed, events, clock });
  const panel = createPanel({ board, events, params, clock });
  provideSystemParams(params, info);
  keepNetworkParams(params, network, info);
  const time = createTime(deps, network);
  keepTimeParams(params, time);

  return {
    info,
    users,
    tokens,
    network,
    time,
    /** The next start returns everything to the factory default; `soft` but for network settings and identity. */
    prepareReset: reset.prepare.bind(reset),
    light: panel.light,
    occupation: panel.occupation,
    identify: panel.identify,
    /** Of the processor, °C; undefined where there is no sensor. */
    temperature: () => machine.temperature(),
    actions: [...systemActions({ restart }), ...panel.actions],
    async start(): Promise<Off> {
      const stopPanel = panel.start();
      await network.load();
      await time.load();
      await Promise.all([users.load(), tokens.load()]);
      const keeper = new FixedAddressKeeper({ network, events, clock, log });
      const offs = [
        watch.start(),
        keeper.start(),
        time.start(),
        watchTemperature({ machine, events, params, clock }),
        watchUndervoltage({ power: board.power, events, clock, log: log.area('system') }),
      ];
      return async () => {
        offs.forEach(off => void off());
        await network.stop();
        await stopPanel();
      };
    },
    /** Everything runs. */
    ready(): void {
      panel.light.ready();
      events.emit(systemReady, { ready: true });
    },
  };
}

const createTokens = ({ clock, log, folder }: SystemDeps): Tokens =>
  new Tokens({
    records: new Collection({
      file: new JsonFile({ path: `${folder}/tokens.json`, schema: TOKEN_RECORDS, empty: [], log }),
      noun: 'token',
    }),
    clock,
    log: log.area('access'),
  });

/** The network, and what it is called: `stentor-` and its serial number, so that two new ones can be told apart. */
function createNetwork({ host, hostName, events, clock, log, folder }: SystemDeps, info: DeviceInfo): Network {
  const own = `stentor-${info.board.serialNumber.toLowerCase()}`;
  const migrations = [fromFirstVersion];
  const path = `${folder}/network.json`;
  return new Network({
    file: new JsonFile({ path, schema: STORED_NETWORK, empty: DEFAULT_NETWORK, migrations, log }),
    host,
    // A virtual board is called what its computer is called.
    ownName: hostName?.() ?? own,
    hostName: () => info.hostName(),
    useProxies,
    events,
    clock,
    log: log.area('network'),
  });
}

const createTime = ({ host, clock, log, folder }: SystemDeps, network: Network): Time =>
  new Time({
    file: new JsonFile({ path: `${folder}/time.json`, schema: STORED_TIME, empty: DEFAULT_TIME, log }),
    host,
    leaveTimeServers: own => network.leaveTimeServers(own),
    clock,
    log: log.area('time'),
  });

/** Programs that fetch and send something for the speaker take proxies from their environment. */
function useProxies({ http, https, exceptions }: ProxySettings): void {
  const wanted = { http_proxy: http, https_proxy: https, no_proxy: exceptions };
  for (const [name, chosen] of Object.entries(wanted)) {
    const value = chosen === '' ? FOUND[name] : chosen;
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

/** The environment that the speaker was started with. */
const FOUND: Readonly<NodeJS.ProcessEnv> = { ...process.env };
