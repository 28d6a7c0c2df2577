import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { checkTwice, NewPassword } from '../../parts/new-password.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Entrance } from './entrance.tsx';
import { t } from '../../language/translate.ts';
import { rich } from '../../language/rich.ts';

/** The first page of a new speaker: the password of its first administrator. */
export function SetUp() {
  const { session } = useSpeaker();
  const [value, setValue] = useState({ password: '', repeated: '' });
  const save = async () => {
    checkTwice(value);
    await session.setUp(value.password);
  };
  return (
    <Entrance title={t('Set a new password for the root account')}>
      <p>
        {rich(
          'This speaker is new. {root} is its administrator; keep the password well: without it, only a reset to factory default settings lets you in again.',
          { root: <strong>root</strong> },
        )}
      </p>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={['password', 'repeated']} onSubmit={save}>
        <TextField
          label={t('Username')}
          name="user"
          autocomplete="username"
          value="root"
          readOnly
          onInput={() => undefined}
        />
        <NewPassword value={value} onChange={setValue} hint={t('1 to 64 letters, digits and signs.')} />
      </SubmitForm>
    </Entrance>
  );
}
