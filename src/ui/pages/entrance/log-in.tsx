import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { PasswordField } from '../../parts/password-field.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Entrance } from './entrance.tsx';

/** Asks for name and password. The address stays, so that the person lands where they wanted to go. */
export function LogIn() {
  const { session } = useSpeaker();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const notice = session.notice.value;
  return (
    <Entrance title="Log in">
      {notice !== undefined && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <SubmitForm
        submit="Log in"
        busy="Logging in …"
        fields={['user', 'password']}
        onSubmit={() => session.logIn(user, password)}
      >
        <TextField label="Username" name="user" autocomplete="username" value={user} onInput={setUser} />
        <PasswordField
          label="Password"
          name="password"
          autocomplete="current-password"
          value={password}
          onInput={setPassword}
          shown={shown}
          onShow={setShown}
        />
      </SubmitForm>
      <p class="field-hint">If the password for root is lost, the speaker must be reset to factory default settings.</p>
    </Entrance>
  );
}
