import { within } from '../core/fault.ts';
import { list, object, optional, parse, type Schema, string } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import type { Accounts } from './accounts.ts';

const ACCOUNT: Schema<Record<string, unknown>> = { type: 'object', additionalProperties: {} };
const CONTENT = object({ accounts: list(ACCOUNT), turnPassword: optional(string({ maxLength: 128 })) });

/** SIP accounts and the password of the TURN server as a part of the whole configuration. */
export const sipConfigPart = (accounts: Accounts): ConfigPart => ({
  name: 'sip',
  title: 'SIP',
  read: () => ({ accounts: accounts.whole(), turnPassword: accounts.turnPassword }),
  check: content => {
    const { accounts: all, turnPassword = '' } = parse(CONTENT, content, 'sip');
    return { accounts: within('accounts.', () => accounts.checkAll(all)), turnPassword };
  },
  replace: content => {
    const { accounts: all, turnPassword = '' } = parse(CONTENT, content, 'sip');
    return accounts.replaceAll(all, turnPassword);
  },
});
