import { useState } from 'preact/hooks';
import type { Clip } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';

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
    if (wanted === '') throw new Refusal({ message: 'Type a name.', field: 'name' });
    if (wanted !== clip.name) {
      await write(wanted);
      toasts.done(`“${clip.name}” is now called “${wanted}”.`, { about: path, undo: () => write(clip.name) });
    }
    onClose();
  };
  return (
    <Dialog title="Rename clip" onClose={onClose}>
      <SubmitForm submit="Save" busy="Saving …" fields={['name']} onSubmit={rename} onCancel={onClose}>
        <TextField
          label="Name"
          name="name"
          autocomplete="off"
          value={name}
          onInput={setName}
          hint="Links to the clip go on working: they use its file name, which stays."
        />
      </SubmitForm>
    </Dialog>
  );
}
