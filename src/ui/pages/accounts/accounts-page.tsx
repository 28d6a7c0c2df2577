import { useState } from 'preact/hooks';
import type { Account } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { OnlyFor } from '../../frame/only-for.tsx';
import { Page } from '../../frame/page.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { AccountTable } from './account-table.tsx';
import { AddAccount } from './add-account.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { SshCard } from './ssh/ssh-card.tsx';
import { TokensCard } from './tokens-card.tsx';
import { UpdateAccount } from './update-account.tsx';
import { t } from '../../language/translate.ts';

type Doing = { readonly what: 'add' } | { readonly what: 'update' | 'delete'; readonly account: Account };

/** Who may log in, and what they may do. */
export const AccountsPage = () => (
  <OnlyFor needs="admin" title={t('Accounts')}>
    <Accounts />
  </OnlyFor>
);

function Accounts() {
  const { accounts } = useSpeaker();
  const known = useResource(accounts);
  const [doing, setDoing] = useState<Doing | undefined>();
  const close = () => setDoing(undefined);
  const add = (
    <button type="button" class="button primary" onClick={() => setDoing({ what: 'add' })}>
      <Icon name="plus" /> {t('Add account')}
    </button>
  );
  return (
    <Page title={t('Accounts')} actions={known !== undefined && add}>
      {known === undefined ? (
        <Waiting what={t('the accounts')} problem={accounts.problem.value} onRetry={() => void accounts.ask()} />
      ) : (
        <div class="stack">
          <AccountTable accounts={known} onDo={(what, account) => setDoing({ what, account })} />
          <SshCard />
          <SettingCards>
            <Card title={t('Anonymous access')}>
              <SettingField
                path="Stentor.Network.AnonymousViewers"
                hint={t(
                  'Everybody who reaches the speaker sees what viewers see on its pages. To play, to change or to listen, one has to log in.',
                )}
              />
            </Card>
            <TokensCard />
          </SettingCards>
        </div>
      )}
      {doing?.what === 'add' && <AddAccount onClose={close} />}
      {doing?.what === 'update' && <UpdateAccount account={doing.account} onClose={close} />}
      {doing?.what === 'delete' && <DeleteAccount account={doing.account} onClose={close} />}
    </Page>
  );
}
