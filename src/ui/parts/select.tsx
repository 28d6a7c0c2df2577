import type { FieldControl } from './field.tsx';

/** One choice of several. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectProps {
  readonly control: FieldControl;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
}

/** One of several choices. A value that is none of them is shown all the same. */
export function Select({ control, value, options, onChange, disabled = false }: SelectProps) {
  const known = options.some(option => option.value === value);
  const all = known ? options : [{ value, label: value }, ...options];
  return (
    <select
      {...control}
      class="input"
      value={value}
      disabled={disabled}
      onChange={event => onChange(event.currentTarget.value)}
    >
      {all.map(option => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
