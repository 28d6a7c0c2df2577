import { useId } from 'preact/hooks';
import { useWish } from '../data/use-wish.ts';
import { Switch } from '../parts/switch.tsx';

interface RowSwitchProps {
  /** What is switched, for those who cannot see the row that it stands in. */
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  /** Resolves when the page knows what became of it. */
  readonly onChange: (on: boolean) => Promise<unknown>;
}

/** A switch in a row of a list, whose name stands elsewhere in the row. */
export function RowSwitch({ label, on, disabled = false, onChange }: RowSwitchProps) {
  const id = useId();
  const wish = useWish(onChange);
  const wanted = wish.wanted.value;
  return (
    <>
      <label class="out-of-sight" for={id}>
        {label}
      </label>
      <Switch
        control={{ id, 'aria-describedby': undefined, 'aria-invalid': false }}
        on={wanted === undefined ? on : wanted.value}
        disabled={disabled}
        onChange={value => wish.want(value)}
      />
    </>
  );
}
