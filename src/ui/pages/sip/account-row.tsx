import type { SipAccount, SipAccountStatus } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { sentence } from '../../text/sentence.ts';
import { nameOrId, REGISTRATIONS } from './words.ts';

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
          {isDefault && <span class="badge">Default</span>}
          {active ? <Registration status={status} /> : <span class="badge">Not active</span>}
        </div>
        <small>{addressOf(account)}</small>
        {active && status.text !== '' && <small>{sentence(status.text)}</small>}
      </div>
      {session.may('admin') && <AccountMenu account={account} isLast={isLast} onDo={onDo} />}
    </li>
  );
}

/** `201@pbx.example · TLS · answers automatically` */
function addressOf({ userId, domain, registrar, transport, autoAnswer }: SipAccount): string {
  const at = domain === '' ? registrar : domain;
  const address = at === '' ? userId : `${userId}@${at}`;
  return [address, transport.toUpperCase(), ...(autoAnswer ? ['answers automatically'] : [])].join(' · ');
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
      toasts.done(`${name} is the default account.`, { about });
  };
  const turn = async () => {
    if (await toasts.attempt(() => change({ active: !active }), about))
      toasts.done(`${name} is ${active ? 'not active' : 'active'}.`, { about, undo: () => change({ active }) });
  };
  const items: readonly MenuItem[] = [
    { label: 'Edit', icon: 'rename', onSelect: () => onDo('edit') },
    ...(isDefault ? [] : [{ label: 'Make default', icon: 'check', onSelect: () => void makeDefault() } as const]),
    { label: active ? 'Turn off' : 'Turn on', icon: active ? 'stop' : 'play', onSelect: () => void turn() },
    ...(isLast ? [] : [{ label: 'Delete', icon: 'remove', danger: true, onSelect: () => onDo('delete') } as const]),
  ];
  return (
    <Menu label={`More for ${name}`} items={items}>
      <Icon name="more" />
    </Menu>
  );
}
