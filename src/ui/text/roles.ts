import type { Account } from '../../api/contract.ts';

interface RoleText {
  readonly role: Account['role'];
  readonly name: string;
  readonly can: string;
}

/** The roles as the page names them, the mightiest first. */
export const ROLE_TEXTS: readonly RoleText[] = [
  { role: 'admin', name: 'Administrator', can: 'Can do everything, also manage accounts.' },
  { role: 'operator', name: 'Operator', can: 'Can add clips and change audio settings, but not accounts.' },
  { role: 'viewer', name: 'Viewer', can: 'Can look at the pages and play clips. Enough for a camera.' },
];

/** What the page calls a role. */
export const roleName = (role: Account['role']): string => ROLE_TEXTS.find(text => text.role === role)?.name ?? role;
