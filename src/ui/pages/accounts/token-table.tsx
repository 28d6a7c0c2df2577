import type { AccessToken } from '../../../api/contract.ts';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { roughly } from '../../text/duration.ts';
import { roleName } from '../../text/roles.ts';
import { day } from '../../text/when.ts';
import { t } from '../../language/translate.ts';

interface TokenTableProps {
  readonly tokens: readonly AccessToken[];
  readonly onRevoke: (token: AccessToken) => void;
}

/** All access tokens, and how they are used. */
export const TokenTable = ({ tokens, onRevoke }: TokenTableProps) => (
  <table class="table">
    <caption class="out-of-sight">{t('Access tokens')}</caption>
    <thead>
      <tr>
        <th scope="col">{t('Name')}</th>
        <th scope="col" class="only-wide">
          {t('Role')}
        </th>
        <th scope="col" class="only-wide">
          {t('Last used')}
        </th>
        <th scope="col">{t('Expires')}</th>
        <td />
      </tr>
    </thead>
    <tbody>
      {tokens.map(token => (
        <tr key={token.id}>
          <th scope="row">
            {token.name}
            <small class="line only-narrow">
              {t('{role}, used {when}', { role: roleName(token.role), when: used(token) })}
            </small>
          </th>
          <td class="only-wide">{roleName(token.role)}</td>
          <td class="only-wide">{used(token)}</td>
          <td>
            <Expiry expiresAt={token.expiresAt} />
          </td>
          <td class="table-menu">
            <IconButton
              icon="remove"
              label={t('Revoke {name}', { name: token.name })}
              onClick={() => onRevoke(token)}
            />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** It is noted once an hour. */
const HOUR_MS = 3_600_000;

function used({ usedAt }: AccessToken): string {
  if (usedAt === '') return t('never');
  const age = Date.now() - Date.parse(usedAt);
  return age < HOUR_MS ? t('within the hour') : t('{age} ago', { age: roughly(age) });
}

function Expiry({ expiresAt }: { readonly expiresAt: string }) {
  if (expiresAt === '') return <>{t('never')}</>;
  if (Date.parse(expiresAt) > Date.now()) return <>{day(expiresAt)}</>;
  return (
    <span class="reminder">
      <Icon name="warning" /> {t('Expired')}
    </span>
  );
}
