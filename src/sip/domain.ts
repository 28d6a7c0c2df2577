import { ensureFolder } from '../core/files.ts';
import type { Schema } from '../core/schema.ts';
import { Collection, JsonFile } from '../settings/index.ts';
import { ACCOUNT_RECORDS, SECRET_RECORDS } from './account.ts';
import { Accounts } from './accounts.ts';
import { type Callee, callActions } from './actions.ts';
import { Sip, type SipDeps } from './sip.ts';
import { type Names, systemNames } from './transport/index.ts';

interface SipDomainDeps extends Omit<SipDeps, 'accounts' | 'names'> {
  /** Folder of the accounts and of their passwords. */
  readonly folder: string;
  /** Whom a recipient of a call stands for. */
  readonly callee: Callee;
  /** What is asked of DNS; the system's resolver unless told. */
  readonly names?: Names;
}

/** The speaker as a telephone: accounts, calls, what can be asked of them. */
export function createSip({ folder, callee, names = systemNames(), ...deps }: SipDomainDeps) {
  const file = <T>(name: string, schema: Schema<T[]>) =>
    new JsonFile<T[]>({ path: `${folder}/${name}.json`, schema, empty: [], log: deps.log });
  const accounts = new Accounts({
    records: new Collection({ file: file('accounts', ACCOUNT_RECORDS), noun: 'SIP account' }),
    secrets: new Collection({ file: file('secrets', SECRET_RECORDS), noun: 'password of SIP account' }),
  });
  const sip = new Sip({ ...deps, accounts, names });
  return {
    sip,
    actions: callActions(sip.calls, callee),
    async start() {
      await ensureFolder(folder);
      return sip.start();
    },
  };
}
