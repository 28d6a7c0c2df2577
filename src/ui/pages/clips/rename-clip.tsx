import { useState } from 'preact/hooks';
import type { Clip } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';

/** Gives a clip another name. Its file name, and so every link to it, stays. */
export function RenameClip({ clip, onClose }: { readonly clip: Clip; readonly onClose: () => void }) {
  const { client, clips, toasts } = useSpeaker();
  const [name, setName] = useState(clip.name);
  const path = `/api/clips/${encodeURIComponent(clip.id)}`;
  const write = async (to: string) => {
    await client.change({ method: 'PATCH', path, body: { name: to } });
    await clips.ask();
  };
  const rename = async () => {
    const wanted = name.trim();
    if (wanted === '') throw new Refusal({ message: t('Type a name.'), field: 'name' });
    if (wanted !== clip.name) {
      await write(wanted);
      toasts.done(t('“{name}” is now called “{wanted}”.', { name: clip.name, wanted }), {
        about: path,
        undo: () => write(clip.name),
      });
    }
    onClose();
  };
  return (
    <Dialog title={t('Rename clip')} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={['name']} onSubmit={rename} onCancel={onClose}>
        <TextField
          label={t('Name')}
          name="name"
          autocomplete="off"
          value={name}
          onInput={setName}
          hint={t('Links to the clip go on working: they use its file name, which stays.')}
        />
      </SubmitForm>
    </Dialog>
  );
}
