import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { ClipOrder } from './sort-clips.ts';
import { t } from '../../language/translate.ts';

/** Fewer clips than this are seen at a glance. */
const MANY = 8;
const ORDERS: readonly { readonly value: ClipOrder; readonly label: string }[] = [
  { value: 'name', label: t('Name') },
  { value: 'number', label: t('Number') },
  { value: 'length', label: t('Length') },
];

interface ClipToolsProps {
  readonly count: number;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly order: ClipOrder;
  readonly onOrder: (order: ClipOrder) => void;
}

/** Search and order of the list. */
export function ClipTools({ count, search, onSearch, order, onOrder }: ClipToolsProps) {
  return (
    <div class="clip-tools">
      {count >= MANY && <TextField label={t('Search clips')} type="search" value={search} onInput={onSearch} />}
      <Field label={t('Sort by')}>
        {control => (
          <Select
            control={control}
            value={order}
            options={ORDERS}
            onChange={value => onOrder(ORDERS.find(option => option.value === value)?.value ?? 'name')}
          />
        )}
      </Field>
    </div>
  );
}
