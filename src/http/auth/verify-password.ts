import { hashPassword, sameSecret } from '../../core/secrets.ts';
import type { Account, Accounts } from './accounts.ts';

/** The account whose name and password these are. An unknown name takes as long as a wrong password. */
export function verifyPassword(accounts: Accounts, name: string, password: string): Account | undefined {
  const account = accounts.find(name);
  const given = hashPassword(name, accounts.realm, password)['SHA-256'];
  const same = sameSecret(given, account?.ha1['SHA-256'] ?? 'no such account');
  return same ? account : undefined;
}
