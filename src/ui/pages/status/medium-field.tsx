import type { VirtualBoardState } from '../../../api/contract.ts';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { t } from '../../language/translate.ts';

type Medium = VirtualBoardState['medium'];

const MEDIA: readonly { readonly value: Medium; readonly label: string }[] = [
  { value: 'none', label: t('Empty') },
  { value: 'sound', label: t('A memory stick') },
  { value: 'damaged', label: t('A damaged memory stick') },
];

interface MediumFieldProps {
  readonly medium: Medium;
  readonly locked: boolean;
  readonly onChange: (medium: Medium) => void;
}

/** What is in the virtual storage slot: put in and pulled out without asking, as a hand would. */
export function MediumField({ medium, locked, onChange }: MediumFieldProps) {
  return (
    <Field label={t('In the storage slot')}>
      {control => (
        <Select
          control={control}
          value={medium}
          options={MEDIA}
          disabled={locked}
          onChange={value => {
            const chosen = MEDIA.find(option => option.value === value)?.value;
            if (chosen !== undefined) onChange(chosen);
          }}
        />
      )}
    </Field>
  );
}
