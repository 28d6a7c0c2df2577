import type { Board } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { JsonFile, type ParamStore } from '../settings/index.ts';
import { systemActions } from './actions.ts';
import { Certificates } from './certificates.ts';
import { listenToControlButton } from './control-button.ts';
import { createDeviceInfo } from './device-info.ts';
import { microphoneSwitch, systemReady } from './events.ts';
import { provideSystemParams } from './params.ts';
import { StatusLight } from './status-light.ts';
import { NO_USERS, STORED_USERS, Users } from './users.ts';

interface SystemDeps {
  readonly board: Board;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the accounts and the certificate. */
  readonly folder: string;
  /** Version of Stentor OS. */
  readonly version: string;
  readonly restart: () => void;
}

/** The device itself: its identity, accounts, certificate and panel. */
export function createSystem({ board, events, params, clock, log, folder, version, restart }: SystemDeps) {
  const info = createDeviceInfo({ board: board.identity, version, clock });
  const users = new Users({
    file: new JsonFile({ path: `${folder}/users.json`, schema: STORED_USERS, empty: NO_USERS, log }),
    realm: `Stentor_${board.identity.serialNumber}`,
    clock,
  });
  const certificates = new Certificates({
    path: `${folder}/tls/self-signed.pem`,
    hostName: () => info.hostName(),
    addresses: () => info.addresses(),
    clock,
    log,
  });
  const light = new StatusLight({ led: board.led, clock });
  const tellSwitch = (on: boolean) => events.emit(microphoneSwitch, { on });
  provideSystemParams(params, info);

  return {
    info,
    users,
    certificates,
    actions: systemActions({ restart }),
    async start(): Promise<Off> {
      light.starting();
      await users.load();
      tellSwitch(board.micSwitch.on);
      const offs = [listenToControlButton(board.button, events), board.micSwitch.onChange(tellSwitch)];
      return () => {
        for (const off of offs) off();
        light.stop();
      };
    },
    /** Everything runs. */
    ready(): void {
      light.ready();
      events.emit(systemReady, { ready: true });
    },
  };
}
