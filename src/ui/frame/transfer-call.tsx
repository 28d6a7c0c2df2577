import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { SubmitForm } from '../parts/submit-form.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { ActOnCall } from './act-on-call.ts';
import { t } from '../language/translate.ts';

interface TransferCallProps {
  readonly who: string;
  readonly act: ActOnCall;
  readonly onClose: () => void;
}

/** To whom the other end is to talk: at once, or after they were asked. */
export function TransferCall({ who, act, onClose }: TransferCallProps) {
  const [to, setTo] = useState('');
  const send = (verb: 'transfer' | 'consult') => async () => {
    await act(verb, { to: to.trim() });
    onClose();
  };
  return (
    <Dialog title={t('Transfer {who}', { who })} onClose={onClose}>
      <SubmitForm
        submit={t('Transfer')}
        busy={t('Transferring …')}
        fields={['to']}
        onSubmit={send('transfer')}
        onCancel={onClose}
        also={{ label: t('Ask first'), busy: t('Calling …'), act: send('consult') }}
      >
        <TextField
          label={t('Transfer to')}
          name="to"
          maxLength={256}
          hint={t(
            'sip:user@host, sip:192.168.0.20, or an extension of the account’s server. “Ask first” holds the call and calls them; “Connect” then brings both together.',
          )}
          value={to}
          onInput={setTo}
        />
      </SubmitForm>
    </Dialog>
  );
}
