import type { Board } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { JsonFile, type ParamStore } from '../settings/index.ts';
import { systemActions } from './actions.ts';
import { Certificates } from './certificates.ts';
import { createDeviceInfo } from './device-info.ts';
import { systemReady } from './events.ts';
import { createPanel } from './panel.ts';
import { provideSystemParams } from './params.ts';
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
  const panel = createPanel({ board, events, params, clock });
  provideSystemParams(params, info);

  return {
    info,
    users,
    certificates,
    light: panel.light,
    occupation: panel.occupation,
    actions: [...systemActions({ restart }), ...panel.actions],
    async start(): Promise<Off> {
      const stopPanel = panel.start();
      await users.load();
      return stopPanel;
    },
    /** Everything runs. */
    ready(): void {
      panel.light.ready();
      events.emit(systemReady, { ready: true });
    },
  };
}
