import type { SipAccount, SipAccountStatus } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { sentence } from '../../text/sentence.ts';
import { nameOrId, REGISTRATIONS } from './words.ts';
import { t } from '../../language/translate.ts';

export type SipAccountDoing = 'edit' | 'delete';

interface AccountRowProps {
  readonly account: SipAccount;
  /** One must stay. */
  readonly isLast: boolean;
  readonly onDo: (what: SipAccountDoing) => void;
}

/** One account: who it is, and how it stands with its registrar. */
export function AccountRow({ account, isLast, onDo }: AccountRowProps) {
  const { session } = useSpeaker();
  const { active, isDefault, status } = account;
  return (
    <li class={active ? 'entry plain' : 'entry plain off'}>
      <div class="entry-text">
        <div class="entry-title">
          <h3>{nameOrId(account)}</h3>
          {isDefault && <span class="badge">{t('Default @account')}</span>}
          {active ? <Registration status={status} /> : <span class="badge">{t('Not active')}</span>}
        </div>
        <small>{addressOf(account)}</small>
        {active && status.state !== 'not-registering' && status.text !== '' && <small>{sentence(status.text)}</small>}
      </div>
      {session.may('admin') && <AccountMenu account={account} isLast={isLast} onDo={onDo} />}
    </li>
  );
}

/** `201@pbx.example · TLS · answers automatically` */
function addressOf({ userId, domain, registrar, transport, autoAnswer }: SipAccount): string {
  const at = domain === '' ? registrar : domain;
  const address = at === '' ? userId : `${userId}@${at}`;
  return [address, transport.toUpperCase(), ...(autoAnswer ? [t('answers automatically')] : [])].join(' · ');
}

function Registration({ status: { state } }: { readonly status: SipAccountStatus }) {
  const looks = { registered: 'badge good', failed: 'badge bad', registering: 'badge', 'not-registering': 'badge' };
  return <span class={looks[state]}>{REGISTRATIONS[state]}</span>;
}

function AccountMenu({ account, isLast, onDo }: AccountRowProps) {
  const { id, isDefault, active } = account;
  const name = nameOrId(account);
  const { client, sip, toasts } = useSpeaker();
  const change = async (body: object) => {
    await client.change({ method: 'PATCH', path: `/api/sip/accounts/${encodeURIComponent(id)}`, body });
    await sip.ask();
  };
  const about = `sip account ${id}`;
  const makeDefault = async () => {
    if (await toasts.attempt(() => change({ isDefault: true }), about))
      toasts.done(t('{name} is the default account.', { name }), { about });
  };
  const turn = async () => {
    if (await toasts.attempt(() => change({ active: !active }), about))
      toasts.done(active ? t('{name} is not active.', { name }) : t('{name} is active.', { name }), {
        about,
        undo: () => change({ active }),
      });
  };
  const items: readonly MenuItem[] = [
    { label: t('Edit'), icon: 'rename', onSelect: () => onDo('edit') },
    ...(isDefault ? [] : [{ label: t('Make default'), icon: 'check', onSelect: () => void makeDefault() } as const]),
    { label: active ? t('Turn off') : t('Turn on'), icon: active ? 'stop' : 'play', onSelect: () => void turn() },
    ...(isLast ? [] : [{ label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onDo('delete') } as const]),
  ];
  return (
    <Menu label={t('More for {name}', { name })} items={items}>
      <Icon name="more" />
    </Menu>
  );
}
