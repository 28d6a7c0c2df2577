import { useState } from 'preact/hooks';
import type { SipDialog } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { second } from '../../text/when.ts';
import { Ladder } from './ladder.tsx';
import { plural, t } from '../../language/translate.ts';

/** What went over the wire, to find out why a call or a registration failed. */
export function DialogsTab() {
  const { sipDialogs } = useSpeaker();
  const known = useResource(sipDialogs);
  const [open, setOpen] = useState<string | undefined>();
  const again = (
    <button type="button" class="button" onClick={() => void sipDialogs.ask()}>
      <Icon name="renew" /> {t('Refresh')}
    </button>
  );
  return (
    <Card title={t('Dialogs')} aside={again}>
      <p class="card-text">
        {t('The last calls and registrations with their messages. Passwords and keys are blanked.')}
      </p>
      {known === undefined && (
        <Waiting what={t('the dialogs')} problem={sipDialogs.problem.value} onRetry={() => void sipDialogs.ask()} />
      )}
      {known?.length === 0 && <p class="empty">{t('No call and no registration yet.')}</p>}
      <ul class="rows">
        {known?.map(dialog => (
          <DialogEntry
            key={dialog.callId}
            dialog={dialog}
            isOpen={open === dialog.callId}
            onToggle={() => setOpen(open === dialog.callId ? undefined : dialog.callId)}
          />
        ))}
      </ul>
    </Card>
  );
}

interface DialogEntryProps {
  readonly dialog: SipDialog;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function DialogEntry({ dialog, isOpen, onToggle }: DialogEntryProps) {
  const { method, from, to, startedAt, messages } = dialog;
  // An answer tells more than the ACK or BYE after it.
  const last = (messages.findLast(({ title }) => /^\d/.test(title)) ?? messages.at(-1))?.title;
  return (
    <li class="sip-dialog">
      <button type="button" class="sip-dialog-head" aria-expanded={isOpen} onClick={onToggle}>
        <strong>
          {method === 'INVITE' ? t('Call') : t('Registration')}
          {last !== undefined && `: ${last}`}
        </strong>
        <small>
          {second(startedAt)} · {uriIn(from)} → {uriIn(to)} · {plural('1 message', '{count} messages', messages.length)}
        </small>
      </button>
      {isOpen && <Ladder dialog={dialog} />}
    </li>
  );
}

/** Of a From or To header, without name and tag. */
const uriIn = (header: string) => /<([^>]+)>/.exec(header)?.[1] ?? header;
