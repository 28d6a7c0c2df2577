import type { Clock } from '../core/clock.ts';
import { ensureFolder } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { SshService } from '../linux/index.ts';
import { Collection, JsonFile, type ParamStore } from '../settings/index.ts';
import { SSH_RECORDS } from './account.ts';
import { cryptPassword } from './crypt.ts';
import { Ssh } from './ssh.ts';

interface SshDomainDeps {
  /** Folder of the accounts. */
  readonly folder: string;
  readonly service: SshService;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** The SSH server and its accounts. */
export function createSsh({ folder, clock, log, ...deps }: SshDomainDeps) {
  const file = new JsonFile({ path: `${folder}/accounts.json`, schema: SSH_RECORDS, empty: [], log });
  const ssh = new Ssh({
    ...deps,
    records: new Collection({ file, noun: 'SSH account' }),
    hash: password => cryptPassword(password, clock),
    clock,
    log,
  });
  return {
    ssh,
    async start() {
      await ensureFolder(folder);
      return ssh.start();
    },
  };
}
