import type { Account } from '../../api/contract.ts';
import { t } from '../language/translate.ts';

interface RoleText {
  readonly role: Account['role'];
  readonly name: string;
  readonly can: string;
}

/** The roles as the page names them, the mightiest first. */
export const ROLE_TEXTS: readonly RoleText[] = [
  { role: 'admin', name: t('Administrator'), can: t('Can do everything, also manage accounts.') },
  { role: 'operator', name: t('Operator'), can: t('Can add clips and change audio settings, but not accounts.') },
  { role: 'viewer', name: t('Viewer'), can: t('Can look at the pages and play clips. Enough for a camera.') },
];

/** What the page calls a role. */
export const roleName = (role: Account['role']): string => ROLE_TEXTS.find(text => text.role === role)?.name ?? role;
