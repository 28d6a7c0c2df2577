import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';
import { rich } from '../../language/rich.ts';

/** The password at the TURN server: written or removed, never shown. */
export function TurnPassword({ isSet }: { readonly isSet: boolean }) {
  const { client, session, sip, toasts } = useSpeaker();
  const [password, setPassword] = useState('');
  if (!session.may('admin')) return null;
  const write = async (text: string) => {
    await client.change({ method: 'PUT', path: '/api/sip/turn-password', body: { password: text } });
    await sip.ask();
    setPassword('');
    toasts.done(text === '' ? t('The TURN password was removed.') : t('The TURN password was set.'));
  };
  const remove = (
    <button type="button" class="button" onClick={() => void toasts.attempt(() => write(''))}>
      {rich('Remove<hidden> TURN password</hidden>', { hidden: text => <span class="out-of-sight">{text}</span> })}
    </button>
  );
  return (
    <div class="sip-turn">
      <SubmitForm
        submit={t('Set password')}
        busy={t('Setting …')}
        fields={['password']}
        onSubmit={() => write(password)}
      >
        <TextField
          label={t('TURN password')}
          name="password"
          type="password"
          autocomplete="new-password"
          hint={isSet ? t('One is set. A new one takes its place.') : t('None is set.')}
          maxLength={128}
          value={password}
          onInput={setPassword}
          after={isSet && remove}
        />
      </SubmitForm>
    </div>
  );
}
