import { useState } from 'preact/hooks';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Check } from '../check.tsx';
import { useHolidayChanges } from './use-holiday-changes.ts';
import { WhenField } from './when-field.tsx';
import { t } from '../../language/translate.ts';

/** Adds a day on which schedules that except holidays do not hold. */
export function AddHoliday({ onClose }: { readonly onClose: () => void }) {
  const { toasts } = useSpeaker();
  const { add } = useHolidayChanges();
  const [holiday, setHoliday] = useState({ date: '', name: '', yearly: false });
  const save = async () => {
    const name = holiday.name.trim();
    if (holiday.date === '') throw new Refusal({ message: t('Choose a day.'), field: 'date' });
    if (name === '') throw new Refusal({ message: t('Type a name.'), field: 'name' });
    await add({ ...holiday, name });
    toasts.done(t('{name} was added.', { name }));
    onClose();
  };
  return (
    <Dialog title={t('Add holiday')} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={['date', 'name']} onSubmit={save} onCancel={onClose}>
        <WhenField
          label={t('Date')}
          name="date"
          type="date"
          value={holiday.date}
          onInput={date => setHoliday({ ...holiday, date })}
        />
        <TextField
          label={t('Name')}
          name="name"
          autocomplete="off"
          maxLength={64}
          value={holiday.name}
          onInput={name => setHoliday({ ...holiday, name })}
        />
        <Check label={t('Every year')} on={holiday.yearly} onChange={yearly => setHoliday({ ...holiday, yearly })} />
      </SubmitForm>
    </Dialog>
  );
}
