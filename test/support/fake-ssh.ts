import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import type { SshService } from '../../src/linux/index.ts';
import { Collection, type ParamStore } from '../../src/settings/index.ts';
import { Ssh } from '../../src/ssh/ssh.ts';
import { memoryFile } from './memory-file.ts';

interface FakeSshOptions {
  readonly clock: Clock;
  readonly params: Pick<ParamStore, 'get' | 'onChange'>;
}

/** The SSH server's accounts over a system that only remembers what it was told. */
export function fakeSsh({ clock, params }: FakeSshOptions) {
  const told: string[] = [];
  const system = { failing: false, state: 'inactive' };
  const does =
    (what: string, state = system.state) =>
    async () => {
      if (system.failing) throw new Error('the unit failed');
      told.push(what);
      system.state = state;
    };
  const service: SshService = {
    systemNames: async () => new Set(['root', 'stentor']),
    write: async logins =>
      void told.push(`write ${logins.map(({ name, hash }) => `${name}=${hash}`).join(' ')}`.trim()),
    makeAccounts: does('make'),
    start: does('start', 'active'),
    stop: does('stop', 'inactive'),
    restart: does('restart', 'active'),
    state: async () => system.state,
  };
  const ssh = new Ssh({
    records: new Collection({ file: memoryFile([]), noun: 'SSH account' }),
    service,
    params,
    hash: async password => `hash-of-${password.length}`,
    clock,
    log: createLog(() => undefined),
  });
  return { ssh, told, system };
}
