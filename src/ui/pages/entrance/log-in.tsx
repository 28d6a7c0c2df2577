import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { PasswordField } from '../../parts/password-field.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Entrance } from './entrance.tsx';
import { t } from '../../language/translate.ts';

/** Asks for name and password. The address stays, so that the person lands where they wanted to go. */
export function LogIn() {
  const { session } = useSpeaker();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const notice = session.notice.value;
  return (
    <Entrance title={t('Log in')}>
      {notice !== undefined && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <SubmitForm
        submit={t('Log in')}
        busy={t('Logging in …')}
        fields={['user', 'password']}
        onSubmit={() => session.logIn(user, password)}
      >
        <TextField label={t('Username')} name="user" autocomplete="username" value={user} onInput={setUser} />
        <PasswordField
          label={t('Password')}
          name="password"
          autocomplete="current-password"
          value={password}
          onInput={setPassword}
          shown={shown}
          onShow={setShown}
        />
      </SubmitForm>
      <p class="field-hint">
        {t('If the password for root is lost, the speaker must be reset to factory default settings.')}
      </p>
    </Entrance>
  );
}
