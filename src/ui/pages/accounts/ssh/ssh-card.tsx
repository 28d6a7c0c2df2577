import { useState } from 'preact/hooks';
import type { Ssh, SshAccount } from '../../../../api/contract.ts';
import { useSpeaker } from '../../../data/speaker.ts';
import { useResource } from '../../../data/use-resource.ts';
import { SettingField } from '../../../form.tsx';
import { Card } from '../../../parts/card.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Menu } from '../../../parts/menu.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { day } from '../../../text/when.ts';
import { AddSshAccount, DeleteSshAccount, UpdateSshAccount } from './ssh-dialogs.tsx';
import { t } from '../../../language/translate.ts';
import { told } from '../../../language/told.ts';

type Doing = { readonly what: 'add' } | { readonly what: 'update' | 'delete'; readonly account: SshAccount };

/** The SSH server: on or off, and who may log in. */
export function SshCard() {
  const { ssh, settings } = useSpeaker();
  const known = useResource(ssh);
  useResource(settings);
  const [doing, setDoing] = useState<Doing | undefined>();
  const close = () => setDoing(undefined);
  return (
    <Card title={t('SSH accounts')}>
      <p class="card-text">
        {t(
          'For those who look after the system behind the speaker. SSH accounts are none of the accounts above, and can change nothing; root cannot log in at all.',
        )}
      </p>
      <SettingField path="Network.SSH.Enabled" label={t('Enable SSH')} />
      {known === undefined ? (
        <Waiting what={t('the SSH accounts')} problem={ssh.problem.value} onRetry={() => void ssh.ask()} />
      ) : (
        <>
          <State ssh={known} />
          <Accounts accounts={known.accounts} onDo={(what, account) => setDoing({ what, account })} />
        </>
      )}
      <div class="form-buttons">
        <button type="button" class="button" onClick={() => setDoing({ what: 'add' })}>
          <Icon name="plus" /> {t('Add SSH account')}
        </button>
      </div>
      {doing?.what === 'add' && <AddSshAccount onClose={close} />}
      {doing?.what === 'update' && <UpdateSshAccount account={doing.account} onClose={close} />}
      {doing?.what === 'delete' && <DeleteSshAccount account={doing.account} onClose={close} />}
    </Card>
  );
}

/** Where it is not as it was wished. */
function State({ ssh: { enabled, state, problem } }: { readonly ssh: Ssh }) {
  if (problem !== undefined) {
    return (
      <p class="notice error" role="alert">
        {t('The SSH server does not do as it is told: {problem}', { problem: told(problem) })}
      </p>
    );
  }
  if (!enabled || state === 'active') return null;
  return (
    <p class="notice" role="status">
      {state === 'failed'
        ? t('The SSH server could not be started. The system log says why.')
        : t('The SSH server starts …')}
    </p>
  );
}

interface AccountsProps {
  readonly accounts: readonly SshAccount[];
  readonly onDo: (what: 'update' | 'delete', account: SshAccount) => void;
}

function Accounts({ accounts, onDo }: AccountsProps) {
  if (accounts.length === 0) return <p class="empty">{t('No SSH account yet: nobody can log in.')}</p>;
  return (
    <table class="table">
      <caption class="out-of-sight">{t('SSH accounts')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Account')}</th>
          <th scope="col" class="only-wide">
            {t('Comment')}
          </th>
          <th scope="col">{t('Password set @date')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {accounts.map(account => (
          <tr key={account.name}>
            <th scope="row">
              {account.name}
              {account.comment !== '' && <small class="line only-narrow">{account.comment}</small>}
            </th>
            <td class="only-wide">{account.comment}</td>
            <td>{day(account.passwordSetAt)}</td>
            <td class="table-menu">
              <Menu
                label={t('More for the SSH account {name}', { name: account.name })}
                items={[
                  { label: t('Update'), icon: 'rename', onSelect: () => onDo('update', account) },
                  { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onDo('delete', account) },
                ]}
              >
                <Icon name="more" />
              </Menu>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
