import type { Account } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { roleName } from '../../text/roles.ts';
import { roughly } from '../../text/duration.ts';
import { day } from '../../text/when.ts';
import { t } from '../../language/translate.ts';

const YEAR_MS = 365 * 86_400_000;

interface AccountTableProps {
  readonly accounts: readonly Account[];
  readonly onDo: (what: 'update' | 'delete', account: Account) => void;
}

/** All accounts, with a reminder where a password is old. */
export function AccountTable({ accounts, onDo }: AccountTableProps) {
  return (
    <div class="card">
      <table class="table">
        <caption class="out-of-sight">{t('Accounts')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Username')}</th>
            <th scope="col" class="only-wide">
              {t('Role')}
            </th>
            <th scope="col">{t('Password set')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {accounts.map(account => (
            <AccountRow key={account.name} account={account} onDo={onDo} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AccountRow({ account, onDo }: { readonly account: Account } & Pick<AccountTableProps, 'onDo'>) {
  const { session } = useSpeaker();
  const { name, role, removable } = account;
  const update: MenuItem = { label: t('Update'), icon: 'rename', onSelect: () => onDo('update', account) };
  const remove: MenuItem = {
    label: t('Delete'),
    icon: 'remove',
    danger: true,
    onSelect: () => onDo('delete', account),
  };
  return (
    <tr>
      <th scope="row">
        {name}
        {session.current.value?.user === name && <small> {t('(you)')}</small>}
        <small class="line only-narrow">{roleName(role)}</small>
      </th>
      <td class="only-wide">{roleName(role)}</td>
      <td>
        <PasswordAge setAt={account.passwordSetAt} />
      </td>
      <td class="table-menu">
        <Menu label={t('More for {name}', { name })} items={removable ? [update, remove] : [update]}>
          <Icon name="more" />
        </Menu>
      </td>
    </tr>
  );
}

function PasswordAge({ setAt }: { readonly setAt: string }) {
  const age = Date.now() - Date.parse(setAt);
  if (!Number.isFinite(age)) return <>{t('unknown')}</>;
  return (
    <>
      {t('{age} ago', { age: roughly(age) })} <small class="line">{day(setAt)}</small>
      {age > YEAR_MS && (
        <span class="reminder">
          <Icon name="warning" /> {t('Older than a year: change it')}
        </span>
      )}
    </>
  );
}
