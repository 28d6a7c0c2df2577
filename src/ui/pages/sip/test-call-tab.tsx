import { useState } from 'preact/hooks';
import type { SipState } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { CallEntry } from './call-entry.tsx';
import { accountOptions } from './words.ts';
import { useCallFigures } from './use-call-figures.ts';
import { t } from '../../language/translate.ts';

/** Calls somebody, to see that calls get through. */
export function TestCallTab({ sip: known }: { readonly sip: SipState }) {
  const { client, sip } = useSpeaker();
  const options = accountOptions(known.accounts);
  const [account, setAccount] = useState('');
  const [to, setTo] = useState('');
  const [made, setMade] = useState<string | undefined>();
  useCallFigures();
  const chosen = options.some(({ value }) => value === account) ? account : (options[0]?.value ?? '');
  const call = known.calls.find(({ id }) => id === made);
  const make = async () => {
    const body = { to: to.trim(), account: chosen };
    const answer = (await client.change({ method: 'POST', path: '/api/sip/calls', body })) as { readonly id: string };
    setMade(answer.id);
    await sip.ask();
  };
  return (
    <Card title={t('SIP test call')} class="sip-test">
      <SubmitForm submit={t('Call')} busy={t('Calling …')} fields={['to', 'account']} onSubmit={make}>
        <Field label={t('SIP account')} name="account">
          {control => <Select control={control} value={chosen} options={options} onChange={setAccount} />}
        </Field>
        <TextField
          label={t('SIP address')}
          name="to"
          maxLength={256}
          hint={t('sip:user@host, sip:192.168.0.20, or an extension of the account’s server.')}
          value={to}
          onInput={setTo}
        />
      </SubmitForm>
      {call !== undefined && (
        <ul class="rows" aria-label={t('Test call')}>
          <CallEntry call={call} accounts={known.accounts} />
        </ul>
      )}
    </Card>
  );
}
