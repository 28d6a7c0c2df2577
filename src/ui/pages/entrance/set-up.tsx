import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { checkTwice, NewPassword } from '../../parts/new-password.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Entrance } from './entrance.tsx';

/** The first page of a new speaker: the password of its first administrator. */
export function SetUp() {
  const { session } = useSpeaker();
  const [value, setValue] = useState({ password: '', repeated: '' });
  const save = async () => {
    checkTwice(value);
    await session.setUp(value.password);
  };
  return (
    <Entrance title="Set a new password for the root account">
      <p>
        This speaker is new. <strong>root</strong> is its administrator; keep the password well: without it, only a
        reset to factory default settings lets you in again.
      </p>
      <SubmitForm submit="Save" busy="Saving …" fields={['password', 'repeated']} onSubmit={save}>
        <TextField
          label="Username"
          name="user"
          autocomplete="username"
          value="root"
          readOnly
          onInput={() => undefined}
        />
        <NewPassword value={value} onChange={setValue} hint="1 to 64 letters, digits and signs." />
      </SubmitForm>
    </Entrance>
  );
}
