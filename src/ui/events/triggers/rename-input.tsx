import { useState } from 'preact/hooks';
import type { VirtualInput, VirtualInputChange } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';

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
    if (wanted === '') throw new Refusal({ message: t('Type a name.'), field: 'name' });
    await write(wanted);
    const undo = () => write(input.name);
    toasts.done(t('{name} is now called {wanted}.', { name: input.name, wanted }), {
      about: `name ${input.port}`,
      undo,
    });
    onClose();
  };
  return (
    <Dialog title={t('Rename {name}', { name: input.name })} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={['name']} onSubmit={rename} onCancel={onClose}>
        <TextField
          label={t('Name')}
          name="name"
          autocomplete="off"
          maxLength={64}
          value={name}
          onInput={setName}
          hint={t('Rules and programs go on working: they know it by its number.')}
        />
      </SubmitForm>
    </Dialog>
  );
}
