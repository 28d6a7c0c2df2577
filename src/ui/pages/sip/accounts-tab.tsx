import { useState } from 'preact/hooks';
import type { SipAccount, SipState } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { AccountRow, type SipAccountDoing } from './account-row.tsx';
import { DeleteSipAccount } from './delete-sip-account.tsx';
import { EditSipAccount } from './edit-sip-account.tsx';
import { t } from '../../language/translate.ts';

type Doing = { readonly what: 'add' } | { readonly what: SipAccountDoing; readonly account: SipAccount };

/** Under which names the speaker calls and is called. */
export function AccountsTab({ sip: { accounts } }: { readonly sip: SipState }) {
  const { session } = useSpeaker();
  const [doing, setDoing] = useState<Doing | undefined>();
  const close = () => setDoing(undefined);
  const add = session.may('admin') && (
    <button type="button" class="button primary" onClick={() => setDoing({ what: 'add' })}>
      <Icon name="plus" /> {t('Add account')}
    </button>
  );
  return (
    <Card title={t('SIP accounts')} aside={add}>
      {accounts.length === 0 ? (
        <Empty />
      ) : (
        <ul class="rows">
          {accounts.map(account => (
            <AccountRow
              key={account.id}
              account={account}
              isLast={accounts.length === 1}
              onDo={what => setDoing({ what, account })}
            />
          ))}
        </ul>
      )}
      {doing?.what === 'add' && <EditSipAccount onClose={close} />}
      {doing?.what === 'edit' && <EditSipAccount account={doing.account} onClose={close} />}
      {doing?.what === 'delete' && <DeleteSipAccount account={doing.account} onClose={close} />}
    </Card>
  );
}

const Empty = () => (
  <div class="empty big">
    <strong>{t('There are no SIP accounts yet.')}</strong>
    <p>
      {t(
        'An account is the name under which the speaker calls and is called, at a PBX or straight from phone to phone.',
      )}
    </p>
  </div>
);
