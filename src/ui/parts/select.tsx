import type { FieldControl } from './field.tsx';
import type { Option } from './option.ts';

export type { Option } from './option.ts';

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
      {inGroups(all).map(([group, options]) =>
        group === undefined ? (
          options.map(option => <Choice key={option.value} option={option} value={value} />)
        ) : (
          <optgroup key={group} label={group}>
            {options.map(option => (
              <Choice key={option.value} option={option} value={value} />
            ))}
          </optgroup>
        ),
      )}
    </select>
  );
}

const Choice = ({ option, value }: { readonly option: Option; readonly value: string }) => (
  <option value={option.value} selected={option.value === value} disabled={option.disabled}>
    {option.label}
  </option>
);

/** Options by their group, in the order in which the groups come first. */
function inGroups(options: readonly Option[]) {
  const groups = [...new Set(options.map(({ group }) => group))];
  return groups.map(group => [group, options.filter(option => option.group === group)] as const);
}
