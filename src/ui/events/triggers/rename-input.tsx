import { useState } from 'preact/hooks';
import type { VirtualInput, VirtualInputChange } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';

/** Gives a virtual input another name; rules know it by its number. */
export function RenameInput({ input, onClose }: { readonly input: VirtualInput; readonly onClose: () => void }) {
  const { client, toasts, virtualInputs } = useSpeaker();
  const [name, setName] = useState(input.name);
  const write = async (to: string) => {
    const body: VirtualInputChange = { name: to };
    await client.change({ method: 'PATCH', path: `/api/virtual-inputs/${input.port}`, body });
    await virtualInputs.ask();
  };
  const rename = async () => {
    const wanted = name.trim();
    if (wanted === '') throw new Refusal({ message: 'Type a name.', field: 'name' });
    await write(wanted);
    const undo = () => write(input.name);
    toasts.done(`${input.name} is now called ${wanted}.`, { about: `name ${input.port}`, undo });
    onClose();
  };
  return (
    <Dialog title={`Rename ${input.name}`} onClose={onClose}>
      <SubmitForm submit="Save" busy="Saving …" fields={['name']} onSubmit={rename} onCancel={onClose}>
        <TextField
          label="Name"
          name="name"
          autocomplete="off"
          maxLength={64}
          value={name}
          onInput={setName}
          hint="Rules and programs go on working: they know it by its number."
        />
      </SubmitForm>
    </Dialog>
  );
}
